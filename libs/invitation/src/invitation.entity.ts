import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AdminInvitation, GreetingLanguage, InvitationState } from '#contracts';

/** One guest, asked to one session, with the places of a pool that they may take. */
@Entity('invitations')
export class Invitation {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') sessionId!: string;
  @Column('uuid') poolId!: string;
  /** What was answered here; the registration may say otherwise since. See `standing`. */
  @Column('text') state!: InvitationState;
  @Column('text', { nullable: true }) salutation!: string | null;
  @Column('text', { nullable: true }) title!: string | null;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) organisation!: string | null;
  /** The lowest goes first. */
  @Column('integer', { nullable: true }) precedence!: number | null;
  @Column('text') language!: GreetingLanguage;
  /** Null for who is invited by a letter of the team's own. */
  @Column('text', { nullable: true }) email!: string | null;
  /** How many people it allows. */
  @Column('integer') partySize!: number;
  /** It may say anything about a person, so it is kept sealed. */
  @Column('text', { nullable: true }) sealedNote!: string | null;
  @Column('uuid', { nullable: true }) deputyOf!: string | null;
  /** The last that was made by it; it may be cancelled. */
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('timestamptz', { nullable: true }) answeredAt!: Date | null;
  @Column('text', { nullable: true }) source!: AdminInvitation['source'];
  /** How often its guest has accepted it themself. */
  @Column('integer') acceptances!: number;
  /** When it was last mailed, or to be mailed. */
  @Column('timestamptz', { nullable: true }) sentAt!: Date | null;
  /** When its guest, who had not answered, was told that the session does not take place. */
  @Column('timestamptz', { nullable: true }) calledOffAt!: Date | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

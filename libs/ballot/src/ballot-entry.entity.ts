import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EntryOutcome, EntrySource, EntryState } from '#contracts';

/** A party that would come to one of some sessions, if it is drawn. */
@Entity('ballot_entries')
export class BallotEntry {
  /** Random (RFC 9562 §5.4), since it is published: an id of time would tell who came when. */
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') ballotId!: string;
  @Column('text') state!: EntryState;
  @Column('integer') partySize!: number;
  @Column('integer') weight!: number;
  /** Sessions, the most wished for first. */
  @Column('uuid', { array: true }) preferences!: string[];
  @Column('text') contactName!: string;
  /** Null for who has none; then the team tells them. */
  @Column('text', { nullable: true }) contactEmail!: string | null;
  @Column('text', { nullable: true }) contactPhone!: string | null;
  @Column('text', { nullable: true }) emailKey!: string | null;
  /** Guests, needs and answers, sealed; empty once they are forgotten. See EntryDetails and EntryForgetting. */
  @Column('text') details!: string;
  @Column('timestamptz', { nullable: true }) consentedAt!: Date | null;
  @Column('text') source!: EntrySource;
  @Column('integer', { nullable: true }) rank!: number | null;
  @Column('uuid', { nullable: true }) wonSessionId!: string | null;
  @Column('text', { nullable: true }) outcome!: EntryOutcome | null;
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One edition of a programme. */
@Entity('events')
export class Event {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') programmeId!: string;
  @Column('uuid') venueId!: string;
  @Column('text') slug!: string;
  @Column('text') title!: string;
  @Column('text') summary!: string;
  /** Paragraphs of plain text, divided by empty lines. */
  @Column('text') story!: string;
  @Column('text', { nullable: true }) drawing!: string | null;
  @Column('text') status!: 'draft' | 'published' | 'cancelled';
  @Column('timestamptz') registrationOpensAt!: Date;
  /** Null: registration ends when the session begins. */
  @Column('timestamptz', { nullable: true }) registrationClosesAt!: Date | null;
  @Column('text') confirmation!: 'immediate' | 'by-email';
  @Column('text') oneRegistrationPer!: 'event' | 'session';
  @Column('integer') partyLimit!: number;
  /** Minutes before a session begins until which its parties may be changed or moved. */
  @Column('integer') changesCloseMinutes!: number;
  @Column('integer') cancellationsCloseMinutes!: number;
  /** How long the places of somebody who declines in their calendar are kept, so that it can be undone. */
  @Column('integer') declineUndoMinutes!: number;
  /** Whether parties may wait where all places are taken. */
  @Column('boolean') waitingList!: boolean;
  /** How long places are kept for a party to whom they are offered; less as the session nears. */
  @Column('integer') offerMinutes!: number;
  /** How often a party that does not fit is passed over before places are saved for it. */
  @Column('integer') passedOverLimit!: number;
  @Column('text') contactEmail!: string;
  @Column('text', { nullable: true }) contactPhone!: string | null;
  /** Where to go on the day. */
  @Column('text') arrival!: string;
  @Column('text') accessHelp!: string;
  @Column('text', { nullable: true }) consentText!: string | null;
  @Column('boolean') consentRequired!: boolean;
  /** Raised with every change; what `If-Match` compares. */
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

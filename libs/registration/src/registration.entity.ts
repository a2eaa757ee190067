import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CancelledBy, RegistrationSource, RegistrationState } from '#contracts';
import type { Elsewhere } from './spaces.js';
import type { Kept, KeptAnswers, KeptPlace } from './sealed-party.js';

/** What a person answered to a question: text, a choice, several choices, or yes and no. */
export type Answers = Record<string, string | boolean | string[]>;

/** One party's places in one session. */
@Entity('registrations')
export class Registration {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') sessionId!: string;
  @Column('uuid') poolId!: string;
  /** The code by which the party came into its pool; null for nearly everybody. */
  @Column('uuid', { nullable: true }) poolCodeId!: string | null;
  @Column('text') reference!: string;
  @Column('text') state!: RegistrationState;
  @Column('integer') partySize!: number;
  /** How many people its invitation allows; null for who was not invited, and keeps to the event's limit. */
  @Column('integer', { nullable: true }) partyAllowed!: number | null;
  /** The people, by pool, who are counted in another pool than the party's; null for nearly everybody. */
  @Column('jsonb', { nullable: true }) elsewhere!: Elsewhere | null;
  @Column('text') contactName!: string;
  /** Null for whoever has none; then there is no mail and no calendar entry. */
  @Column('text', { nullable: true }) contactEmail!: string | null;
  @Column('text', { nullable: true }) contactPhone!: string | null;
  /** The address as it is compared; see `emailKey` in contracts. */
  @Column('text', { nullable: true }) emailKey!: string | null;
  /** The event or the session: one live registration per address within it. Itself for some who were invited. */
  @Column('uuid') uniqueWithin!: string;
  /** Names nobody and only holds places until they expire: the registration whose existence it hides. */
  @Column('uuid', { nullable: true }) standsInFor!: string | null;
  /** What people say about themselves is kept sealed; see Sealing. */
  @Column('jsonb', { nullable: true }) accessNeeds!: Kept<string> | null;
  @Column('jsonb') answers!: KeptAnswers;
  @Column('jsonb') places!: readonly KeptPlace[];
  @Column('timestamptz', { nullable: true }) consentedAt!: Date | null;
  @Column('text') source!: RegistrationSource;
  /** Kept for the registration's whole life (RFC 7986 §5.3). */
  @Column('uuid') calendarUid!: string;
  /** Raised with every change that is mailed, never lowered (RFC 5546 §2.1.4). */
  @Column('integer') calendarSequence!: number;
  /** Until when unverified places are held; null in every other state. */
  @Column('timestamptz', { nullable: true }) heldUntil!: Date | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('timestamptz', { nullable: true }) confirmedAt!: Date | null;
  /** When mail to the address came back, and what the mail server said; null if it did not. */
  @Column('timestamptz', { nullable: true }) bouncedAt!: Date | null;
  @Column('text', { nullable: true }) bounceReason!: string | null;
  @Column('timestamptz', { nullable: true }) cancelledAt!: Date | null;
  @Column('text', { nullable: true }) cancelledBy!: CancelledBy | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RegistrationState } from '#contracts';
import type { Place } from './place.js';

/** What a person answered to a question: text, a choice, several choices, or yes and no. */
export type Answers = Record<string, string | boolean | string[]>;

/** One party's places in one session. */
@Entity('registrations')
export class Registration {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') sessionId!: string;
  @Column('uuid') poolId!: string;
  @Column('text') reference!: string;
  @Column('text') state!: RegistrationState;
  @Column('integer') partySize!: number;
  @Column('text') contactName!: string;
  @Column('text') contactEmail!: string;
  @Column('text', { nullable: true }) contactPhone!: string | null;
  /** The address as it is compared; see `emailKey` in contracts. */
  @Column('text') emailKey!: string;
  /** The event or the session: one live registration per address within it. */
  @Column('uuid') uniqueWithin!: string;
  /** Names nobody and only holds places until they expire: the registration whose existence it hides. */
  @Column('uuid', { nullable: true }) standsInFor!: string | null;
  @Column('text', { nullable: true }) accessNeeds!: string | null;
  @Column('jsonb') answers!: Answers;
  @Column('jsonb') places!: readonly Place[];
  @Column('timestamptz', { nullable: true }) consentedAt!: Date | null;
  @Column('text') source!: 'web' | 'api';
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
  @Column('timestamptz', { nullable: true }) cancelledAt!: Date | null;
  @Column('text', { nullable: true }) cancelledBy!: 'attendee' | 'expiry' | 'team' | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AdminWaitingListEntry, WaitEnd, WaitState } from '#contracts';

/** A party that waits for places in one of several sessions of an event. */
@Entity('waiting_list_entries')
export class WaitingListEntry {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('text') state!: WaitState;
  @Column('text', { nullable: true }) endReason!: WaitEnd | null;
  @Column('integer') partySize!: number;
  @Column('boolean') fewerIsFine!: boolean;
  @Column('text') contactName!: string;
  @Column('text', { nullable: true }) contactEmail!: string | null;
  @Column('text', { nullable: true }) contactPhone!: string | null;
  /** The address as it is compared; see `emailKey` in contracts. */
  @Column('text', { nullable: true }) emailKey!: string | null;
  /** What its people said about themselves; see PartySealing. */
  @Column('text', { nullable: true }) sealedParty!: string | null;
  @Column('timestamptz', { nullable: true }) consentedAt!: Date | null;
  @Column('text') source!: AdminWaitingListEntry['source'];
  /** Who has a higher one stands before everybody who has a lower one. */
  @Column('integer') priority!: number;
  /** Where it stands among those of its priority; pg answers bigint as text. */
  @Column('bigint') rank!: string;
  /** What came of it. */
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('timestamptz', { nullable: true }) mailedAt!: Date | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}

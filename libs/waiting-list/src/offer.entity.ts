import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OfferState } from '#contracts';

/** Places that are kept for a waiting party until it answers. */
@Entity('waiting_list_offers')
export class Offer {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') entryId!: string;
  @Column('uuid') sessionId!: string;
  @Column('uuid') poolId!: string;
  @Column('integer') people!: number;
  @Column('text') state!: OfferState;
  @Column('timestamptz') offeredAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
  /** Of the people, how many have come of it. */
  @Column('integer', { nullable: true }) taken!: number | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LastAnswer } from './decision.js';

export type InboundSource = 'imap' | 'smtp' | 'http';

/** A mail that came in, and what was decided about it. */
@Entity('inbound_mails')
export class InboundMailRow {
  @PrimaryColumn('uuid') id!: string;
  /** NOWHERE where it belongs to no registration of ours. */
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('text') source!: InboundSource;
  /** Of the Message-ID and the recipient, or of all bytes where there is none: the same mail is handled once. */
  @Column('bytea') fingerprint!: Buffer;
  @Column('timestamptz') receivedAt!: Date;
  @Column('integer') bytes!: number;
  @Column('text') decision!: string;
  @Column('text') why!: string;
  @Column('jsonb', { nullable: true }) answer!: LastAnswer | null;
  /** The mail as it came, sealed; null once the time for which it is kept is over. */
  @Column('text', { nullable: true }) raw!: string | null;
}

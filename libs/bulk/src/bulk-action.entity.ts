import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BulkActionState, BulkWish, BulkFilter } from '#contracts';
import type { Actor } from '#staff';

/** One deed for many registrations. */
@Entity('bulk_actions')
export class BulkAction {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('text') action!: BulkWish['action'];
  /** The deed, sealed: a note may be sensitive. */
  @Column('text') sealedWish!: string;
  @Column('jsonb') filter!: BulkFilter;
  @Column('text') actorKind!: Actor['kind'];
  @Column('uuid', { nullable: true }) actorId!: string | null;
  @Column('text') actorName!: string;
  @Column('text', { nullable: true }) address!: string | null;
  @Column('text') state!: BulkActionState;
  /** How many registrations and people there were when it began. */
  @Column('integer') total!: number;
  @Column('integer') people!: number;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}

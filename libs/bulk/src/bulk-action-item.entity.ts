import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One of the registrations that a bulk action is for, and what became of it there. */
@Entity('bulk_action_items')
export class BulkActionItem {
  @PrimaryColumn('uuid') bulkActionId!: string;
  @PrimaryColumn('integer') position!: number;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') state!: 'waiting' | 'done' | 'refused';
  /** Why it was refused. */
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One change on its way to one webhook, or what became of it. */
@Entity('webhook_deliveries')
export class WebhookDelivery {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') webhookId!: string;
  @Column('uuid') changeId!: string;
  @Column('text') kind!: string;
  @Column('uuid') subjectId!: string;
  @Column('uuid') eventId!: string;
  /** When it happened. */
  @Column('timestamptz') at!: Date;
  @Column('text') state!: 'waiting' | 'delivered' | 'failed';
  @Column('integer') tries!: number;
  @Column('integer', { nullable: true }) status!: number | null;
  @Column('integer', { nullable: true }) ms!: number | null;
  @Column('text', { nullable: true }) error!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) lastTryAt!: Date | null;
  @Column('timestamptz', { nullable: true }) nextTryAt!: Date | null;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}

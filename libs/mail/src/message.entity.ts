import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MessageView } from '#contracts';

export type MessageKind = MessageView['kind'];
export type MessageState = MessageView['state'];

/** A mail to be sent or that was sent, and what became of it. */
@Entity('messages')
export class Message {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') kind!: MessageKind;
  @Column('text') recipient!: string;
  @Column('text', { nullable: true }) subject!: string | null;
  /** SEQUENCE of the registration's calendar object when this was queued; null for mail without one. */
  @Column('integer', { nullable: true }) calendarSequence!: number | null;
  @Column('text') state!: MessageState;
  @Column('integer') tries!: number;
  @Column('text', { nullable: true }) lastError!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) nextTryAt!: Date | null;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}

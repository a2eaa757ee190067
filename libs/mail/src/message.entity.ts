import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Candidate, MessageView } from '#contracts';

export type MessageKind = MessageView['kind'];
export type MessageState = MessageView['state'];

/** A mail to be sent or that was sent, and what became of it. */
@Entity('messages')
export class Message {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  /** Null for a message about somebody who has no registration: then `candidate…` says whom. */
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('text', { nullable: true }) candidateKind!: Candidate['kind'] | null;
  @Column('uuid', { nullable: true }) candidateId!: string | null;
  @Column('text') kind!: MessageKind;
  @Column('text') recipient!: string;
  @Column('text', { nullable: true }) subject!: string | null;
  /** SEQUENCE of the registration's calendar object when this was queued; null for mail without one. */
  @Column('integer', { nullable: true }) calendarSequence!: number | null;
  @Column('text') state!: MessageState;
  /**
   * What a sent mail with a calendar object said of session, time, place and number; nothing about people. Read by `notices`
   * and `replies`, and in no list.
   */
  @Column('jsonb', { nullable: true, select: false }) told!: object | null;
  /** The earlier message that somebody of the team had sent again by this one. */
  @Column('uuid', { nullable: true }) resends!: string | null;
  @Column('integer') tries!: number;
  @Column('text', { nullable: true }) lastError!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) nextTryAt!: Date | null;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}

/** A message as the log shows it. */
export type ListedMessage = Omit<Message, 'told'>;

import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, LessThan, type QueryDeepPartialEntity } from 'typeorm';
import type { MessagesQuery, MessageView } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, isId, newId, NotFound } from '#kernel';
import { Message, type MessageKind } from './message.entity.js';
import { insertMessages } from './messages.queries.js';

export interface NewMessage {
  readonly eventId: string;
  readonly registrationId: string;
  readonly kind: MessageKind;
  readonly recipient: string;
  /** The registration's SEQUENCE for mail that carries a calendar object, else null. */
  readonly calendarSequence: number | null;
}

/** Names a message. */
export interface MessageRef {
  readonly eventId: string;
  readonly messageId: string;
}

/** What the job `notice.send` carries. */
export interface SendJob {
  readonly messages: readonly MessageRef[];
}

/** A job for each message would cost a rush as much as the registration itself; a larger one would hold up its last. */
const PER_JOB = 5;

export function sendJobs(refs: readonly MessageRef[]): SendJob[] {
  return Array.from({ length: Math.ceil(refs.length / PER_JOB) }, (_, index) => ({
    messages: refs.slice(index * PER_JOB, (index + 1) * PER_JOB),
  }));
}

const ERROR_LENGTH = 500;
const ONE_MORE = () => 'tries + 1';

/** The only writer of `messages`. */
@Injectable()
export class MessageLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Answers the names of the new messages in the order of the input; their jobs are the caller's to enqueue. */
  queue(tx: Tx, messages: readonly NewMessage[]): MessageRef[] {
    if (messages.length === 0) return [];
    const named = messages.map((message) => ({ ...message, messageId: newId() }));
    insertMessages(tx, named, this.clock.now());
    return named.map(({ eventId, messageId }) => ({ eventId, messageId }));
  }

  /** How many messages of the kind were ever queued about the registration, whatever became of them. */
  async count(tx: Tx, registrationId: string, kind: MessageKind): Promise<number> {
    return tx.countBy(Message, { registrationId, kind });
  }

  /** `sentAt` is the DTSTAMP of the calendar object in the mail. */
  async sent(tx: Tx, ref: MessageRef, subject: string, sentAt: Date): Promise<void> {
    const change = { state: 'sent', subject, finishedAt: sentAt, nextTryAt: null, lastError: null } as const;
    await this.update(tx, ref, { ...change, tries: ONE_MORE });
  }

  async triedInVain(tx: Tx, ref: MessageRef, error: string, nextTryAt: Date): Promise<void> {
    await this.update(tx, ref, { nextTryAt, lastError: cut(error), tries: ONE_MORE });
  }

  async failed(tx: Tx, ref: MessageRef, error: string): Promise<void> {
    await this.update(tx, ref, {
      state: 'failed',
      tries: ONE_MORE,
      finishedAt: this.clock.now(),
      nextTryAt: null,
      lastError: cut(error),
    });
  }

  async superseded(tx: Tx, ref: MessageRef): Promise<void> {
    await this.update(tx, ref, { state: 'superseded', finishedAt: this.clock.now(), nextTryAt: null });
  }

  /** Newest first. */
  async list({ limit, cursor, ...wanted }: MessagesQuery): Promise<Paged<MessageView>> {
    readCursor({ limit, cursor });
    const where: FindOptionsWhere<Message> = { ...wanted, ...(cursor && { id: LessThan(cursor) }) };
    const found = await this.database.reader.find(Message, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(found.map(viewOf), limit);
  }

  async one(id: string): Promise<MessageView> {
    const found = isId(id) ? await this.database.reader.findOneBy(Message, { id }) : null;
    if (!found) throw new NotFound('message');
    return viewOf(found);
  }

  private async update(
    tx: Tx,
    { messageId, eventId }: MessageRef,
    change: QueryDeepPartialEntity<Message>,
  ): Promise<void> {
    await tx.update(Message, { id: messageId, eventId }, change);
  }
}

/** One line: what the server said, without its line ends. */
function cut(error: string): string {
  return error.replace(/\s+/g, ' ').slice(0, ERROR_LENGTH);
}

function viewOf(message: Message): MessageView {
  const { calendarSequence: _, createdAt, nextTryAt, finishedAt, ...rest } = message;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    nextTryAt: nextTryAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

import { Injectable } from '@nestjs/common';
import { MoreThan, type QueryDeepPartialEntity } from 'typeorm';
import type { MessagesQuery, Candidate, MessageView, RegistrationMessageKind, CandidateMessageKind } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, isId, newId, NotFound } from '#kernel';
import { type ListedMessage, Message, type MessageKind } from './message.entity.js';
import { countMessages, findMessages, insertMessages, lockUnsent, markSent } from './messages.queries.js';

export interface NewMessage {
  readonly eventId: string;
  readonly registrationId: string;
  readonly kind: RegistrationMessageKind;
  readonly recipient: string;
  /** The registration's SEQUENCE for mail that carries a calendar object, else null. */
  readonly calendarSequence: number | null;
  /** The earlier message that this one is, again. */
  readonly resends?: string | undefined;
}

/** To somebody who has no registration, or none yet. */
export interface NewCandidateMessage {
  readonly eventId: string;
  readonly candidate: Candidate;
  readonly kind: CandidateMessageKind;
  readonly recipient: string;
  readonly resends?: string | undefined;
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

/** A message that the mail server took. */
export interface SentMessage extends MessageRef {
  readonly subject: string;
  /** What the mail said that the next one may have to call old; null if nothing. Kept in plain text. */
  readonly told: object | null;
  /** The DTSTAMP of the calendar object in the mail. */
  readonly sentAt: Date;
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
  queue(tx: Tx, messages: readonly (NewMessage | NewCandidateMessage)[]): MessageRef[] {
    if (messages.length === 0) return [];
    const named = messages.map((message) => ({ ...message, messageId: newId() }));
    insertMessages(tx, named, this.clock.now());
    return named.map(({ eventId, messageId }) => ({ eventId, messageId }));
  }

  /** One of those that are about no registration, locked by the transaction; undefined if there is none. */
  async lockAboutCandidate(tx: Tx, { messageId: id, eventId }: MessageRef): Promise<CandidateMessage | undefined> {
    const lock = { mode: 'pessimistic_write' } as const;
    const found = await tx.findOne(Message, { where: { id, eventId }, lock });
    if (!found?.candidateKind || !found.candidateId) return undefined;
    const { kind, recipient, state, tries, nextTryAt, createdAt } = found;
    const candidate = { kind: found.candidateKind, id: found.candidateId };
    return { eventId, candidate, kind: kind as CandidateMessageKind, recipient, state, tries, nextTryAt, createdAt };
  }

  /**
   * Which of the candidates are still to be sent a message of these kinds. None of those goes out before the end of the
   * transaction, so each will be written of what the transaction has changed.
   */
  async holdUnsent(
    tx: Tx,
    candidateIds: readonly string[],
    kinds: readonly CandidateMessageKind[],
  ): Promise<ReadonlySet<string>> {
    return new Set(candidateIds.length === 0 ? [] : await lockUnsent(tx, candidateIds, kinds));
  }

  /** How many messages of the kind were ever queued about the registration, whatever became of them. */
  async count(tx: Tx, registrationId: string, kind: MessageKind): Promise<number> {
    return tx.countBy(Message, { registrationId, kind });
  }

  /** How many messages about the registration were queued after that. */
  async countSince(tx: Tx, registrationId: string, since: Date): Promise<number> {
    return tx.countBy(Message, { registrationId, createdAt: MoreThan(since) });
  }

  /** `sentAt` is the DTSTAMP of the calendar object in the mail. */
  async sent(tx: Tx, ref: MessageRef, subject: string, sentAt: Date): Promise<void> {
    const change = { state: 'sent', subject, finishedAt: sentAt, nextTryAt: null, lastError: null } as const;
    await this.update(tx, ref, { ...change, tries: ONE_MORE });
  }

  /** The same of several by one statement. */
  async sentTogether(tx: Tx, messages: readonly SentMessage[]): Promise<void> {
    if (messages.length > 0) await markSent(tx, messages);
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

  /** Of the whole log, empty states too. Reads all of it: not for every request. */
  async countByState(): Promise<Record<string, number>> {
    const found = await countMessages(this.database.reader);
    const counts = Object.fromEntries(found.map(({ state, count }) => [state, count]));
    return { queued: 0, sent: 0, failed: 0, superseded: 0, ...counts };
  }

  /** Newest first; `eventIds` null for all events. */
  async list(query: MessagesQuery, eventIds: readonly string[] | null): Promise<Paged<MessageView>> {
    const found = await findMessages(this.database.reader, readCursor(query), eventIds);
    return toPage(found.map(viewOf), query.limit);
  }

  /** Throws NotFound, for what is out of reach too. */
  async one(id: string, eventIds: readonly string[] | null, tx: Tx = this.database.reader): Promise<MessageView> {
    const found = isId(id) ? await tx.findOneBy(Message, { id }) : null;
    if (!found || (eventIds && !eventIds.includes(found.eventId))) throw new NotFound('message');
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

/** A queued message about no registration, as it is kept. */
export interface CandidateMessage
  extends NewCandidateMessage, Pick<Message, 'state' | 'tries' | 'nextTryAt' | 'createdAt'> {}

/** One line: what the server said, without its line ends. */
function cut(error: string): string {
  return error.replace(/[\s\0]+/g, ' ').slice(0, ERROR_LENGTH);
}

function viewOf(message: ListedMessage): MessageView {
  const { calendarSequence: _, candidateKind, candidateId, createdAt, nextTryAt, finishedAt, ...rest } = message;
  return {
    ...rest,
    candidate: candidateKind && candidateId ? { kind: candidateKind, id: candidateId } : null,
    createdAt: createdAt.toISOString(),
    nextTryAt: nextTryAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

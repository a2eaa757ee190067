import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Clock } from '#kernel';
import { MessageLog, type MessageRef, type SentMessage } from '#mail';
import type { NoticeKind } from './facts.js';
import { fateOf } from './fate.js';
import { NoticePost } from './notice-post.service.js';
import { loadNotices, lockRegistrationsOf, mayPause, type NoticeRow } from './notices.queries.js';
import { TryAgain } from './try-again.service.js';

/** Longer than the mail server is waited for. */
const PAUSE_SECONDS = 60;

/** Mails go together in one transaction for so long at the most: then it commits, and the next begins. */
const TOGETHER_MS = 1000;

/**
 * Sends queued messages, one at a time for each registration. The transaction stays open while the
 * mail server answers (45 s at most): that is the price for strict order, and for a log that says
 * "sent" if and only if the server took the mail. A few messages about different registrations share one
 * transaction. If its commit fails, or the worker dies before it, what it has sent goes out again with the same
 * Message-IDs and UIDs: five mails at the most, where each in a transaction of its own would cost twice the time.
 */
@Injectable()
export class NoticeSender {
  constructor(
    private readonly database: Database,
    private readonly messages: MessageLog,
    private readonly post: NoticePost,
    private readonly tryAgain: TryAgain,
    private readonly clock: Clock,
  ) {}

  /** One after the other; one that fails holds up no other. Throws the first failure, so that the job runs again. */
  async sendAll(refs: readonly MessageRef[]): Promise<void> {
    const failures: unknown[] = [];
    for (let left = refs; left.length > 0;) {
      left = await this.sendSome(left).catch(async (failure: unknown) => {
        if (left.length === 1) failures.push(failure);
        else for (const ref of left) await this.send(ref).catch((error: unknown) => failures.push(error));
        return [];
      });
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Does nothing for a message that is not queued any more, so a job may run any number of times. */
  async send(ref: MessageRef): Promise<void> {
    await this.sendSome([ref]);
  }

  /** Answers those that are left for the next transaction: what one registration is told goes out in order. */
  private async sendSome(refs: readonly MessageRef[]): Promise<MessageRef[]> {
    return this.database.transaction(async (tx) => {
      // Carried out in this order: the rows are read under the locks.
      const [, , rows] = await Promise.all([
        mayPause(tx, PAUSE_SECONDS),
        lockRegistrationsOf(tx, refs),
        loadNotices(tx, refs),
      ]);
      const end = performance.now() + TOGETHER_MS;
      const [sent, left, met]: [SentMessage[], MessageRef[], Set<string>] = [[], [], new Set()];
      for (const ref of refs) {
        const row = rows.find(({ messageId }) => messageId === ref.messageId);
        if (row?.messageState !== 'queued') continue;
        if (met.has(row.registrationId) || (met.size > 0 && performance.now() > end)) left.push(ref);
        else sent.push(...(await this.settle(tx, ref, row)));
        met.add(row.registrationId);
      }
      await this.messages.sentTogether(tx, sent);
      return left;
    });
  }

  /** Answers what is to be noted as sent. */
  private async settle(tx: Tx, ref: MessageRef, row: NoticeRow): Promise<SentMessage[]> {
    if (await this.tryAgain.tooEarly(tx, ref, row, 'notice.send')) return [];
    const fate = fateOf(row, this.clock.now());
    if (fate === 'superseded') await this.messages.superseded(tx, ref);
    else if ('failed' in fate) await this.messages.failed(tx, ref, fate.failed);
    else return this.deliver(tx, ref, fate.send, row);
    return [];
  }

  private async deliver(tx: Tx, ref: MessageRef, kind: NoticeKind, row: NoticeRow): Promise<SentMessage[]> {
    const sentAt = stampAfter(row.lastSentAt, this.clock.now());
    try {
      return [{ ...ref, sentAt, ...(await this.post.send(ref, kind, row, sentAt)) }];
    } catch (error) {
      await this.tryAgain.afterFailure(tx, ref, row.tries, error);
      return [];
    }
  }
}

/** Whole seconds, as iCalendar writes them, and later than that of any mail sent before (RFC 5546 §2.1.5). */
function stampAfter(lastSentAt: Date | null, now: Date): Date {
  const second = Math.floor(now.getTime() / 1000);
  const earliest = lastSentAt ? Math.floor(lastSentAt.getTime() / 1000) + 1 : second;
  return new Date(Math.max(second, earliest) * 1000);
}

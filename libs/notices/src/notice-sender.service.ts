import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Clock } from '#kernel';
import { MessageLog, type MessageRef } from '#mail';
import type { NoticeKind } from './facts.js';
import { fateOf } from './fate.js';
import { NoticePost } from './notice-post.service.js';
import { loadNotice, lockRegistrationOf, mayPause, type NoticeRow } from './notices.queries.js';
import { TryAgain } from './try-again.service.js';

/** A job may start a little before the time that the row says: the clocks of two machines. */
const EARLY_MS = 30_000;
/** Longer than the mail server is waited for. */
const PAUSE_SECONDS = 60;

/**
 * Sends queued messages, one at a time for each registration. The transaction stays open while the
 * mail server answers (45 s at most): that is the price for strict order, and for a log that says
 * "sent" if and only if the server took the mail. If the commit fails after that, the mail goes
 * out again with the same Message-ID and UID.
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
    for (const ref of refs) await this.send(ref).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  /** Does nothing for a message that is not queued any more, so a job may run any number of times. */
  async send(ref: MessageRef): Promise<void> {
    await this.database.transaction(async (tx) => {
      // Carried out in this order: the row is read under the lock.
      const [, , row] = await Promise.all([
        mayPause(tx, PAUSE_SECONDS),
        lockRegistrationOf(tx, ref),
        loadNotice(tx, ref),
      ]);
      const now = this.clock.now();
      if (row?.messageState !== 'queued') return;
      const early = secondsEarly(row, now);
      if (early > 0) return this.tryAgain.inTime(tx, ref, early);
      const fate = fateOf(row, now);
      if (fate === 'superseded') await this.messages.superseded(tx, ref);
      else if ('failed' in fate) await this.messages.failed(tx, ref, fate.failed);
      else await this.deliver(tx, ref, fate.send, row);
    });
  }

  private async deliver(tx: Tx, ref: MessageRef, kind: NoticeKind, row: NoticeRow): Promise<void> {
    const stamp = stampAfter(row.lastSentAt, this.clock.now());
    let subject: string;
    try {
      subject = await this.post.send(ref, kind, row, stamp);
    } catch (error) {
      return this.tryAgain.afterFailure(tx, ref, row.tries, error);
    }
    await this.messages.sent(tx, ref, subject, stamp);
  }
}

/** How long the next try has to wait, 0 if it need not. */
function secondsEarly({ nextTryAt }: NoticeRow, now: Date): number {
  const milliseconds = nextTryAt === null ? 0 : nextTryAt.getTime() - now.getTime();
  return milliseconds > EARLY_MS ? Math.ceil(milliseconds / 1000) : 0;
}

/** Whole seconds, as iCalendar writes them, and later than that of any mail sent before (RFC 5546 §2.1.5). */
function stampAfter(lastSentAt: Date | null, now: Date): Date {
  const second = Math.floor(now.getTime() / 1000);
  const earliest = lastSentAt ? Math.floor(lastSentAt.getTime() / 1000) + 1 : second;
  return new Date(Math.max(second, earliest) * 1000);
}

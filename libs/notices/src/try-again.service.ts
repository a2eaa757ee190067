import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { DeliveryFailed, MessageLog, type MessageRef, sendJobs } from '#mail';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Pauses between tries, about two days together; after that a person should look at it. */
const PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR];

/** A job may start a little before the time that the row says: the clocks of two machines. */
const EARLY_MS = 30_000;

/** The mails about registrations, and those about candidates. */
export type MailQueue = 'notice.send' | 'notice.tell';

/** What becomes of a try that failed: another try, in the same transaction as its record, or a failed message. */
@Injectable()
export class TryAgain {
  private readonly log = new Logger('Notices');

  constructor(
    private readonly messages: MessageLog,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async afterFailure(
    tx: Tx,
    ref: MessageRef,
    triesBefore: number,
    error: unknown,
    queue: MailQueue = 'notice.send',
  ): Promise<void> {
    const reason = this.reasonOf(ref, error);
    const pause = error instanceof DeliveryFailed && error.permanent ? undefined : PAUSES[triesBefore];
    if (pause === undefined) return this.messages.failed(tx, ref, reason);
    const next = new Date(this.clock.now().getTime() + pause);
    await this.messages.triedInVain(tx, ref, reason, next);
    await this.jobs.enqueue(tx, queue, sendJobs([ref]), { startAfter: next });
  }

  /**
   * Whether the job came before its time; another one then stands in its place. In seconds from now by the database's
   * clock: where ours is behind, a moment by ours could be over there, and the job would come back at once, again and
   * again.
   */
  async tooEarly(
    tx: Tx,
    ref: MessageRef,
    row: { readonly nextTryAt: Date | null },
    queue: MailQueue,
  ): Promise<boolean> {
    const milliseconds = (row.nextTryAt?.getTime() ?? 0) - this.clock.now().getTime();
    if (milliseconds <= EARLY_MS) return false;
    await this.jobs.enqueue(tx, queue, sendJobs([ref]), { startAfter: Math.ceil(milliseconds / 1000) });
    return true;
  }

  /** What a mail server said may be kept; what a bug says could be about anybody and goes to the log alone. */
  private reasonOf({ messageId }: MessageRef, error: unknown): string {
    if (error instanceof DeliveryFailed) return error.message;
    this.log.error(`Message ${messageId} could not be written`, error instanceof Error ? error.stack : undefined);
    return 'The mail could not be written. The log of the worker says why.';
  }
}

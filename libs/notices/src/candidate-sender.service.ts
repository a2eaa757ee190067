import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { type CandidateMessage, MessageLog, type MessageRef } from '#mail';
import { CandidatePost } from './candidate-post.service.js';
import { mayPause } from './notices.queries.js';
import { type CandidateLetter, Tellers } from './tellers.js';
import { TryAgain } from './try-again.service.js';

/** Longer than the mail server is waited for. */
const PAUSE_SECONDS = 60;

/** Sends queued messages to people who have no registration, or none yet; see NoticeSender for its promises. */
@Injectable()
export class CandidateSender {
  constructor(
    private readonly database: Database,
    private readonly messages: MessageLog,
    private readonly tellers: Tellers,
    private readonly post: CandidatePost,
    private readonly tryAgain: TryAgain,
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
      await mayPause(tx, PAUSE_SECONDS);
      const message = await this.messages.lockAboutCandidate(tx, ref);
      if (message?.state !== 'queued') return;
      if (await this.tryAgain.tooEarly(tx, ref, message, 'notice.tell')) return;
      const telling = await this.tellers.for(message.candidate.kind).tell(tx, message);
      if (telling === 'superseded') await this.messages.superseded(tx, ref);
      else if ('failed' in telling) await this.messages.failed(tx, ref, telling.failed);
      else await this.deliver(tx, ref, message, telling.send);
    });
  }

  private async deliver(tx: Tx, ref: MessageRef, message: CandidateMessage, letter: CandidateLetter): Promise<void> {
    let sentAt: Date;
    try {
      sentAt = await this.post.send(ref, message, letter);
    } catch (error) {
      return this.tryAgain.afterFailure(tx, ref, message.tries, error, 'notice.tell');
    }
    await this.messages.sent(tx, ref, letter.content.subject, sentAt);
  }
}

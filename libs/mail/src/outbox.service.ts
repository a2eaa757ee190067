import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Jobs } from '#jobs';
import { MessageLog, type MessageRef, type NewCandidateMessage, sendJobs } from './message-log.service.js';

type Told = Omit<NewCandidateMessage, 'recipient'> & { readonly recipient: string | null };

/** Queues mail to people who have no registration, in the transaction of what happened. */
@Injectable()
export class Outbox {
  constructor(
    private readonly messages: MessageLog,
    private readonly jobs: Jobs,
  ) {}

  /** Who has no address is left out: the team tells them. */
  async put(tx: Tx, messages: readonly Told[]): Promise<MessageRef[]> {
    const addressed = messages.flatMap(({ recipient, ...one }) => (recipient === null ? [] : [{ ...one, recipient }]));
    const refs = this.messages.queue(tx, addressed);
    await this.jobs.enqueue(tx, 'notice.tell', sendJobs(refs));
    return refs;
  }
}

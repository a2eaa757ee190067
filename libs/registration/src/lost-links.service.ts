import { Injectable } from '@nestjs/common';
import { emailKey } from '#contracts';
import { Database, inOne } from '#database';
import { Clock } from '#kernel';
import { NoticeQueue } from './notice-queue.service.js';
import { findLiveByAddress } from './registrations.queries.js';

/** Mails people the links to their places. */
@Injectable()
export class LostLinks {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticeQueue,
    private readonly clock: Clock,
  ) {}

  /** Says nothing to the caller, so that nobody learns who is registered. */
  async send(email: string, run = inOne(this.database)): Promise<void> {
    await run(async (tx) => {
      const live = await findLiveByAddress(tx, emailKey(email), this.clock.now());
      await this.notices.putLinks(tx, live);
    });
  }
}

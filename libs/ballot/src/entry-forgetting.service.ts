import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, inRounds } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { forgetDetails } from './entries.queries.js';

const KEPT_MS = 30 * 24 * 60 * 60_000;

/**
 * Forgets what people said about themselves thirty days after it was of use: their entry was withdrawn, has lapsed or has
 * its outcome, or the ballot was cancelled. Whoever has places or waits is known there. What the record shows stays.
 */
@Injectable()
export class EntryForgetting implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('ballot.forget', 1, () => this.forgetOld());
    this.jobs.repeat('ballot.forget', '29 3 * * *');
  }

  async forgetOld(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    await inRounds(this.database, (tx, round) => forgetDetails(tx, before, round));
  }
}

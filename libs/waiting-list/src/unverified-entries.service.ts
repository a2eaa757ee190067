import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock } from '#kernel';
import { Ending } from './ending.service.js';
import { findUnverified } from './entries.queries.js';

/** For so long a mailed link may be followed to begin to wait. */
const PATIENCE_MS = 24 * 60 * 60_000;

/** Entries whose address nobody has vouched for. */
@Injectable()
export class UnverifiedEntries {
  constructor(
    private readonly database: Database,
    private readonly ending: Ending,
    private readonly clock: Clock,
  ) {}

  async forgetDue(): Promise<void> {
    const due = await findUnverified(this.database.reader, new Date(this.clock.now().getTime() - PATIENCE_MS));
    if (due.length > 0) await this.database.transaction((tx) => this.ending.forgetUnverified(tx, due));
  }
}

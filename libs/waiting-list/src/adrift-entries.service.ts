import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, inRounds } from '#database';
import { Jobs } from '#jobs';
import { findAdrift } from './adrift.queries.js';
import { Ending } from './ending.service.js';

/**
 * Ends what says that it waits and stands in no line, at night. Nothing is known to leave a party so; but no other work
 * would ever come upon it, it would be told that it waits for ever, and its address could not join for another time.
 */
@Injectable()
export class AdriftEntries implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly ending: Ending,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('waiting-list.end-adrift', 1, () => this.endAll());
    this.jobs.repeat('waiting-list.end-adrift', '13 3 * * *');
  }

  async endAll(): Promise<void> {
    await inRounds(this.database, async (tx, round) => {
      const adrift = await findAdrift(tx, round);
      await this.ending.endAdrift(tx, adrift);
      return adrift.at(-1);
    });
  }
}

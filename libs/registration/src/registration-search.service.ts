import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Changes } from '#changes';
import { Database, type Tx } from '#database';
import { Jobs } from '#jobs';
import type { Patterns } from './registration-filter.queries.js';
import { indexRegistrations, isBehind, lockProgress, patternsOf, setProgress } from './registration-search.queries.js';

/** Changes in one transaction. */
const STEP = 2000;
/** Who searches waits for no more than so many steps, a second or two; what is left after that is found a little later. */
const PATIENCE = 5;

/**
 * What registrations are found by. It is written apart from them, since its indexes would hold up a rush: from the feed of
 * changes, by the worker every minute, and by who searches before that, so that what was registered a moment ago is
 * found as well.
 */
@Injectable()
export class RegistrationSearch implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('registration.search', 1, () => this.catchUp(Infinity));
    this.jobs.repeat('registration.search', '* * * * *');
  }

  /** What was typed, for a scope in which it is found now. Undefined if nothing was. */
  async words(q: string | undefined): Promise<Patterns | undefined> {
    if (q === undefined) return undefined;
    await this.catchUp();
    return this.patterns(q);
  }

  /** The patterns of what was typed; none if there is no letter or digit in it: nothing is found by that. */
  async patterns(q: string): Promise<Patterns> {
    return patternsOf(this.database.reader, q);
  }

  async catchUp(steps = PATIENCE): Promise<void> {
    for (let step = 0; step < steps; step++) {
      if (!(await isBehind(this.database.reader))) return;
      await this.database.transaction((tx) => this.goOn(tx));
    }
  }

  private async goOn(tx: Tx): Promise<void> {
    const after = await lockProgress(tx);
    const { changes, until } = await this.changes.follow(tx, { after, limit: STEP, eventIds: null });
    const touched = changes.filter(({ kind }) => kind.startsWith('registration.')).map(({ subjectId }) => subjectId);
    await indexRegistrations(tx, [...new Set(touched)]);
    await setProgress(tx, until);
  }
}

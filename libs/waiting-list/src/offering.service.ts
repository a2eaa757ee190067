import { Injectable } from '@nestjs/common';
import { Admission } from '#admission';
import { Database } from '#database';
import { Ending } from './ending.service.js';
import { findLineRules, findNext } from './line.queries.js';
import type { LookJob } from './line.service.js';
import { Offers } from './offers.service.js';
import { AT_ONCE, Serving } from './serving.service.js';

/** Gives what is free in a session to the next in its line. */
@Injectable()
export class Offering {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
    private readonly serving: Serving,
    private readonly offers: Offers,
    private readonly ending: Ending,
  ) {}

  /** Who would be the next if so many places of the session were free now. Nothing is locked, and nothing is done. */
  async wouldBeNext(sessionId: string, free: number, places: number): Promise<string | undefined> {
    const next = await findNext(this.database.reader, { sessionId, free, places, except: [], passedBy: [] });
    return next?.heldBackBy === null ? next.entryId : undefined;
  }

  /**
   * Offers as long as something fits, in one transaction under the lock of the session's public pool. Once nobody waits
   * any more, what is left is for everybody again. Safe to run at any time and in several processes at once. Answers how
   * many parties were served.
   */
  async offerIn({ sessionId, gone = [] }: LookJob): Promise<number> {
    return this.database.transaction(async (tx) => {
      const pool = await this.admission.lockPublic(tx, sessionId);
      if (!pool?.waitedFor || pool.ballotId !== null) return 0;
      await this.serving.forget(tx, pool, gone);
      const rules = await findLineRules(tx, sessionId);
      if (!rules) return 0;
      const expiresAt = rules.cancelled ? undefined : this.offers.deadline(rules);
      if (!expiresAt) {
        await this.ending.dissolve(tx, pool, rules.cancelled ? 'called-off' : 'over');
        return 0;
      }
      const round = { tx, pool, rules };
      const served = await this.serving.serveAll(round);
      await this.offers.make(round, served, expiresAt);
      await this.ending.finish(tx, pool, served.length === AT_ONCE);
      return served.length;
    });
  }
}

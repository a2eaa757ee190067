import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { lockPools, markReleased, poolsDue, poolsToLock, shiftPlaces } from './admission.queries.js';

/** Gives the free places of a pool to another one at its release date. */
@Injectable()
export class PoolRelease implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('admission.release-due', 1, () => this.releaseDue().then(() => undefined));
    this.jobs.repeat('admission.release-due', '* * * * *');
  }

  /** Answers how many pools were released; safe to run in several processes at once. */
  async releaseDue(): Promise<number> {
    const due = await poolsDue(this.database.reader, this.clock.now());
    let released = 0;
    for (const id of due) if (await this.release(id)) released++;
    return released;
  }

  /** False if another process was quicker or the pool is released to nowhere. */
  async release(poolId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const locked = await lockPools(tx, await poolsToLock(tx, [poolId]));
      const pool = locked.find(({ id }) => id === poolId);
      if (!pool?.releasesTo || pool.released) return false;
      await shiftPlaces(tx, pool, pool.releasesTo, pool.places - pool.taken);
      await markReleased(tx, pool, this.clock.now());
      return true;
    });
  }
}

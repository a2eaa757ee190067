import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { type Actor, AuditTrail, WORKER } from '#staff';
import type { OfferJob } from './admission.service.js';
import { type LockedPool, lockPools, markReleased, poolsDue, poolsToLock, shiftPlaces } from './admission.queries.js';

/** Gives the free places of a pool to another one, at its release date or when somebody says so. */
@Injectable()
export class PoolRelease implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
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
      await this.give(tx, pool, pool.releasesTo, { actor: WORKER });
      return true;
    });
  }

  /** Both pools are locked by the transaction. What was promised to people who have not answered is promised no more. */
  async give(tx: Tx, pool: LockedPool, to: string, { actor, reason }: Giving): Promise<void> {
    await shiftPlaces(tx, pool, to, pool.places - pool.taken);
    await markReleased(tx, pool, to, this.clock.now());
    const job: OfferJob = { sessionId: pool.sessionId };
    await this.jobs.enqueue(tx, 'waiting-list.offer', [job]);
    const { id: subjectId, eventId } = pool;
    const before = { places: pool.places, releasesTo: pool.releasesTo, released: false };
    const after = { places: pool.taken, releasesTo: to, released: true };
    this.audit.record(tx, actor, { kind: 'pool.released', subjectId, eventId, before, after, reason });
  }
}

interface Giving {
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

import { Injectable } from '@nestjs/common';
import { brokenConstraint, type Tx } from '#database';
import { Clock, newId } from '#kernel';
import {
  addTaken,
  type LockedPool,
  lockPools,
  lockPublicPool,
  poolsToLock,
  setPlaces,
  shiftPlaces,
} from './admission.queries.js';
import { CapacityBelowTaken, OverCapacity } from './admission.errors.js';
import { Pool } from './pool.entity.js';

export type NewPool = Pick<Pool, 'eventId' | 'sessionId' | 'name' | 'audience' | 'places'> &
  Partial<Pick<Pool, 'releasesAt' | 'releasesTo'>>;

/**
 * The only writer of `taken`. Every method works inside the caller's transaction and on pools that
 * the transaction has locked; the row lock is the whole protocol. Whoever changes the state of a
 * session locks its pools first, so that a locked pool also means an unchanging session.
 */
@Injectable()
export class Admission {
  constructor(private readonly clock: Clock) {}

  /** Throws OverCapacity if the session's pools would add up to more than its capacity. */
  async openPool(tx: Tx, pool: NewPool): Promise<Pool> {
    const now = this.clock.now();
    const fresh = { taken: 0, releasesAt: null, releasesTo: null, releasedAt: null, createdAt: now, updatedAt: now };
    return withinCapacity(tx, () => tx.save(Pool, { ...fresh, ...pool, id: newId() }));
  }

  lockPublic(tx: Tx, sessionId: string): Promise<LockedPool | undefined> {
    return lockPublicPool(tx, sessionId);
  }

  /** Locks these pools and those that released ones among them give to. */
  async lock(tx: Tx, poolIds: readonly string[]): Promise<ReadonlyMap<string, LockedPool>> {
    const locked = await lockPools(tx, await poolsToLock(tx, poolIds));
    return new Map(locked.map((pool) => [pool.id, pool]));
  }

  /**
   * Takes the places of each want that still fits, in order: a party that is too large is passed
   * over and a smaller one after it may still fit. Answers whether each was granted.
   */
  take(tx: Tx, pool: LockedPool, wants: readonly number[]): boolean[] {
    let free = pool.places - pool.taken;
    const granted = wants.map((people) => {
      if (people > free) return false;
      free -= people;
      return true;
    });
    const people = pool.places - pool.taken - free;
    if (people > 0) addTaken(tx, pool, people);
    return granted;
  }

  /** Gives places back. Those of a released pool go on to where it was released to. */
  async giveBack(tx: Tx, pool: LockedPool, people: number): Promise<void> {
    addTaken(tx, pool, -people);
    if (pool.released && pool.releasesTo) await shiftPlaces(tx, pool, pool.releasesTo, people);
  }

  /** Throws CapacityBelowTaken, or OverCapacity if the session does not hold that many. */
  async resize(tx: Tx, pool: LockedPool, places: number): Promise<void> {
    if (places < pool.taken) throw new CapacityBelowTaken(pool.taken - places);
    await withinCapacity(tx, () => setPlaces(tx, pool, places, this.clock.now()));
  }
}

/** Checks the sum of the session's pools now, not at the commit, to answer with a refusal. */
async function withinCapacity<T>(tx: Tx, write: () => Promise<T>): Promise<T> {
  try {
    await tx.query('SET CONSTRAINTS pools_within_capacity IMMEDIATE');
    const written = await write();
    await tx.query('SET CONSTRAINTS pools_within_capacity DEFERRED');
    return written;
  } catch (error) {
    if (brokenConstraint(error) === 'pools_within_capacity') throw new OverCapacity();
    throw error;
  }
}

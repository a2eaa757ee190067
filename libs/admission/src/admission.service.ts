import { Injectable } from '@nestjs/common';
import { brokenConstraint, insertRows, type Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock, newId } from '#kernel';
import { Sessions } from '#programme';
import { type Actor, AuditTrail } from '#staff';
import {
  addOffered,
  addPromised,
  addTaken,
  findPools,
  type LockedPool,
  lockByCode,
  lockPools,
  lockPoolsOf,
  lockPublicAndSpaces,
  lockPublicPool,
  markWaitedFor,
  placesOf,
  poolsToLock,
  setBallot,
  setPlaces,
  shiftPlaces,
  withSpacePools,
} from './admission.queries.js';
import { CapacityBelowPromised, CapacityBelowTaken, OverCapacity } from './admission.errors.js';
import { openPlaces } from './open-places.js';
import { Pool } from './pool.entity.js';
import { type CodeColumns, NO_CODE } from './pool-codes.service.js';
import { PoolNames } from './pool-names.service.js';
import type { PoolRow } from './pools.queries.js';
import type { ReleasePlan } from './release-plan.js';

export type NewPool = Pick<Pool, 'eventId' | 'sessionId' | 'name' | 'audience' | 'places'> &
  Partial<Pick<Pool, 'id' | 'ownerId' | 'releasesAt' | 'releasesTo' | 'private'>> & {
    /** None if left out. */
    readonly opensBy?: CodeColumns;
  };

/** What is left out stays. */
export type Description = ReleasePlan & {
  readonly name?: string | undefined;
  readonly private?: boolean | undefined;
  readonly ownerId?: string | null | undefined;
  readonly opensBy?: Partial<CodeColumns> | undefined;
};

export type PeopleByPool = ReadonlyMap<string, number>;

/** Who lets people in beyond what there is, and why. */
export interface Override {
  readonly actor: Actor;
  readonly reason: string;
}

/** What the job `waiting-list.offer` carries: places of the session have come free, or may have. */
export interface OfferJob {
  readonly sessionId: string;
}

/**
 * The only writer of `taken`, `offered` and `promised`. Every method works inside the caller's transaction and on pools that
 * the transaction has locked; the row lock is the whole protocol. Whoever changes the state of a
 * session locks its pools first, so that a locked pool also means an unchanging session.
 */
@Injectable()
export class Admission {
  constructor(
    private readonly sessions: Sessions,
    private readonly audit: AuditTrail,
    private readonly names: PoolNames,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Throws OverCapacity if the session's pools would add up to more than its capacity. */
  async openPool(tx: Tx, pool: NewPool): Promise<Pool> {
    const [opened] = await this.openPools(tx, [pool]);
    return opened!;
  }

  /** Any number by one statement, so that they may be released to one another. Throws OverCapacity. */
  async openPools(tx: Tx, pools: readonly NewPool[]): Promise<Pool[]> {
    const now = this.clock.now();
    const empty = { taken: 0, offered: 0, promised: 0, waitedFor: false, ballotId: null };
    const fresh = { version: 1, ...empty, releasedAt: null, releasedPlaces: 0, createdAt: now, updatedAt: now };
    const opened = pools.map(({ opensBy = NO_CODE, ...wished }) => {
      const pool = { ownerId: null, releasesAt: null, releasesTo: null, id: newId(), ...wished, ...fresh, ...opensBy };
      return { ...pool, ...this.names.kept(pool, pool.private ?? false) };
    });
    await withinCapacity(tx, async () => insertRows(tx, Pool, opened));
    return opened;
  }

  /** What it is called, whether that is private, who fills it, and where its free places go; `pool` as it was read under the lock. */
  async describe(
    tx: Tx,
    pool: PoolRow,
    { name, private: hidden, ownerId, opensBy, ...plan }: Description,
  ): Promise<void> {
    const { id, eventId, version } = pool;
    const called = this.names.kept({ id, name: name ?? this.names.open(pool) }, hidden ?? pool.private);
    const { releasesAt, releasesTo } = plan;
    const change = {
      ...called,
      ...opensBy,
      ownerId,
      releasesAt,
      releasesTo,
      version: version + 1,
      updatedAt: this.clock.now(),
    };
    await tx.update(Pool, { id, eventId }, change);
  }

  lockPublic(tx: Tx, sessionId: string): Promise<LockedPool | undefined> {
    return lockPublicPool(tx, sessionId);
  }

  /** The same together with the session's pools of spaces, for a party of whom somebody needs one. */
  lockPublicAndSpaces(tx: Tx, sessionId: string): Promise<LockedPool[]> {
    return lockPublicAndSpaces(tx, sessionId);
  }

  /** The pool of the session that this code opens, and with `spaces` its pools of spaces. */
  lockByCode(tx: Tx, sessionId: string, codeId: string, spaces: boolean): Promise<LockedPool[]> {
    return lockByCode(tx, sessionId, codeId, spaces);
  }

  /** Locks these pools, the pools of spaces of their sessions, and those that released ones among them give to. */
  async lockWithSpaces(tx: Tx, poolIds: readonly string[]): Promise<ReadonlyMap<string, LockedPool>> {
    return this.lock(tx, await withSpacePools(tx, poolIds));
  }

  /** Locks these pools and those that released ones among them give to. */
  async lock(tx: Tx, poolIds: readonly string[]): Promise<ReadonlyMap<string, LockedPool>> {
    const locked = await lockPools(tx, await poolsToLock(tx, poolIds));
    return new Map(locked.map((pool) => [pool.id, pool]));
  }

  /** Locks all pools of an event: nobody registers in it, or changes what they hold, until the transaction ends. */
  lockEvent(tx: Tx, eventId: string): Promise<LockedPool[]> {
    return lockPoolsOf(tx, [eventId]);
  }

  lockEvents(tx: Tx, eventIds: readonly string[]): Promise<LockedPool[]> {
    return lockPoolsOf(tx, eventIds);
  }

  /** How these pools stand at this moment, for who does not take anything. */
  async look(tx: Tx, poolIds: readonly string[]): Promise<ReadonlyMap<string, LockedPool>> {
    return new Map((await findPools(tx, poolIds)).map((pool) => [pool.id, pool]));
  }

  /**
   * Takes the places of each want that still fits, in order: a party that is too large is passed
   * over and a smaller one after it may still fit. Answers whether each was granted. While parties wait for the pool
   * nobody is, nor does anybody get what others were promised.
   */
  take(tx: Tx, pool: LockedPool, wants: readonly number[]): boolean[] {
    return this.takeInAll(
      tx,
      [pool],
      wants.map((people) => new Map([[pool.id, people]])),
    );
  }

  /**
   * The same for parties whose people are counted in several of these pools: each gets all that it wants, or nothing; and
   * all together no more than `most` people.
   */
  takeInAll(tx: Tx, pools: readonly LockedPool[], wants: readonly PeopleByPool[], most = Infinity): boolean[] {
    let left = most;
    const free = new Map(pools.map((pool) => [pool.id, openPlaces(pool)]));
    const granted = wants.map((want) => {
      const all = peopleIn(want);
      const fits = all <= left && [...want].every(([id, people]) => people <= (free.get(id) ?? 0));
      if (fits) left -= all;
      if (fits) for (const [id, people] of want) free.set(id, free.get(id)! - people);
      return fits;
    });
    for (const pool of pools) {
      const people = openPlaces(pool) - free.get(pool.id)!;
      if (people > 0) addTaken(tx, pool, people);
    }
    return granted;
  }

  /**
   * Takes places whether or not they are there: what is missing is added to the pool and, beyond what no pool
   * has, to the session's capacity. Nobody loses what they were promised, wait for or may be drawn for. An owner's deed, which its caller has checked. The safe number of the
   * venue still holds: throws OverSafeNumber. Answers the pool as it is now.
   */
  async takeBeyond(tx: Tx, pool: LockedPool, people: number, by: Override): Promise<LockedPool> {
    const missing = people - openPlaces(pool);
    const places = pool.places + Math.max(0, missing);
    if (missing > 0) await this.makeRoom(tx, pool, missing, by);
    addTaken(tx, pool, people);
    return { ...pool, places, taken: pool.taken + people };
  }

  private async makeRoom(tx: Tx, pool: LockedPool, missing: number, { actor, reason }: Override): Promise<void> {
    const { eventId, sessionId } = pool;
    const capacity = await this.sessions.lockCapacity(tx, pool);
    const beyond = missing - (capacity - (await placesOf(tx, pool)));
    const places = pool.places + missing;
    const deed = { eventId, reason };
    if (beyond > 0) {
      await this.sessions.enlarge(tx, actor, pool, beyond);
      const sizes = { before: { capacity }, after: { capacity: capacity + beyond } };
      this.audit.record(tx, actor, { ...deed, kind: 'session.changed', subjectId: sessionId, ...sizes });
    }
    await this.resize(tx, pool, places);
    const sizes = { before: { places: pool.places }, after: { places } };
    this.audit.record(tx, actor, { ...deed, kind: 'pool.changed', subjectId: pool.id, ...sizes });
  }

  /** Gives places back. Those of a released pool go on to where it was released to. */
  async giveBack(tx: Tx, pool: LockedPool, people: number): Promise<void> {
    addTaken(tx, pool, -people);
    const goOn = pool.released && pool.releasesTo;
    if (goOn) await shiftPlaces(tx, pool, goOn, people);
    if (goOn || pool.waitedFor) await this.tellFreed(tx, pool);
  }

  /** Takes places for a party that waits, until it answers; or for those who will be drawn. False if they are not there. */
  async offer(tx: Tx, pool: LockedPool, people: number): Promise<boolean> {
    if (people > pool.places - pool.taken - pool.promised) return false;
    addTaken(tx, pool, people);
    await addOffered(tx, pool, people);
    return true;
  }

  /** An offer has been answered or has ended: of its people so many keep their places, and the rest give them back. */
  async endOffer(tx: Tx, pool: LockedPool, people: number, staying: number): Promise<void> {
    await addOffered(tx, pool, -people);
    if (staying < people) await this.giveBack(tx, pool, people - staying);
  }

  /** Keeps places for people who are invited, whether or not there are as many. A released pool keeps none. */
  async promise(tx: Tx, pool: LockedPool, people: number): Promise<void> {
    if (people > 0 && !pool.released) await addPromised(tx, pool, people);
  }

  /**
   * People come of those who were promised places. False, and nothing is done, if the places are not there any more:
   * more were promised than there are, or the pool was released.
   */
  async takePromised(tx: Tx, pool: LockedPool, people: number, promised: number): Promise<boolean> {
    const mine = pool.released ? 0 : promised;
    if (people > pool.places - pool.taken) return false;
    if (mine > 0) await addPromised(tx, pool, -mine);
    addTaken(tx, pool, people);
    return true;
  }

  /** People who were promised places do not come. What a released pool had promised went with it. */
  async takeBackPromise(tx: Tx, pool: LockedPool, people: number): Promise<void> {
    if (people === 0 || pool.released) return;
    await addPromised(tx, pool, -people);
    if (pool.waitedFor) await this.tellFreed(tx, pool);
  }

  /** From now on what comes free in the pool is for those who wait; or, once nobody does, for everybody again. */
  async markWaitedFor(tx: Tx, pool: LockedPool, waitedFor: boolean): Promise<void> {
    if (pool.waitedFor !== waitedFor) await markWaitedFor(tx, pool, waitedFor);
  }

  /** From now on the places are for those who are drawn in the ballot; or, with null, for everybody again. */
  async keepForBallot(tx: Tx, pools: readonly LockedPool[], ballotId: string | null): Promise<void> {
    if (pools.length > 0) await setBallot(tx, pools, ballotId);
  }

  /** Throws CapacityBelowTaken, CapacityBelowPromised, or OverCapacity if the session does not hold that many. */
  async resize(tx: Tx, pool: LockedPool, places: number): Promise<void> {
    if (places < pool.taken) throw new CapacityBelowTaken(pool.taken - places);
    const promised = pool.taken + pool.promised;
    if (places < pool.places && places < promised) throw new CapacityBelowPromised(promised - places);
    await withinCapacity(tx, () => setPlaces(tx, pool, places, this.clock.now()));
    if (pool.waitedFor && places > pool.places) await this.tellFreed(tx, pool);
  }

  /** The places are kept for those who wait, so it does not matter how soon the job comes. */
  private async tellFreed(tx: Tx, { sessionId }: LockedPool): Promise<void> {
    const job: OfferJob = { sessionId };
    await this.jobs.enqueue(tx, 'waiting-list.offer', [job]);
  }
}

/** Of one party, in all pools. */
function peopleIn(want: PeopleByPool): number {
  return [...want.values()].reduce((sum, people) => sum + people, 0);
}

/** Checks the sum of the session's pools now, not at the commit, to answer with a refusal. */
async function withinCapacity<T>(tx: Tx, write: () => Promise<T>): Promise<T> {
  try {
    const written = await write();
    await tx.query('SET CONSTRAINTS pools_within_capacity IMMEDIATE');
    await tx.query('SET CONSTRAINTS pools_within_capacity DEFERRED');
    return written;
  } catch (error) {
    if (brokenConstraint(error) === 'pools_within_capacity') throw new OverCapacity();
    throw error;
  }
}

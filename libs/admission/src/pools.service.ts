import { Injectable } from '@nestjs/common';
import type { NewPool, PoolAudience, PoolChange, PoolRelease as ReleaseWish } from '#contracts';
import type { Tx } from '#database';
import { expectVersion, InvalidInput, newId } from '#kernel';
import { EventCancelled, InUse, SessionCancelled } from '#programme';
import { type Actor, type Asked, AuditTrail, mustMay, type Reach } from '#staff';
import {
  AlreadyReleased,
  LastPool,
  mustNotBeAwaited,
  removing,
  SecondPublicPool,
  SecondSpacePool,
} from './admission.errors.js';
import type { LockedPool } from './admission.queries.js';
import { Admission } from './admission.service.js';
import { type LockedSession, lockSession } from './locked-session.js';
import { notedPool } from './noted.js';
import { Pool } from './pool.entity.js';
import { PoolListing } from './pool-listing.service.js';
import { PoolRelease } from './pool-release.service.js';
import { PoolWishes } from './pool-wishes.service.js';
import type { PoolRow } from './pools.queries.js';
import { KEEPS, type ReleasePlan, targetFor } from './release-plan.js';
import { isOpenToAll, type OpenAudience, WHY_OPEN } from './session-pools.js';
import { isForSpaces } from './space-pools.js';

/** The pools as the events team divides a session's places among them. */
@Injectable()
export class Pools {
  constructor(
    private readonly listing: PoolListing,
    private readonly wishes: PoolWishes,
    private readonly admission: Admission,
    private readonly releases: PoolRelease,
    private readonly audit: AuditTrail,
  ) {}

  /** Answers its id. Throws NotFound, OverCapacity, SecondPublicPool, SecondSpacePool, NowhereToRelease, CodeInUse, InvalidInput, SessionCancelled or EventCancelled. */
  async add(tx: Tx, actor: Actor, reach: Reach, { sessionId, ...wish }: NewPool): Promise<string> {
    await this.wishes.mustBelong(tx, wish.ownerId);
    const { session, event, pools } = await lockSession(tx, sessionId, reach);
    if (event.status === 'cancelled') throw new EventCancelled();
    if (session.status === 'cancelled') throw new SessionCancelled();
    mustBeFirst(wish.audience, pools);
    if (wish.private && isOpenToAll(wish.audience)) throw isOpen(wish.audience);
    const plan = planFor(undefined, pools, wish);
    const of = { id: newId(), eventId: event.id, sessionId: session.id };
    const opensBy = await this.wishes.firstCode(tx, { ...of, audience: wish.audience }, wish);
    const made = await this.admission.openPool(tx, { ...placesOf(wish), ...of, ...plan, opensBy });
    this.audit.record(tx, actor, {
      ...{ kind: 'pool.made', subjectId: made.id, eventId: event.id },
      after: notedPool(made),
    });
    return made.id;
  }

  /**
   * Throws NotFound, Stale, CapacityBelowTaken, OverCapacity, AlreadyReleased, NowhereToRelease, CodeInUse, InvalidInput, or
   * NotPermitted where it would show whom a private pool is for.
   */
  async change(tx: Tx, actor: Actor, asked: Asked, change: PoolChange): Promise<void> {
    await this.wishes.mustBelong(tx, change.ownerId);
    const { before, locked, pool } = await this.lock(tx, asked);
    if (before.private && tellsWhom(change)) mustMay(actor, 'registrations:sensitive', before.eventId);
    if (change.private && isOpenToAll(before.audience)) throw isOpen(before.audience);
    const { places = before.places } = change;
    if (places !== before.places) await this.admission.resize(tx, pool, places);
    const opensBy = await this.wishes.nextCode(tx, before, change);
    await this.admission.describe(tx, before, { ...change, opensBy, ...planFor(before, locked.pools, change) });
    const after = await this.listing.row(tx, before.id, asked.reach);
    this.note(tx, actor, 'pool.changed', before, after);
  }

  /** Its free places go now; once they are gone this changes nothing. Throws NotFound or NowhereToRelease. */
  async release(tx: Tx, actor: Actor, asked: Asked, { releasesTo, reason }: ReleaseWish): Promise<void> {
    const { locked, pool } = await this.lock(tx, asked);
    if (pool.released) return;
    const to = targetFor(pool.id, releasesTo ?? pool.releasesTo ?? undefined, locked.pools);
    await this.releases.give(tx, pool, to, { actor, reason });
  }

  /** Throws NotFound, Stale, LastPool or InUse: somebody has or had places in it or is to get some, or others are released to it. */
  async remove(tx: Tx, actor: Actor, asked: Asked): Promise<void> {
    const { before, locked, pool } = await this.lock(tx, asked);
    if (locked.pools.length === 1) throw new LastPool();
    if (locked.pools.some(({ releasesTo }) => releasesTo === before.id)) {
      throw new InUse('pool', 'others that are released to it');
    }
    mustNotBeAwaited('pool', [pool]);
    await removing('pool', () => tx.delete(Pool, { id: before.id, eventId: before.eventId }));
    this.note(tx, actor, 'pool.removed', before);
  }

  private async lock(tx: Tx, { id, expected, reach }: Asked): Promise<LockedOne> {
    const { sessionId } = await this.listing.row(tx, id, reach);
    const locked = await lockSession(tx, sessionId, reach);
    const before = await this.listing.row(tx, id, reach);
    expectVersion(expected, before.version);
    return { before, locked, pool: locked.pools.find((one) => one.id === before.id)! };
  }

  private note(tx: Tx, actor: Actor, kind: string, before: PoolRow, after?: PoolRow): void {
    const { id: subjectId, eventId } = before;
    const states = { before: notedPool(before), after: after && notedPool(after) };
    this.audit.record(tx, actor, { kind, subjectId, eventId, ...states });
  }
}

interface LockedOne {
  readonly before: PoolRow;
  readonly locked: LockedSession;
  readonly pool: LockedPool;
}

/** Without what the code is made from. */
function placesOf({ name, audience, private: hidden, ownerId, places }: Omit<NewPool, 'sessionId'>) {
  return { name, audience, places, ...(hidden && { private: hidden }), ...(ownerId && { ownerId }) };
}

/** Whether it changes who knows of the pool, or who comes into it. */
function tellsWhom({ name, private: hidden, code, generateCode, codeLimit }: PoolChange): boolean {
  return [name, hidden, code, generateCode, codeLimit].some((one) => one !== undefined);
}

function planFor(
  pool: PoolRow | undefined,
  among: readonly LockedPool[],
  { releasesAt, releasesTo }: Pick<PoolChange, 'releasesAt' | 'releasesTo'>,
): ReleasePlan {
  const before: ReleasePlan = pool ? { releasesAt: pool.releasesAt, releasesTo: pool.releasesTo } : KEEPS;
  if (releasesAt === undefined && releasesTo === undefined) return before;
  if (pool?.releasedAt) throw new AlreadyReleased();
  if (releasesAt === null) return KEEPS;
  const at = releasesAt === undefined ? before.releasesAt : new Date(releasesAt);
  if (!at) throw noDate();
  return { releasesAt: at, releasesTo: targetFor(pool?.id, releasesTo ?? before.releasesTo ?? undefined, among) };
}

function noDate(): InvalidInput {
  const detail = 'Please say when its free places are released.';
  return new InvalidInput([{ pointer: '/releasesAt', code: 'release_without_date', detail }]);
}

/** Throws SecondPublicPool or SecondSpacePool. */
function mustBeFirst(audience: PoolAudience, among: readonly LockedPool[]): void {
  if (!among.some((pool) => pool.audience === audience)) return;
  if (audience === 'public') throw new SecondPublicPool();
  if (isForSpaces(audience)) throw new SecondSpacePool(audience);
}

function isOpen(audience: OpenAudience): InvalidInput {
  return new InvalidInput([{ pointer: '/private', code: 'pools_do_not_fit', detail: WHY_OPEN[audience] }]);
}

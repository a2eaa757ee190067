import type { PoolAudience } from '#contracts';
import { read, readPrepared, type Tx, write } from '#database';

/** A pool whose row this transaction holds: nobody else can take or give back until it ends. */
export interface LockedPool {
  readonly id: string;
  readonly eventId: string;
  readonly sessionId: string;
  readonly audience: PoolAudience;
  readonly places: number;
  readonly taken: number;
  /** Of the taken: offered to people on the waiting list. */
  readonly offered: number;
  /** What people who were invited may still take. */
  readonly promised: number;
  /** People wait for its places: nobody else gets what is free. */
  readonly waitedFor: boolean;
  /** Its places are for those who are drawn in this ballot. */
  readonly ballotId: string | null;
  /** The code that opens it, and how many people may hold places by it; null for as many as there are. */
  readonly codeId: string | null;
  readonly codeLimit: number | null;
  readonly releasesTo: string | null;
  readonly released: boolean;
}

/** The pool that a session's public places are taken from, locked. */
export async function lockPublicPool(tx: Tx, sessionId: string): Promise<LockedPool | undefined> {
  const [pool] = await readPrepared<LockedPool[]>(tx)`
    SELECT id, event_id AS "eventId", session_id AS "sessionId", audience, places, taken, offered, promised, waited_for AS "waitedFor", ballot_id AS "ballotId",
           code_id AS "codeId", code_limit AS "codeLimit", releases_to AS "releasesTo", released_at IS NOT NULL AS released
    FROM pools WHERE session_id = ${sessionId} AND audience = 'public'
    FOR UPDATE`;
  return pool;
}

/** The public pool of a session and its pools of spaces, locked in the same order as any pools. */
export async function lockPublicAndSpaces(tx: Tx, sessionId: string): Promise<LockedPool[]> {
  return readPrepared<LockedPool[]>(tx)`
    SELECT id, event_id AS "eventId", session_id AS "sessionId", audience, places, taken, offered, promised, waited_for AS "waitedFor", ballot_id AS "ballotId",
           code_id AS "codeId", code_limit AS "codeLimit", releases_to AS "releasesTo", released_at IS NOT NULL AS released
    FROM pools WHERE session_id = ${sessionId} AND audience IN ('public', 'wheelchair', 'companion')
    ORDER BY id FOR UPDATE`;
}

/**
 * The pool of the session that this code opens, and with `spaces` its pools of spaces. What is not opened by it any more
 * once the lock is got, is left out.
 */
export async function lockByCode(tx: Tx, sessionId: string, codeId: string, spaces: boolean): Promise<LockedPool[]> {
  return read<LockedPool[]>(tx)`
    SELECT id, event_id AS "eventId", session_id AS "sessionId", audience, places, taken, offered, promised, waited_for AS "waitedFor", ballot_id AS "ballotId",
           code_id AS "codeId", code_limit AS "codeLimit", releases_to AS "releasesTo", released_at IS NOT NULL AS released
    FROM pools WHERE session_id = ${sessionId}
      AND (code_id = ${codeId} OR ${spaces}::boolean AND audience IN ('wheelchair', 'companion'))
    ORDER BY id FOR UPDATE`;
}

/** Locks in the order of ids, whatever order they are asked in, so that no two lockers wait for each other. */
export async function lockPools(tx: Tx, ids: readonly string[]): Promise<LockedPool[]> {
  return tx.sql<LockedPool[]>`
    SELECT id, event_id AS "eventId", session_id AS "sessionId", audience, places, taken, offered, promised, waited_for AS "waitedFor", ballot_id AS "ballotId",
           code_id AS "codeId", code_limit AS "codeLimit", releases_to AS "releasesTo", released_at IS NOT NULL AS released
    FROM pools WHERE id = ANY(${ids}::uuid[])
    ORDER BY id FOR UPDATE`;
}

/** All pools of these events, locked in the same order. */
export async function lockPoolsOf(tx: Tx, eventIds: readonly string[]): Promise<LockedPool[]> {
  return tx.sql<LockedPool[]>`
    SELECT id, event_id AS "eventId", session_id AS "sessionId", audience, places, taken, offered, promised, waited_for AS "waitedFor", ballot_id AS "ballotId",
           code_id AS "codeId", code_limit AS "codeLimit", releases_to AS "releasesTo", released_at IS NOT NULL AS released
    FROM pools WHERE event_id = ANY(${eventIds}::uuid[])
    ORDER BY id FOR UPDATE`;
}

/** The same without a lock. */
export async function findPools(tx: Tx, ids: readonly string[]): Promise<LockedPool[]> {
  return tx.sql<LockedPool[]>`
    SELECT id, event_id AS "eventId", session_id AS "sessionId", places, taken, offered, promised, waited_for AS "waitedFor", ballot_id AS "ballotId",
           code_id AS "codeId", code_limit AS "codeLimit", releases_to AS "releasesTo", released_at IS NOT NULL AS released
    FROM pools WHERE id = ANY(${ids}::uuid[])`;
}

export async function poolIdsOf(
  tx: Tx,
  { eventId, sessionId }: Pick<LockedPool, 'eventId' | 'sessionId'>,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM pools WHERE event_id = ${eventId} AND session_id = ${sessionId}`;
  return rows.map(({ id }) => id);
}

/** The pools where places given back to these end up: themselves, and the targets of released ones. */
export async function poolsToLock(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM pools WHERE id = ANY(${ids}::uuid[])
    UNION
    SELECT releases_to FROM pools WHERE id = ANY(${ids}::uuid[]) AND releases_to IS NOT NULL`;
  return rows.map(({ id }) => id);
}

/** These pools and the pools of spaces of their sessions. */
export async function withSpacePools(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT s.id FROM pools p JOIN pools s ON s.event_id = p.event_id AND s.session_id = p.session_id
    WHERE p.id = ANY(${ids}::uuid[]) AND (s.id = p.id OR s.audience IN ('wheelchair', 'companion'))`;
  return rows.map(({ id }) => id);
}

/** Adds to `taken`; a negative number gives back. The constraints of the table have the last word. */
export function addTaken(tx: Tx, pool: LockedPool, people: number): void {
  write(tx)`
    UPDATE pools SET taken = taken + ${people}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

/** Adds to `offered`; those people are in `taken` as well. */
export async function addOffered(tx: Tx, pool: LockedPool, people: number): Promise<void> {
  await tx.sql`
    UPDATE pools SET offered = offered + ${people}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

export async function addPromised(tx: Tx, pool: LockedPool, people: number): Promise<void> {
  await tx.sql`
    UPDATE pools SET promised = promised + ${people}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

export async function markWaitedFor(tx: Tx, pool: LockedPool, waitedFor: boolean): Promise<void> {
  await tx.sql`
    UPDATE pools SET waited_for = ${waitedFor}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

export async function setBallot(tx: Tx, pools: readonly LockedPool[], ballotId: string | null): Promise<void> {
  const ids = pools.map(({ id }) => id);
  await tx.sql`UPDATE pools SET ballot_id = ${ballotId} WHERE id = ANY(${ids}::uuid[])`;
}

/** Adds to `places` of one pool what it takes from another. */
export async function shiftPlaces(tx: Tx, from: LockedPool, to: string, places: number): Promise<void> {
  await tx.sql`
    UPDATE pools SET places = places + CASE WHEN id = ${to} THEN ${places}::int ELSE -${places}::int END,
                     released_places = released_places + CASE WHEN id = ${to} THEN 0 ELSE ${places}::int END,
                     version = version + 1
    WHERE event_id = ${from.eventId} AND id IN (${from.id}, ${to})`;
}

export async function setPlaces(tx: Tx, pool: LockedPool, places: number, now: Date): Promise<void> {
  await tx.sql`
    UPDATE pools SET places = ${places}, version = version + 1, updated_at = ${now}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

/** The places of all pools of the session. */
export async function placesOf(tx: Tx, { eventId, sessionId }: Pick<LockedPool, 'eventId' | 'sessionId'>) {
  const [row] = await tx.sql<{ places: number }[]>`
    SELECT coalesce(sum(places), 0)::int AS places FROM pools
    WHERE event_id = ${eventId} AND session_id = ${sessionId}`;
  return row!.places;
}

/**
 * Places given back later go on to that pool as well. Where no date was planned, the moment stands for it; so a pool
 * is never released at the very millisecond that was planned, and the two can be told apart.
 */
export async function markReleased(tx: Tx, pool: LockedPool, to: string, now: Date): Promise<void> {
  await tx.sql`
    UPDATE pools SET releases_at = coalesce(releases_at, ${now}), releases_to = ${to},
                     released_at = CASE WHEN releases_at = ${now} THEN ${now}::timestamptz + interval '1 millisecond' ELSE ${now} END,
                     promised = 0, version = version + 1, updated_at = ${now}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

export async function poolsDue(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM pools WHERE releases_at <= ${now} AND released_at IS NULL ORDER BY id`;
  return rows.map(({ id }) => id);
}

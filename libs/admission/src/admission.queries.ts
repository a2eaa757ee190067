import { readPrepared, type Tx, write } from '#database';

/** A pool whose row this transaction holds: nobody else can take or give back until it ends. */
export interface LockedPool {
  readonly id: string;
  readonly eventId: string;
  readonly sessionId: string;
  readonly places: number;
  readonly taken: number;
  readonly releasesTo: string | null;
  readonly released: boolean;
}

/** The pool that a session's public places are taken from, locked. */
export async function lockPublicPool(tx: Tx, sessionId: string): Promise<LockedPool | undefined> {
  const [pool] = await readPrepared<LockedPool[]>(tx)`
    SELECT id, event_id AS "eventId", session_id AS "sessionId", places, taken,
           releases_to AS "releasesTo", released_at IS NOT NULL AS released
    FROM pools WHERE session_id = ${sessionId} AND audience = 'public'
    FOR UPDATE`;
  return pool;
}

/** Locks in the order of ids, whatever order they are asked in, so that no two lockers wait for each other. */
export async function lockPools(tx: Tx, ids: readonly string[]): Promise<LockedPool[]> {
  return tx.sql<LockedPool[]>`
    SELECT id, event_id AS "eventId", session_id AS "sessionId", places, taken,
           releases_to AS "releasesTo", released_at IS NOT NULL AS released
    FROM pools WHERE id = ANY(${ids}::uuid[])
    ORDER BY id FOR UPDATE`;
}

/** The pools where places given back to these end up: themselves, and the targets of released ones. */
export async function poolsToLock(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM pools WHERE id = ANY(${ids}::uuid[])
    UNION
    SELECT releases_to FROM pools WHERE id = ANY(${ids}::uuid[]) AND releases_to IS NOT NULL`;
  return rows.map(({ id }) => id);
}

/** Adds to `taken`; a negative number gives back. The constraints of the table have the last word. */
export function addTaken(tx: Tx, pool: LockedPool, people: number): void {
  write(tx)`
    UPDATE pools SET taken = taken + ${people}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

/** Adds to `places` of one pool what it takes from another. */
export async function shiftPlaces(tx: Tx, from: LockedPool, to: string, places: number): Promise<void> {
  await tx.sql`
    UPDATE pools SET places = places + CASE WHEN id = ${to} THEN ${places}::int ELSE -${places}::int END
    WHERE event_id = ${from.eventId} AND id IN (${from.id}, ${to})`;
}

export async function setPlaces(tx: Tx, pool: LockedPool, places: number, now: Date): Promise<void> {
  await tx.sql`
    UPDATE pools SET places = ${places}, updated_at = ${now}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

export async function markReleased(tx: Tx, pool: LockedPool, now: Date): Promise<void> {
  await tx.sql`
    UPDATE pools SET released_at = ${now}, updated_at = ${now}
    WHERE event_id = ${pool.eventId} AND id = ${pool.id}`;
}

export async function poolsDue(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM pools WHERE releases_at <= ${now} AND released_at IS NULL ORDER BY id`;
  return rows.map(({ id }) => id);
}

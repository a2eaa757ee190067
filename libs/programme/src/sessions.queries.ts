import type { Tx } from '#database';
import type { FoundExceedance } from './exceedances.js';

/** Names a session. */
export interface SessionRef {
  readonly eventId: string;
  readonly sessionId: string;
}

/** Locks the session against everybody who would change it, its capacity or its pools; answers its capacity. */
export async function lockCapacity(tx: Tx, { eventId, sessionId }: SessionRef): Promise<number> {
  const [session] = await tx.sql<{ capacity: number }[]>`
    SELECT capacity FROM sessions WHERE event_id = ${eventId} AND id = ${sessionId} FOR NO KEY UPDATE`;
  return session!.capacity;
}

/**
 * Nothing is raised for a session that was let over the venue's safe number: nothing bounds it any more but
 * the owner who did that. Answers whether it was raised.
 */
export async function raiseCapacity(
  tx: Tx,
  { eventId, sessionId }: SessionRef,
  people: number,
  now: Date,
): Promise<boolean> {
  const raised = await tx.sql<{ id: string }[]>`
    WITH raised AS (
      UPDATE sessions SET capacity = capacity + ${people}::int, version = version + 1, updated_at = ${now}
      WHERE event_id = ${eventId} AND id = ${sessionId} AND safe_number_override IS NULL
      RETURNING id
    ) SELECT id FROM raised`;
  return raised.length > 0;
}

/** When the event would go over the safe number of its venue, published or not; the first ones of these times. */
export async function findExceedances(tx: Tx, eventId: string, limit: number): Promise<FoundExceedance[]> {
  const rows = await tx.sql<{ told: FoundExceedance }[]>`
    SELECT found.told
    FROM events e
    CROSS JOIN LATERAL (
      SELECT min(admission_opens_at) AS since,
             max(session_clears_at(ends_at, admission_closes_at, stay_minutes, gap_minutes)) AS until
      FROM sessions WHERE event_id = e.id AND status = 'scheduled') s
    CROSS JOIN LATERAL venue_exceedances(e.venue_id, s.since, s.until, e.id) found
    WHERE e.id = ${eventId} ORDER BY found.over_from LIMIT ${limit}`;
  return rows.map(({ told }) => told);
}

export interface LetThrough {
  readonly eventId: string;
  readonly ids: readonly string[];
  readonly reason: string;
}

export async function letSessionsThrough(tx: Tx, { eventId, ids, reason }: LetThrough, now: Date): Promise<void> {
  await tx.sql`
    UPDATE sessions SET safe_number_override = ${reason}, version = version + 1, updated_at = ${now}
    WHERE event_id = ${eventId} AND id = ANY(${ids}::uuid[])`;
}

export interface CalledOff {
  readonly eventId: string;
  readonly ids: readonly string[];
  readonly reason: string;
}

export async function callOffSessions(tx: Tx, { eventId, ids, reason }: CalledOff, now: Date): Promise<void> {
  await tx.sql`
    UPDATE sessions SET status = 'cancelled', announcement = ${reason}, announced_at = ${now},
                        version = version + 1, updated_at = ${now}
    WHERE event_id = ${eventId} AND id = ANY(${ids}::uuid[])`;
}

export async function announceIn(
  tx: Tx,
  sessions: readonly { readonly id: string; readonly eventId: string }[],
  reason: string,
  now: Date,
): Promise<void> {
  await tx.sql`
    UPDATE sessions SET announcement = ${reason}, announced_at = ${now}, version = version + 1, updated_at = ${now}
    WHERE event_id = ANY(${sessions.map(({ eventId }) => eventId)}::uuid[])
      AND id = ANY(${sessions.map(({ id }) => id)}::uuid[])`;
}

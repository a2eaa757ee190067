import { type Tx } from '#database';
import type { SessionRef } from '#programme';
import type { Elsewhere } from './spaces.js';

/** How many are reached by what becomes of sessions. */
export interface Reached {
  /** Confirmed registrations. */
  readonly reaches: number;
  readonly people: number;
  readonly withoutAddress: number;
}

export async function countParties(
  tx: Tx,
  eventIds: readonly string[],
  sessionIds: readonly string[],
): Promise<Reached> {
  const [row] = await tx.sql<Reached[]>`
    SELECT count(*)::int AS reaches, coalesce(sum(party_size), 0)::int AS people,
           (count(*) FILTER (WHERE contact_email IS NULL))::int AS "withoutAddress"
    FROM registrations
    WHERE event_id = ANY(${eventIds}::uuid[]) AND session_id = ANY(${sessionIds}::uuid[]) AND state = 'confirmed'`;
  return row!;
}

/** A slice of a session's parties, by id: those after the last of the slice before. */
export interface Slice extends SessionRef {
  readonly after: string;
  readonly size: number;
}

export interface RevisedParty {
  readonly id: string;
  readonly contactEmail: string | null;
  readonly calendarSequence: number;
}

/** One more version and SEQUENCE for confirmed parties, in the order of their ids. */
export async function reviseParties(
  tx: Tx,
  { eventId, sessionId, after, size }: Slice,
  now: Date,
): Promise<RevisedParty[]> {
  return tx.sql<RevisedParty[]>`
    WITH due AS (
      SELECT id FROM registrations
      WHERE event_id = ${eventId} AND session_id = ${sessionId} AND id > ${after} AND state = 'confirmed'
      ORDER BY id LIMIT ${size} FOR UPDATE
    ), revised AS (
      UPDATE registrations r
      SET calendar_sequence = calendar_sequence + 1, version = version + 1, updated_at = ${now}
      FROM due WHERE r.event_id = ${eventId} AND r.id = due.id
      RETURNING r.id, r.contact_email, r.calendar_sequence
    )
    SELECT id, contact_email AS "contactEmail", calendar_sequence AS "calendarSequence" FROM revised ORDER BY id`;
}

export interface CalledOffParty extends RevisedParty {
  readonly poolId: string;
  readonly partySize: number;
  readonly elsewhere: Elsewhere | null;
  readonly was: 'unverified' | 'confirmed';
}

/** Cancels live parties of a session that does not take place, in the order of their ids. */
export async function callOffParties(
  tx: Tx,
  { eventId, sessionId, after, size }: Slice,
  now: Date,
): Promise<CalledOffParty[]> {
  return tx.sql<CalledOffParty[]>`
    WITH due AS (
      SELECT id, state FROM registrations
      WHERE event_id = ${eventId} AND session_id = ${sessionId} AND id > ${after} AND state <> 'cancelled'
      ORDER BY id LIMIT ${size} FOR UPDATE
    ), cancelled AS (
      UPDATE registrations r
      SET state = 'cancelled', held_until = NULL, cancelled_at = ${now}, cancelled_by = 'called-off',
          calendar_sequence = calendar_sequence + 1, version = version + 1, updated_at = ${now}
      FROM due WHERE r.event_id = ${eventId} AND r.id = due.id
      RETURNING r.id, r.contact_email, r.calendar_sequence, r.pool_id, r.party_size, r.elsewhere, due.state AS was
    )
    SELECT id, contact_email AS "contactEmail", calendar_sequence AS "calendarSequence", pool_id AS "poolId",
           party_size AS "partySize", elsewhere, was
    FROM cancelled ORDER BY id`;
}

import { read, type Tx } from '#database';

export interface AvailabilityRow {
  readonly sessionId: string;
  readonly eventId: string;
  readonly startsAt: Date;
  readonly cancelled: boolean;
  readonly opensAt: Date;
  readonly closesAt: Date | null;
  readonly capacity: number;
  readonly taken: number;
  readonly held: number;
  readonly publicPlaces: number;
  readonly available: number;
  /** The public places are given by a ballot. */
  readonly byBallot: boolean;
}

/** Counted where it is written: `taken` in the pools, and the few places that are held now. */
export async function findAvailability(tx: Tx, eventIds: readonly string[]): Promise<AvailabilityRow[]> {
  return read<AvailabilityRow[]>(tx)`
    SELECT s.id AS "sessionId", s.event_id AS "eventId", s.starts_at AS "startsAt", s.capacity,
           s.status = 'cancelled' OR e.status = 'cancelled' AS cancelled,
           e.registration_opens_at AS "opensAt", e.registration_closes_at AS "closesAt",
           coalesce(pools.taken, 0) AS taken, coalesce(held.people, 0) AS held,
           coalesce(pools.places, 0) AS "publicPlaces", coalesce(pools.available, 0) AS available,
           coalesce(pools.by_ballot, false) AS "byBallot"
    FROM sessions s
    JOIN events e ON e.id = s.event_id
    LEFT JOIN (
      SELECT session_id, sum(taken)::int AS taken,
             (sum(places) FILTER (WHERE audience = 'public'))::int AS places,
             (sum(CASE WHEN waited_for OR ballot_id IS NOT NULL THEN 0 ELSE greatest(places - taken - promised, 0) END) FILTER (WHERE audience = 'public'))::int AS available,
             bool_or(ballot_id IS NOT NULL) AS by_ballot
      FROM pools WHERE event_id = ANY(${eventIds}::uuid[]) GROUP BY session_id
    ) pools ON pools.session_id = s.id
    LEFT JOIN (
      SELECT session_id, sum(party_size)::int AS people
      FROM registrations WHERE state = 'unverified' AND event_id = ANY(${eventIds}::uuid[]) GROUP BY session_id
    ) held ON held.session_id = s.id
    WHERE s.event_id = ANY(${eventIds}::uuid[])
    ORDER BY s.starts_at, s.id`;
}

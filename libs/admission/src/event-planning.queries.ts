import type { Tx } from '#database';

export interface SessionWithPlaces {
  readonly startsAt: Date;
  /** Places for the public and for invited guests. */
  readonly places: number;
}

/** The sessions of an event that are to take place. */
export async function findSessionsWithPlaces(tx: Tx, eventId: string): Promise<SessionWithPlaces[]> {
  return tx.sql<SessionWithPlaces[]>`
    SELECT s.starts_at AS "startsAt",
           (SELECT coalesce(sum(p.places), 0)::int FROM pools p
            WHERE p.event_id = s.event_id AND p.session_id = s.id AND p.audience IN ('public', 'invited')) AS places
    FROM sessions s
    WHERE s.event_id = ${eventId} AND s.status = 'scheduled'
    ORDER BY s.starts_at`;
}

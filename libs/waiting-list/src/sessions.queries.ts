import type { Tx } from '#database';

export interface WishedSession {
  readonly id: string;
  readonly eventId: string;
  readonly startsAt: Date;
  readonly timeZone: string;
  readonly poolId: string | null;
}

/** Of published events. */
export async function findWished(tx: Tx, ids: readonly string[]): Promise<WishedSession[]> {
  return tx.sql<WishedSession[]>`
    SELECT s.id, s.event_id AS "eventId", s.starts_at AS "startsAt", v.time_zone AS "timeZone", p.id AS "poolId"
    FROM sessions s JOIN events e ON e.id = s.event_id JOIN venues v ON v.id = e.venue_id
    LEFT JOIN pools p ON p.session_id = s.id AND p.event_id = s.event_id AND p.audience = 'public'
    WHERE s.id = ANY(${ids}::uuid[]) AND e.status <> 'draft'`;
}

/** The sessions of the event ahead that begin on one of the days by the venue's clock, and that have public places. */
export async function findOfDays(
  tx: Tx,
  eventId: string,
  { days, now }: { readonly days: readonly string[]; readonly now: Date },
): Promise<WishedSession[]> {
  return tx.sql<WishedSession[]>`
    SELECT s.id, s.event_id AS "eventId", s.starts_at AS "startsAt", v.time_zone AS "timeZone", p.id AS "poolId"
    FROM sessions s JOIN events e ON e.id = s.event_id JOIN venues v ON v.id = e.venue_id
    JOIN pools p ON p.session_id = s.id AND p.event_id = s.event_id AND p.audience = 'public'
    WHERE s.event_id = ${eventId} AND s.status = 'scheduled' AND s.starts_at > ${now}
      AND (s.starts_at AT TIME ZONE v.time_zone)::date = ANY(${days}::date[])
    ORDER BY s.starts_at LIMIT 200`;
}

/** The public pools of these sessions. */
export async function findPublicPools(tx: Tx, sessionIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM pools WHERE session_id = ANY(${sessionIds}::uuid[]) AND audience = 'public'`;
  return rows.map(({ id }) => id);
}

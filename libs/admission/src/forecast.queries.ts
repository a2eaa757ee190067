import { read, type Tx } from '#database';

/** A session that is to take place, with the time in which its people may be on site. */
export interface PlannedThere {
  readonly id: string;
  readonly eventId: string;
  readonly eventTitle: string;
  readonly draft: boolean;
  readonly title: string | null;
  readonly room: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly onSiteFrom: Date;
  readonly onSiteUntil: Date;
  readonly capacity: number;
  readonly taken: number;
  readonly safeNumberOverride: string | null;
}

export interface Span {
  readonly from: Date;
  readonly until: Date;
}

/** The sessions whose people may be at the venue in this time, of drafts too, in the order in which they come. */
export async function findPlannedThere(tx: Tx, venueId: string, { from, until }: Span): Promise<PlannedThere[]> {
  return read<PlannedThere[]>(tx)`
    SELECT s.id, s.event_id AS "eventId", e.title AS "eventTitle", e.status = 'draft' AS draft, s.title, s.room,
           s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.admission_opens_at AS "onSiteFrom",
           c.clears_at AS "onSiteUntil", s.capacity, s.safe_number_override AS "safeNumberOverride",
           (SELECT coalesce(sum(p.taken), 0)::int FROM pools p
            WHERE p.event_id = s.event_id AND p.session_id = s.id) AS taken
    FROM events e JOIN sessions s ON s.event_id = e.id
    CROSS JOIN LATERAL (
      SELECT session_clears_at(s.ends_at, s.admission_closes_at, s.stay_minutes, s.gap_minutes) AS clears_at) c
    WHERE e.venue_id = ${venueId} AND e.status <> 'cancelled' AND s.status = 'scheduled'
      AND greatest(s.ends_at, s.admission_closes_at) > ${from}::timestamptz - interval '2 days'
      AND s.admission_opens_at < ${until} AND c.clears_at > ${from}
    ORDER BY s.admission_opens_at, s.id`;
}

/** From when the first people of an event may be on site until the last may have gone; null if it has no session. */
export async function findSpan(tx: Tx, eventId: string): Promise<Span | null> {
  const [span] = await read<{ from: Date | null; until: Date | null }[]>(tx)`
    SELECT min(admission_opens_at) AS "from",
           max(session_clears_at(ends_at, admission_closes_at, stay_minutes, gap_minutes)) AS "until"
    FROM sessions WHERE event_id = ${eventId} AND status = 'scheduled'`;
  return span?.from && span.until ? { from: span.from, until: span.until } : null;
}

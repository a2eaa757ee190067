import type { Mood } from '#contracts';
import type { Tx } from '#database';

export interface WaitedForRow {
  readonly title: string;
  readonly mood: Mood;
  readonly slug: string;
  readonly email: string;
  readonly phone: string | null;
  readonly venueName: string;
  readonly address: string;
  readonly timeZone: string;
  readonly passedOverLimit: number;
}

export interface WaitedForNews {
  /** Why what it waits for, or is offered, was last moved or called off. */
  readonly reason: string | null;
  /** Of what it waited for; as JSON of the database says them. */
  readonly calledOff: readonly { readonly startsAt: string; readonly endsAt: string }[];
}

/** What has become of the sessions of a party that waits. */
export async function findNews(tx: Tx, entryId: string, eventId: string): Promise<WaitedForNews> {
  const [news] = await tx.sql<WaitedForNews[]>`
    SELECT (array_agg(s.announcement ORDER BY s.announced_at DESC) FILTER (WHERE s.announced_at IS NOT NULL))[1] AS reason,
           coalesce(json_agg(json_build_object('startsAt', s.starts_at, 'endsAt', s.ends_at) ORDER BY s.starts_at)
                    FILTER (WHERE s.status = 'cancelled'), '[]') AS "calledOff"
    FROM sessions s
    WHERE s.event_id = ${eventId} AND s.id IN (
      SELECT w.session_id FROM waiting_list_wishes w
      JOIN sessions t ON t.id = w.session_id AND t.event_id = w.event_id
      WHERE w.entry_id = ${entryId} AND w.event_id = ${eventId} AND (w.live OR t.status = 'cancelled')
      UNION ALL
      SELECT o.session_id FROM waiting_list_offers o
      WHERE o.entry_id = ${entryId} AND o.event_id = ${eventId} AND o.state = 'live')`;
  return news!;
}

/** The event that a party waits for. */
export async function findWaitedFor(tx: Tx, eventId: string): Promise<WaitedForRow | undefined> {
  const [row] = await tx.sql<WaitedForRow[]>`
    SELECT e.title, p.mood, e.slug, e.contact_email AS email, e.contact_phone AS phone, v.name AS "venueName", v.address,
           v.time_zone AS "timeZone", e.passed_over_limit AS "passedOverLimit"
    FROM events e JOIN programmes p ON p.id = e.programme_id JOIN venues v ON v.id = e.venue_id WHERE e.id = ${eventId}`;
  return row;
}

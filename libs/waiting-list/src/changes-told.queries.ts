import { read, type Tx } from '#database';
import type { ChangedSessions, Concerned } from '#registration';
import type { SettledOffer } from './offers.queries.js';

/** Those to whom places in these sessions are offered, and who still have time to answer. */
export async function findOffered(
  tx: Tx,
  { eventId, sessionIds }: ChangedSessions,
  { after, limit, now }: { readonly after: string; readonly limit: number; readonly now: Date },
): Promise<Concerned[]> {
  return read<Concerned[]>(tx)`
    SELECT e.id, e.contact_email AS recipient
    FROM waiting_list_offers o JOIN waiting_list_entries e ON e.id = o.entry_id AND e.event_id = o.event_id
    JOIN events v ON v.id = e.event_id AND v.status = 'published'
    WHERE o.event_id = ${eventId} AND o.session_id = ANY(${sessionIds}::uuid[]) AND o.state = 'live'
      AND o.expires_at > ${now} AND e.state = 'offered' AND e.id > ${after}
    ORDER BY e.id LIMIT ${limit}`;
}

/** Those who stand in the line of one of these sessions at least, unless it begins so soon that the line goes home. */
export async function findInLine(
  tx: Tx,
  { eventId, sessionIds }: ChangedSessions,
  { after, limit, soon }: { readonly after: string; readonly limit: number; readonly soon: Date },
): Promise<Concerned[]> {
  return read<Concerned[]>(tx)`
    SELECT e.id, e.contact_email AS recipient FROM waiting_list_entries e
    JOIN events v ON v.id = e.event_id AND v.status = 'published'
    WHERE e.event_id = ${eventId} AND e.id > ${after} AND e.state = 'waiting' AND EXISTS (
      SELECT FROM waiting_list_wishes w JOIN sessions s ON s.id = w.session_id AND s.event_id = w.event_id
      WHERE w.entry_id = e.id AND w.event_id = e.event_id AND w.session_id = ANY(${sessionIds}::uuid[]) AND w.live
        AND s.starts_at > ${soon})
    ORDER BY e.id LIMIT ${limit}`;
}

interface Hurry {
  readonly now: Date;
  /** Before the start. */
  readonly onTheWayMs: number;
  /** To read a mail and answer. */
  readonly leastMs: number;
}

export interface HurriedOffer extends SettledOffer {
  readonly expiresAt: Date;
}

/**
 * Offers that would still be open when their session begins end before it, but not so soon that nobody could answer.
 * The pools of the sessions are locked by the transaction.
 */
export async function endBeforeStart(
  tx: Tx,
  { eventId, sessionIds }: ChangedSessions,
  { now, onTheWayMs, leastMs }: Hurry,
): Promise<HurriedOffer[]> {
  return read<HurriedOffer[]>(tx)`
    UPDATE waiting_list_offers o SET expires_at = last.moment
    FROM (
      SELECT id, greatest(starts_at - ${onTheWayMs / 1000}::int * interval '1 second',
                          least(starts_at, ${new Date(now.getTime() + leastMs)}::timestamptz)) AS moment
      FROM sessions WHERE event_id = ${eventId} AND id = ANY(${sessionIds}::uuid[]) AND starts_at > ${now}) last
    WHERE o.event_id = ${eventId} AND o.session_id = last.id AND o.state = 'live' AND o.expires_at > ${now}
      AND o.expires_at > last.moment
    RETURNING o.id, o.event_id AS "eventId", o.entry_id AS "entryId", o.session_id AS "sessionId", o.people,
              o.expires_at AS "expiresAt"`;
}

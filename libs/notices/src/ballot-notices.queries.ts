import type { EntryOutcome, EntryState, Mood } from '#contracts';
import { read, type Tx } from '#database';

/** An entry with everything that a mail about it could tell, as it stands now. */
export interface EntryNoticeRow {
  readonly id: string;
  readonly ballotId: string;
  readonly state: EntryState;
  readonly partySize: number;
  readonly contactName: string;
  readonly rank: number | null;
  readonly outcome: EntryOutcome | null;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly drawsAt: Date;
  readonly closed: boolean;
  readonly drawn: boolean;
  readonly cancelled: boolean;
  readonly announcement: string | null;
  /** How many entries were in the draw; 0 before it. */
  readonly entries: number;
  readonly eventTitle: string;
  readonly eventSlug: string;
  readonly mood: Mood;
  readonly contactEmail: string;
  readonly contactPhone: string | null;
  readonly timeZone: string;
  /** The sessions that it would come to, in its order; as JSON of the database says them. */
  readonly preferences: {
    readonly id: string;
    readonly startsAt: string;
    readonly endsAt: string;
    readonly cancelled: boolean;
  }[];
  readonly wonSessionId: string | null;
  /** What its address has on the waiting list of the event. */
  readonly waitingId: string | null;
  /** Whether it had that before the draw; then its party may be of another size, and may be offered places. */
  readonly waitedBefore: boolean;
  readonly waitingSize: number | null;
  readonly isOffered: boolean;
  readonly venueName: string;
  readonly address: string;
  /** Why one of these was last moved or called off. */
  readonly changedBecause: string | null;
}

/** Locks nothing: neither the close nor the draw waits for a mail server. What becomes of the entry meanwhile is told by the next mail. */
export async function findEntryNotice(tx: Tx, entryId: string): Promise<EntryNoticeRow | undefined> {
  const [row] = await read<EntryNoticeRow[]>(tx)`
    SELECT n.id, n.ballot_id AS "ballotId", n.state, n.party_size AS "partySize", n.contact_name AS "contactName",
           n.rank, n.outcome, n.won_session_id AS "wonSessionId",
           b.opens_at AS "opensAt", b.closes_at AS "closesAt", b.draws_at AS "drawsAt",
           b.closed_at IS NOT NULL AS closed, b.drawn_at IS NOT NULL AS drawn,
           b.cancelled_at IS NOT NULL AS cancelled, b.announcement,
           CASE WHEN b.drawn_at IS NULL THEN 0 ELSE (
             SELECT count(*)::int FROM ballot_entries o WHERE o.ballot_id = b.id AND o.state = 'entered') END AS entries,
           l.id AS "waitingId", coalesce(l.created_at < b.drawn_at, false) AS "waitedBefore",
           l.party_size AS "waitingSize", coalesce(l.state = 'offered', false) AS "isOffered",
           e.title AS "eventTitle", e.slug AS "eventSlug", g.mood, e.contact_email AS "contactEmail",
           e.contact_phone AS "contactPhone", v.time_zone AS "timeZone",
           (SELECT json_agg(json_build_object('id', s.id, 'startsAt', s.starts_at, 'endsAt', s.ends_at,
                     'cancelled', s.status = 'cancelled') ORDER BY w.place)
            FROM unnest(n.preferences) WITH ORDINALITY AS w (id, place)
            JOIN sessions s ON s.event_id = n.event_id AND s.id = w.id) AS preferences,
           v.name AS "venueName", v.address,
           (SELECT s.announcement FROM sessions s
            WHERE s.event_id = n.event_id AND s.id = ANY(n.preferences) AND s.announced_at IS NOT NULL
            ORDER BY s.announced_at DESC LIMIT 1) AS "changedBecause"
    FROM ballot_entries n
    JOIN ballots b ON b.event_id = n.event_id AND b.id = n.ballot_id
    JOIN events e ON e.id = n.event_id
    JOIN programmes g ON g.id = e.programme_id
    JOIN venues v ON v.id = e.venue_id
    LEFT JOIN waiting_list_entries l
      ON l.event_id = n.event_id AND l.email_key = n.email_key AND l.state IN ('unverified', 'waiting', 'offered')
    WHERE n.id = ${entryId}`;
  return row;
}

import type { WaitEnd, WaitState } from '#contracts';
import type { Tx } from '#database';

export interface EntryFacts {
  readonly id: string;
  readonly eventId: string;
  readonly eventSlug: string;
  readonly state: WaitState;
  readonly endReason: WaitEnd | null;
  readonly partySize: number;
  readonly fewerIsFine: boolean;
  readonly contactName: string;
  readonly contactEmail: string | null;
  readonly contactPhone: string | null;
  readonly passedOverLimit: number;
  readonly registrationId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export async function findEntryFacts(tx: Tx, id: string): Promise<EntryFacts | undefined> {
  const [entry] = await tx.sql<EntryFacts[]>`
    SELECT w.id, w.event_id AS "eventId", e.slug AS "eventSlug", w.state, w.end_reason AS "endReason",
           w.party_size AS "partySize", w.fewer_is_fine AS "fewerIsFine", w.contact_name AS "contactName",
           w.contact_email AS "contactEmail", w.contact_phone AS "contactPhone",
           e.passed_over_limit AS "passedOverLimit", w.registration_id AS "registrationId",
           w.created_at AS "createdAt", w.updated_at AS "updatedAt"
    FROM waiting_list_entries w JOIN events e ON e.id = w.event_id
    WHERE w.id = ${id} AND e.status <> 'draft'`;
  return entry;
}

export interface LineRow {
  readonly sessionId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cancelled: boolean;
  readonly live: boolean;
  readonly passedOver: number;
  readonly partiesBefore: number;
  readonly peopleBefore: number;
  readonly freedLately: number;
}

/** Where an entry stands for each of its sessions, and how many places parties who waited have got there since then. */
export async function findLines(
  tx: Tx,
  { id, eventId }: Pick<EntryFacts, 'id' | 'eventId'>,
  since: Date,
): Promise<LineRow[]> {
  return tx.sql<LineRow[]>`
    SELECT w.session_id AS "sessionId", s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           s.status = 'cancelled' AS cancelled, w.live AND e.state = 'waiting' AS live, w.passed_over AS "passedOver",
           before.parties AS "partiesBefore", before.people AS "peopleBefore", freed.people AS "freedLately"
    FROM waiting_list_wishes w
    JOIN waiting_list_entries e ON e.id = w.entry_id AND e.event_id = w.event_id
    JOIN sessions s ON s.id = w.session_id AND s.event_id = w.event_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS parties, coalesce(sum(o.party_size), 0)::int AS people FROM waiting_list_wishes o
      WHERE ((o.session_id = w.session_id AND o.priority = w.priority AND o.rank < w.rank)
          OR (o.session_id = w.session_id AND o.priority > w.priority)) AND o.live) before
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(o.taken), 0)::int AS people FROM waiting_list_offers o
      WHERE o.session_id = w.session_id AND o.offered_at > ${since} AND o.state = 'accepted') freed
    WHERE w.entry_id = ${id} AND w.event_id = ${eventId} ORDER BY s.starts_at, s.id`;
}

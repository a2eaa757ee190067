import type { AdminBallot, BallotRecord, BallotsQuery } from '#contracts';
import { read, type Tx } from '#database';
import type { DrawnEntry, Result } from './draw.js';
import type { Ballot } from './ballot.entity.js';

/** A ballot with its event, as everybody may read it; drafts are not found. */
export interface PublicBallotRow extends Ballot {
  readonly eventSlug: string;
  readonly eventTitle: string;
  readonly sessions: {
    readonly id: string;
    /** As JSON of the database says it. */
    readonly startsAt: string;
    readonly endsAt: string;
    readonly title: string | null;
    readonly places: number | null;
  }[];
  readonly entries: number | null;
  readonly drawn: number | null;
}

export async function findPublicBallot(tx: Tx, id: string): Promise<PublicBallotRow | undefined> {
  const [row] = await read<PublicBallotRow[]>(tx)`
    SELECT b.id, b.event_id AS "eventId", b.opens_at AS "opensAt", b.closes_at AS "closesAt", b.draws_at AS "drawsAt",
           b.commitment, b.seed, b.list_hash AS "listHash", b.closed_at AS "closedAt", b.drawn_at AS "drawnAt",
           b.settled_at AS "settledAt", b.cancelled_at AS "cancelledAt", b.announcement, b.version,
           b.created_at AS "createdAt", b.updated_at AS "updatedAt",
           e.slug AS "eventSlug", e.title AS "eventTitle",
           (SELECT json_agg(json_build_object('id', s.id, 'startsAt', s.starts_at, 'endsAt', s.ends_at,
                     'title', s.title, 'places', t.places) ORDER BY s.starts_at, s.id)
            FROM ballot_sessions t JOIN sessions s ON s.event_id = t.event_id AND s.id = t.session_id
            WHERE t.event_id = b.event_id AND t.ballot_id = b.id) AS sessions,
           CASE WHEN b.closed_at IS NOT NULL THEN (
             SELECT count(*)::int FROM ballot_entries n WHERE n.ballot_id = b.id AND n.state = 'entered') END AS entries,
           CASE WHEN b.drawn_at IS NOT NULL THEN (
             SELECT count(*)::int FROM ballot_entries n WHERE n.ballot_id = b.id AND n.won_session_id IS NOT NULL) END AS drawn
    FROM ballots b JOIN events e ON e.id = b.event_id
    WHERE b.id = ${id} AND e.status <> 'draft'`;
  return row;
}

/** How a ballot stands, for who enters it, and what of it may not change while they do. */
export interface OpenBallot {
  readonly id: string;
  readonly eventId: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly closed: boolean;
  readonly cancelled: boolean;
  readonly sessionIds: string[];
}

/** Whoever closes the ballot waits for this transaction, and it for them. Drafts are not found. */
export async function shareBallot(tx: Tx, id: string): Promise<OpenBallot | undefined> {
  const [row] = await read<OpenBallot[]>(tx)`
    SELECT b.id, b.event_id AS "eventId", b.opens_at AS "opensAt", b.closes_at AS "closesAt",
           b.closed_at IS NOT NULL AS closed, b.cancelled_at IS NOT NULL OR e.status = 'cancelled' AS cancelled,
           ARRAY(SELECT t.session_id FROM ballot_sessions t
                 JOIN sessions s ON s.event_id = t.event_id AND s.id = t.session_id AND s.status = 'scheduled'
                 WHERE t.event_id = b.event_id AND t.ballot_id = b.id) AS "sessionIds"
    FROM ballots b JOIN events e ON e.id = b.event_id
    WHERE b.id = ${id} AND e.status <> 'draft' FOR SHARE OF b`;
  return row;
}

/** The public pool of each session of the event, if it has one. */
export async function findPublicPools(
  tx: Tx,
  eventId: string,
  sessionIds: readonly string[],
): Promise<{ sessionId: string; poolId: string | null; startsAt: Date; endsAt: Date; cancelled: boolean }[]> {
  return tx.sql`
    SELECT s.id AS "sessionId", p.id AS "poolId", s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           s.status = 'cancelled' AS cancelled
    FROM sessions s LEFT JOIN pools p ON p.event_id = s.event_id AND p.session_id = s.id AND p.audience = 'public'
    WHERE s.event_id = ${eventId} AND s.id = ANY(${sessionIds}::uuid[])`;
}

/** What is to be done about ballots now. While the event is a draft again nobody could be given anything, so it waits. */
export async function findDue(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT b.id FROM ballots b JOIN events e ON e.id = b.event_id
    WHERE b.settled_at IS NULL AND b.cancelled_at IS NULL AND (b.closes_at <= ${now} AND e.status = 'published' OR e.status = 'cancelled')
    ORDER BY b.closes_at, b.id`;
  return rows.map(({ id }) => id);
}

export async function findEventStatus(tx: Tx, eventId: string): Promise<string | undefined> {
  const [event] = await tx.sql<{ status: string }[]>`SELECT status FROM events WHERE id = ${eventId}`;
  return event?.status;
}

export async function keepsWaitingList(tx: Tx, eventId: string): Promise<boolean> {
  const [event] = await tx.sql<{ keeps: boolean }[]>`
    SELECT waiting_list AND status = 'published' AS keeps FROM events WHERE id = ${eventId}`;
  return event?.keeps ?? false;
}

/** Who has not confirmed their address by the close is not in the draw. */
export async function lapseUnverified(tx: Tx, ballotId: string, now: Date): Promise<void> {
  await tx.sql`
    UPDATE ballot_entries SET state = 'lapsed', updated_at = ${now}, version = version + 1
    WHERE ballot_id = ${ballotId} AND state = 'unverified'`;
}

/** The entries that are drawn from, in no order. */
export async function findDrawnEntries(tx: Tx, ballotId: string): Promise<DrawnEntry[]> {
  return tx.sql<DrawnEntry[]>`
    SELECT id, party_size AS "partySize", weight, preferences FROM ballot_entries
    WHERE ballot_id = ${ballotId} AND state = 'entered'`;
}

export async function writeResults(tx: Tx, ballotId: string, results: readonly Result[], now: Date): Promise<void> {
  const ids = results.map(({ entryId }) => entryId);
  const ranks = results.map(({ rank }) => rank);
  const sessions = results.map(({ sessionId }) => sessionId);
  await tx.sql`
    UPDATE ballot_entries e
    SET rank = r.rank, won_session_id = r.session_id, updated_at = ${now}, version = e.version + 1
    FROM unnest(${ids}::uuid[], ${ranks}::int[], ${sessions}::uuid[]) AS r (id, rank, session_id)
    WHERE e.id = r.id AND e.ballot_id = ${ballotId}`;
}

export type RecordEntry = NonNullable<BallotRecord['entries']>[number];

/** Of the record, so many entries after an id. */
export async function findRecordEntries(
  tx: Tx,
  ballotId: string,
  after: string,
  limit: number,
): Promise<RecordEntry[]> {
  return tx.sql<RecordEntry[]>`
    SELECT id, party_size AS "partySize", weight, preferences, rank, won_session_id AS "sessionId"
    FROM ballot_entries WHERE ballot_id = ${ballotId} AND state = 'entered' AND id > ${after}
    ORDER BY id LIMIT ${limit}`;
}

export async function findRecordEntry(tx: Tx, ballotId: string, id: string): Promise<RecordEntry | undefined> {
  const [entry] = await tx.sql<RecordEntry[]>`
    SELECT id, party_size AS "partySize", weight, preferences, rank, won_session_id AS "sessionId"
    FROM ballot_entries WHERE ballot_id = ${ballotId} AND state = 'entered' AND id = ${id}`;
  return entry;
}

interface Wanted extends Partial<BallotsQuery> {
  readonly id?: string | undefined;
  /** Null for all events. */
  readonly eventIds: readonly string[] | null;
}

export type AdminBallotRow = Ballot & Pick<AdminBallot, 'sessions' | 'standing'> & { readonly drawn: number };

/** Newest first; one row more than the limit. */
export async function findBallots(
  tx: Tx,
  { id, eventIds, eventId, cursor, limit = 0 }: Wanted,
): Promise<AdminBallotRow[]> {
  return read<AdminBallotRow[]>(tx)`
    SELECT b.id, b.event_id AS "eventId", b.opens_at AS "opensAt", b.closes_at AS "closesAt", b.draws_at AS "drawsAt",
           b.commitment, b.seed, b.list_hash AS "listHash", b.closed_at AS "closedAt", b.drawn_at AS "drawnAt",
           b.settled_at AS "settledAt", b.cancelled_at AS "cancelledAt", b.announcement, b.version,
           b.created_at AS "createdAt", b.updated_at AS "updatedAt",
           (SELECT json_agg(json_build_object('sessionId', t.session_id, 'places', t.places) ORDER BY t.session_id)
            FROM ballot_sessions t WHERE t.event_id = b.event_id AND t.ballot_id = b.id) AS sessions,
           counts.standing, counts.drawn
    FROM ballots b CROSS JOIN LATERAL (
      SELECT json_build_object(
               'entered', count(*) FILTER (WHERE state = 'entered'),
               'people', coalesce(sum(party_size) FILTER (WHERE state = 'entered'), 0),
               'unverified', count(*) FILTER (WHERE state = 'unverified'),
               'withdrawn', count(*) FILTER (WHERE state = 'withdrawn')) AS standing,
             (count(*) FILTER (WHERE won_session_id IS NOT NULL))::int AS drawn
      FROM ballot_entries n WHERE n.ballot_id = b.id) counts
    WHERE (${eventIds}::uuid[] IS NULL OR b.event_id = ANY(${eventIds}::uuid[]))
      AND (${id ?? null}::uuid IS NULL OR b.id = ${id ?? null})
      AND (${eventId ?? null}::uuid IS NULL OR b.event_id = ${eventId ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR b.id < ${cursor ?? null})
    ORDER BY b.id DESC LIMIT ${limit + 1}`;
}

/** Those after an id whose seed is still sealed. */
export async function findSealedSeeds(tx: Tx): Promise<{ id: string; sealedSeed: string }[]> {
  return tx.sql`SELECT id, sealed_seed AS "sealedSeed" FROM ballots WHERE sealed_seed IS NOT NULL ORDER BY id`;
}

/** Unless it was drawn meanwhile. */
export async function replaceSeed(tx: Tx, id: string, before: string, after: string): Promise<void> {
  await tx.sql`UPDATE ballots SET sealed_seed = ${after} WHERE id = ${id} AND sealed_seed = ${before}`;
}

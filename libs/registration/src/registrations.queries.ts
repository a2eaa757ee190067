import type { RegistrationState } from '#contracts';
import { insertRows, read, readPrepared, type Tx } from '#database';
import { Registration } from './registration.entity.js';
import type { Alternative } from './registration.errors.js';
import type { SessionFacts } from './session-facts.js';
import { type Elsewhere, NO_SPACES, type SpaceCounts } from './spaces.js';

/** The facts of published events' sessions; cancelled ones are found and say so, drafts are not. */
export async function findSessionFacts(tx: Tx, sessionId: string): Promise<SessionFacts | undefined> {
  const [facts] = await readPrepared<SessionFacts[]>(tx)`
    SELECT s.id AS "sessionId", s.event_id AS "eventId", e.slug AS "eventSlug",
           s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           s.status = 'cancelled' OR e.status = 'cancelled' AS cancelled,
           e.registration_opens_at AS "opensAt", e.registration_closes_at AS "closesAt",
           e.confirmation, e.one_registration_per AS "oneRegistrationPer", e.party_limit AS "partyLimit",
           e.changes_close_minutes AS "changesCloseMinutes",
           e.cancellations_close_minutes AS "cancellationsCloseMinutes",
           e.consent_required AS "consentRequired", e.waiting_list AS "waitingList",
           (SELECT coalesce(json_agg(json_build_object(
                     'id', q.id, 'label', q.label, 'help', q.help, 'kind', q.kind, 'options', q.options,
                     'required', q.required, 'askedPer', q.asked_per, 'sensitive', q.sensitive) ORDER BY q.position), '[]')
            FROM questions q WHERE q.event_id = e.id) AS questions
    FROM sessions s JOIN events e ON e.id = s.event_id
    WHERE s.id = ${sessionId} AND e.status <> 'draft'`;
  return facts;
}

/**
 * Sessions of the event that still hold a party of that size now, nearest in time first. Nothing is asked about spaces
 * for a party that needs none: PostgreSQL then knows before it begins.
 */
export async function findAlternatives(
  tx: Tx,
  facts: SessionFacts,
  partySize: number,
  now: Date,
  { wheelchair, companion }: SpaceCounts = NO_SPACES,
): Promise<Alternative[]> {
  const rows = await tx.sql<{ id: string; startsAt: Date; available: number }[]>`
    SELECT s.id, s.starts_at AS "startsAt", p.places - p.taken - p.promised AS available
    FROM sessions s JOIN pools p ON p.event_id = s.event_id AND p.session_id = s.id AND p.audience = 'public'
    WHERE s.event_id = ${facts.eventId} AND s.id <> ${facts.sessionId} AND s.status = 'scheduled'
      AND s.starts_at > ${now} AND NOT p.waited_for AND p.ballot_id IS NULL
      AND (${wheelchair}::int = 0 OR EXISTS (
        SELECT FROM pools w WHERE w.event_id = s.event_id AND w.session_id = s.id AND w.audience = 'wheelchair'
          AND w.places - w.taken >= ${wheelchair}::int))
      AND p.places - p.taken - p.promised >= ${partySize}::int - ${wheelchair}::int - CASE
        WHEN ${companion}::int > 0 AND EXISTS (
          SELECT FROM pools c WHERE c.event_id = s.event_id AND c.session_id = s.id AND c.audience = 'companion')
        THEN ${companion}::int ELSE 0 END
      AND (${companion}::int = 0 OR NOT EXISTS (
        SELECT FROM pools c WHERE c.event_id = s.event_id AND c.session_id = s.id AND c.audience = 'companion'
          AND c.places - c.taken < ${companion}::int))
    ORDER BY abs(extract(epoch FROM s.starts_at - ${facts.startsAt}::timestamptz)), s.starts_at LIMIT 5`;
  return rows.map(({ id, startsAt, available }) => ({ sessionId: id, startsAt: startsAt.toISOString(), available }));
}

/** The event of a session, a draft too. */
export async function findEventOf(tx: Tx, sessionId: string): Promise<{ id: string; status: string } | undefined> {
  const [event] = await tx.sql<{ id: string; status: string }[]>`
    SELECT e.id, e.status FROM sessions s JOIN events e ON e.id = s.event_id WHERE s.id = ${sessionId}`;
  return event;
}

export async function findPublicPool(tx: Tx, sessionId: string): Promise<string | undefined> {
  const [pool] = await tx.sql<{ id: string }[]>`
    SELECT id FROM pools WHERE session_id = ${sessionId} AND audience = 'public'`;
  return pool?.id;
}

/** The public pools of those of the sessions that are of the event, by session. */
export async function findPublicPools(
  tx: Tx,
  eventId: string,
  sessionIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.sql<{ id: string; sessionId: string }[]>`
    SELECT id, session_id AS "sessionId" FROM pools
    WHERE event_id = ${eventId} AND session_id = ANY(${sessionIds}::uuid[]) AND audience = 'public'`;
  return new Map(rows.map(({ id, sessionId }) => [sessionId, id]));
}

export interface LiveRegistration {
  readonly id: string;
  readonly eventId: string;
  readonly emailKey: string;
  readonly contactEmail: string;
  readonly state: RegistrationState;
}

export interface KnownRegistration extends LiveRegistration {
  /** Places wait for this address already, in its own name or behind a stand-in. */
  readonly held: boolean;
}

/**
 * What these addresses have already where one more of them in the session would be one too many.
 * Each address is looked up by itself (LATERAL), so that a table that has just begun to grow, and of
 * which PostgreSQL has no statistics yet, is not read from end to end by every batch of a rush.
 */
export async function findLive(tx: Tx, sessionId: string, emailKeys: readonly string[]): Promise<KnownRegistration[]> {
  return read<KnownRegistration[]>(tx)`
    SELECT r.id, s.event_id AS "eventId", address.key AS "emailKey", r.contact_email AS "contactEmail", r.state,
           r.state = 'unverified' OR EXISTS (
             SELECT FROM registrations h
             WHERE h.event_id = s.event_id AND h.stands_in_for = r.id AND h.state = 'unverified') AS held
    FROM sessions s JOIN events e ON e.id = s.event_id
    CROSS JOIN unnest(${emailKeys}::text[]) AS address (key)
    CROSS JOIN LATERAL (
      SELECT id, contact_email, state FROM registrations
      WHERE email_key = address.key AND event_id = s.event_id AND state <> 'cancelled'
        AND unique_within = CASE e.one_registration_per WHEN 'event' THEN e.id ELSE s.id END
      LIMIT 1) r
    WHERE s.id = ${sessionId}`;
}

/** Live registrations of an address, whose sessions have not ended. */
export async function findLiveByAddress(tx: Tx, emailKey: string, now: Date): Promise<LiveRegistration[]> {
  return tx.sql<LiveRegistration[]>`
    SELECT r.id, r.event_id AS "eventId", r.email_key AS "emailKey", r.contact_email AS "contactEmail", r.state
    FROM registrations r JOIN sessions s ON s.event_id = r.event_id AND s.id = r.session_id
    WHERE r.email_key = ${emailKey} AND r.state <> 'cancelled' AND s.ends_at > ${now}
    ORDER BY s.starts_at LIMIT 20`;
}

/** In the order of addresses: two batches that wait for each other's at the unique index never do so in a circle. */
export function insertRegistrations(tx: Tx, registrations: readonly Registration[]): void {
  insertRows(tx, Registration, registrations, 'emailKey');
}

/** Holds those that still wait until then; one that was confirmed or has expired meanwhile stays as it is. */
export async function renewHolds(tx: Tx, ids: readonly string[], until: Date): Promise<void> {
  await tx.sql`
    UPDATE registrations SET held_until = ${until}
    WHERE id IN (
        SELECT id FROM registrations
        WHERE (id = ANY(${ids}::uuid[]) OR stands_in_for = ANY(${ids}::uuid[])) AND state = 'unverified'
        ORDER BY id FOR UPDATE)
      AND state = 'unverified'`;
}

/** Those of the registrations that were sent or are about to be sent such a message since then. */
export async function recentlyNotified(tx: Tx, ids: readonly string[], since: Date): Promise<Set<string>> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT DISTINCT registration_id AS id FROM messages
    WHERE registration_id = ANY(${ids}::uuid[]) AND kind IN ('lost-link', 'email-check') AND created_at > ${since}`;
  return new Set(rows.map(({ id }) => id));
}

interface Due {
  readonly id: string;
  readonly poolId: string;
  readonly elsewhere: Elsewhere | null;
}

/** The unverified registrations whose hold has run out, a bounded number, by pool. */
export async function findExpired(tx: Tx, now: Date): Promise<Due[]> {
  return tx.sql<Due[]>`
    SELECT id, pool_id AS "poolId", elsewhere FROM registrations
    WHERE state = 'unverified' AND held_until <= ${now}
    ORDER BY pool_id, id LIMIT 1000`;
}

export interface ExpiredRegistration {
  readonly id: string;
  readonly eventId: string;
  readonly poolId: string;
  readonly partySize: number;
  readonly elsewhere: Elsewhere | null;
  readonly standsInFor: string | null;
}

/** Cancels those of them whose hold has still run out and whose people are all counted in these pools, and answers them. */
export async function expireRegistrations(
  tx: Tx,
  poolIds: readonly string[],
  ids: readonly string[],
  now: Date,
): Promise<ExpiredRegistration[]> {
  return read<ExpiredRegistration[]>(tx)`
    UPDATE registrations
    SET state = 'cancelled', held_until = NULL, cancelled_at = ${now}, cancelled_by = 'expiry',
        updated_at = ${now}, version = version + 1
    WHERE id = ANY(${ids}::uuid[]) AND state = 'unverified' AND held_until <= ${now}
      AND NOT EXISTS (SELECT FROM people_by_pool(pool_id, party_size, elsewhere) p WHERE p.pool_id <> ALL(${poolIds}::uuid[]))
    RETURNING id, event_id AS "eventId", pool_id AS "poolId", party_size AS "partySize", elsewhere, stands_in_for AS "standsInFor"`;
}

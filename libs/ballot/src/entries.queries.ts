import type { EntriesQuery, EntryOutcome } from '#contracts';
import { read, type Round, type Tx } from '#database';
import type { BallotEntry } from './ballot-entry.entity.js';

export interface KnownEntry {
  readonly id: string;
  readonly state: 'unverified' | 'entered';
  readonly contactEmail: string;
}

/** What an address has in the ballot that may still count. */
export async function findKnown(tx: Tx, ballotId: string, emailKey: string): Promise<KnownEntry[]> {
  return read<KnownEntry[]>(tx)`
    SELECT id, state, contact_email AS "contactEmail" FROM ballot_entries
    WHERE ballot_id = ${ballotId} AND email_key = ${emailKey} AND state IN ('unverified', 'entered')`;
}

/** Whether it was sent, or is about to be sent, a mail of this kind since then. */
export async function wasTold(tx: Tx, entryId: string, since: Date): Promise<boolean> {
  const [row] = await tx.sql<{ told: boolean }[]>`
    SELECT EXISTS (SELECT FROM messages
      WHERE candidate_id = ${entryId} AND kind = 'ballot-entered' AND created_at > ${since}) AS told`;
  return row!.told;
}

interface Wanted extends Partial<EntriesQuery> {
  readonly id?: string | undefined;
  readonly ballotId?: string | undefined;
  /** Null for all events. */
  readonly eventIds: readonly string[] | null;
}

/** In the order of their random ids; one row more than the limit. */
export async function findEntries(
  tx: Tx,
  { id, ballotId, eventIds, state, outcome, cursor, limit = 0 }: Wanted,
): Promise<BallotEntry[]> {
  return read<BallotEntry[]>(tx)`
    SELECT id, event_id AS "eventId", ballot_id AS "ballotId", state, party_size AS "partySize", weight, preferences,
           contact_name AS "contactName", contact_email AS "contactEmail", contact_phone AS "contactPhone",
           email_key AS "emailKey", details, consented_at AS "consentedAt", source, rank,
           won_session_id AS "wonSessionId", outcome, registration_id AS "registrationId", version,
           created_at AS "createdAt", updated_at AS "updatedAt"
    FROM ballot_entries
    WHERE (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
      AND (${id ?? null}::uuid IS NULL OR id = ${id ?? null})
      AND (${ballotId ?? null}::uuid IS NULL OR ballot_id = ${ballotId ?? null})
      AND (${state ?? null}::text IS NULL OR state = ${state ?? null})
      AND (${outcome ?? null}::text IS NULL OR outcome = ${outcome ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR id > ${cursor ?? null})
    ORDER BY id LIMIT ${limit + 1}`;
}

export type Unsettled = Pick<
  BallotEntry,
  | 'id'
  | 'rank'
  | 'partySize'
  | 'preferences'
  | 'contactName'
  | 'contactEmail'
  | 'contactPhone'
  | 'emailKey'
  | 'details'
  | 'consentedAt'
>;

/** Of those who won places in the session, or with null none at all, so many after a rank whose result is not carried out. */
export async function lockUnsettled(
  tx: Tx,
  ballotId: string,
  sessionId: string | null,
  after: number,
  limit: number,
): Promise<Unsettled[]> {
  return tx.sql<Unsettled[]>`
    SELECT id, rank, party_size AS "partySize", contact_name AS "contactName", contact_email AS "contactEmail",
           contact_phone AS "contactPhone", email_key AS "emailKey", details, consented_at AS "consentedAt",
           preferences
    FROM ballot_entries
    WHERE ballot_id = ${ballotId} AND won_session_id IS NOT DISTINCT FROM ${sessionId}::uuid AND outcome IS NULL
      AND rank > ${after}
    ORDER BY rank LIMIT ${limit} FOR NO KEY UPDATE`;
}

export interface Settled {
  readonly id: string;
  readonly outcome: EntryOutcome;
  readonly registrationId: string | null;
}

export async function writeOutcomes(tx: Tx, settled: readonly Settled[], now: Date): Promise<void> {
  await tx.sql`
    UPDATE ballot_entries e
    SET outcome = s.outcome, registration_id = s.registration_id, updated_at = ${now}, version = e.version + 1
    FROM unnest(${settled.map(({ id }) => id)}::uuid[], ${settled.map(({ outcome }) => outcome)}::text[],
                ${settled.map(({ registrationId }) => registrationId)}::uuid[]) AS s (id, outcome, registration_id)
    WHERE e.id = s.id`;
}

export async function anyUnsettled(tx: Tx, ballotId: string): Promise<boolean> {
  const [row] = await tx.sql<{ left: boolean }[]>`
    SELECT EXISTS (SELECT FROM ballot_entries
      WHERE ballot_id = ${ballotId} AND rank IS NOT NULL AND outcome IS NULL) AS left`;
  return row!.left;
}

/** Who is in the ballot, a bounded number after an id. */
export async function findEntered(
  tx: Tx,
  ballotId: string,
  after: string,
  limit: number,
): Promise<{ id: string; contactEmail: string | null }[]> {
  return tx.sql`
    SELECT id, contact_email AS "contactEmail" FROM ballot_entries
    WHERE ballot_id = ${ballotId} AND state = 'entered' AND id > ${after} ORDER BY id LIMIT ${limit}`;
}

/** Of all ballots, so many entries after an id, with what is sealed of them. */
export async function findDetails(tx: Tx, after: string, limit: number): Promise<{ id: string; details: string }[]> {
  return tx.sql`
    SELECT id, details FROM ballot_entries WHERE id > ${after} AND details <> '' ORDER BY id LIMIT ${limit}`;
}

/** It says the same as before, so its version stays. */
export async function replaceDetails(tx: Tx, id: string, before: string, after: string): Promise<void> {
  await tx.sql`UPDATE ballot_entries SET details = ${after} WHERE id = ${id} AND details = ${before}`;
}

/**
 * Of the entries that are over since before then, so many after an id lose what their people have said. The version tells
 * the team that it reads otherwise now. Answers the last id, or nothing if there are no more.
 */
export async function forgetDetails(tx: Tx, before: Date, { after, limit }: Round): Promise<string | undefined> {
  const rows = await read<{ id: string }[]>(tx)`
    UPDATE ballot_entries e SET details = '', version = e.version + 1
    FROM (SELECT n.id FROM ballot_entries n JOIN ballots b ON b.event_id = n.event_id AND b.id = n.ballot_id
          WHERE n.id > ${after} AND n.details <> '' AND (
            (n.state IN ('withdrawn', 'lapsed') OR n.outcome IS NOT NULL) AND n.updated_at <= ${before}
            OR b.cancelled_at <= ${before})
          ORDER BY n.id LIMIT ${limit} FOR NO KEY UPDATE OF n SKIP LOCKED) old
    WHERE e.id = old.id
    RETURNING e.id`;
  return rows
    .map(({ id }) => id)
    .toSorted()
    .at(-1);
}

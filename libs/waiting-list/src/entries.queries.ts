import { read, type Round, type Tx } from '#database';
import type { WaitingListEntry } from './entry.entity.js';

export type EntryRow = Omit<WaitingListEntry, 'rank' | 'createdAt' | 'updatedAt' | 'endedAt' | 'registrationId'>;

/** Whether a row was made, and the rank that it has or would have had. */
export interface Ranked {
  readonly id: string;
  readonly rank: string;
  readonly made: boolean;
}

/**
 * In the given order, each a rank behind the one before; an address that waits in the event already is left out.
 * One statement for any number.
 */
export async function insertEntries(tx: Tx, entries: readonly EntryRow[], now: Date): Promise<Ranked[]> {
  return read<Ranked[]>(tx)`
    WITH rows AS MATERIALIZED (
      SELECT given.*, nextval('waiting_list_ranks') AS rank
      FROM (
        SELECT given.* FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS (
          "id" uuid, "eventId" uuid, "state" text, "endReason" text, "partySize" integer, "fewerIsFine" boolean,
          "contactName" text, "contactEmail" text, "contactPhone" text, "emailKey" text, "sealedParty" text,
          "consentedAt" timestamptz, "source" text, "priority" integer, "mailedAt" timestamptz, "version" integer
        )) WITH ORDINALITY AS given ORDER BY ordinality OFFSET 0) given
    ),
    made AS (
    INSERT INTO waiting_list_entries (
      id, event_id, state, end_reason, party_size, fewer_is_fine, contact_name, contact_email, contact_phone, email_key,
      sealed_party, consented_at, source, priority, rank, mailed_at, version, created_at, updated_at)
    SELECT "id", "eventId", "state", "endReason", "partySize", "fewerIsFine", "contactName", "contactEmail",
           "contactPhone", "emailKey", "sealedParty", "consentedAt", "source", "priority", rank, "mailedAt", "version",
           ${now}, ${now}
    FROM rows ORDER BY "emailKey", rank
    ON CONFLICT (email_key, event_id) WHERE state IN ('unverified', 'waiting', 'offered') DO NOTHING
    RETURNING id)
    SELECT rows.id, rows.rank, made.id IS NOT NULL AS made FROM rows LEFT JOIN made ON made.id = rows.id`;
}

/** What these addresses have in the event and what is not over, locked in the order of the ids. */
export async function lockLive(
  tx: Tx,
  eventId: string,
  emailKeys: readonly string[],
): Promise<Pick<WaitingListEntry, 'id' | 'emailKey' | 'state'>[]> {
  return tx.sql<WaitingListEntry[]>`
    SELECT id, email_key AS "emailKey", state FROM waiting_list_entries
    WHERE event_id = ${eventId} AND email_key = ANY(${emailKeys}::text[]) AND state IN ('unverified', 'waiting', 'offered')
    ORDER BY id FOR UPDATE`;
}

/** Something about the entries that other tables keep has changed. */
export async function renew(tx: Tx, eventId: string, ids: readonly string[], now: Date): Promise<void> {
  await tx.sql`
    UPDATE waiting_list_entries SET version = version + 1, updated_at = ${now}
    WHERE event_id = ${eventId} AND id = ANY(${ids}::uuid[])`;
}

/** Behind everybody of its priority. */
export async function nextRank(tx: Tx): Promise<string> {
  const [row] = await tx.sql<{ rank: string }[]>`SELECT nextval('waiting_list_ranks') AS rank`;
  return row!.rank;
}

/** Who waits in the event with this address, or is about to. */
export async function findLiveEntry(
  tx: Tx,
  eventId: string,
  emailKey: string,
): Promise<Pick<WaitingListEntry, 'id' | 'eventId' | 'state' | 'contactEmail' | 'mailedAt'> | undefined> {
  const [entry] = await tx.sql<WaitingListEntry[]>`
    SELECT id, event_id AS "eventId", state, contact_email AS "contactEmail", mailed_at AS "mailedAt"
    FROM waiting_list_entries
    WHERE email_key = ${emailKey} AND event_id = ${eventId} AND state IN ('unverified', 'waiting', 'offered')`;
  return entry;
}

/** Locks one that still waits, unless somebody else is at it: then undefined, at once. */
export async function seizeWaiting(
  tx: Tx,
  { id, eventId }: Pick<WaitingListEntry, 'id' | 'eventId'>,
): Promise<Pick<WaitingListEntry, 'emailKey' | 'contactEmail'> | undefined> {
  const [entry] = await tx.sql<WaitingListEntry[]>`
    SELECT email_key AS "emailKey", contact_email AS "contactEmail" FROM waiting_list_entries
    WHERE id = ${id} AND event_id = ${eventId} AND state = 'waiting' FOR UPDATE SKIP LOCKED`;
  return entry;
}

/** Locks those of the entries that still wait, but for whom somebody else is at. */
export async function seizeAllWaiting(
  tx: Tx,
  eventId: string,
  ids: readonly string[],
): Promise<Map<string, Pick<WaitingListEntry, 'emailKey' | 'contactEmail'>>> {
  const rows = await tx.sql<WaitingListEntry[]>`
    SELECT id, email_key AS "emailKey", contact_email AS "contactEmail" FROM waiting_list_entries
    WHERE id = ANY(${ids}::uuid[]) AND event_id = ${eventId} AND state = 'waiting' FOR UPDATE SKIP LOCKED`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Those of the entries that do not wait any more. */
export async function notWaiting(tx: Tx, eventId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM waiting_list_entries
    WHERE event_id = ${eventId} AND id = ANY(${ids}::uuid[]) AND state <> 'waiting'`;
  return rows.map(({ id }) => id);
}

export async function markOffered(tx: Tx, eventId: string, ids: readonly string[], now: Date): Promise<void> {
  await tx.sql`
    UPDATE waiting_list_entries SET state = 'offered', version = version + 1, updated_at = ${now}
    WHERE event_id = ${eventId} AND id = ANY(${ids}::uuid[])`;
}

export interface EndedEntry {
  readonly id: string;
  readonly eventId: string;
  readonly contactEmail: string | null;
}

/** Ends those of the entries that are in one of the states. */
export async function endEntries(
  tx: Tx,
  ids: readonly string[],
  how: { readonly from: readonly string[]; readonly reason: string; readonly now: Date },
): Promise<EndedEntry[]> {
  return read<EndedEntry[]>(tx)`
    UPDATE waiting_list_entries SET state = 'ended', end_reason = ${how.reason}, ended_at = ${how.now},
           version = version + 1, updated_at = ${how.now}
    WHERE id = ANY(${ids}::uuid[]) AND state = ANY(${how.from}::text[])
    RETURNING id, event_id AS "eventId", contact_email AS "contactEmail"`;
}

/** Those whose link was not followed since. */
export async function findUnverified(tx: Tx, since: Date): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM waiting_list_entries WHERE state = 'unverified' AND created_at <= ${since} LIMIT 1000`;
  return rows.map(({ id }) => id);
}

/** Those of the entries that stand in no line any more, locked in the order of their ids. */
export async function lockWithoutLine(tx: Tx, ids: readonly string[]): Promise<string[]> {
  await tx.sql`SELECT id FROM waiting_list_entries WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const rows = await tx.sql<{ id: string }[]>`
    SELECT e.id FROM waiting_list_entries e
    WHERE e.id = ANY(${ids}::uuid[]) AND e.state = 'waiting'
      AND NOT EXISTS (SELECT FROM waiting_list_wishes w WHERE w.entry_id = e.id AND w.event_id = e.event_id AND w.live)`;
  return rows.map(({ id }) => id);
}

/** Those of the entries that still wait for something that takes place. */
export async function findStillInLine(tx: Tx, ids: readonly string[]): Promise<EndedEntry[]> {
  return tx.sql<EndedEntry[]>`
    SELECT e.id, e.event_id AS "eventId", e.contact_email AS "contactEmail" FROM waiting_list_entries e
    WHERE e.id = ANY(${ids}::uuid[]) AND e.state = 'waiting' AND EXISTS (
      SELECT FROM waiting_list_wishes w
      JOIN sessions s ON s.id = w.session_id AND s.event_id = w.event_id JOIN events v ON v.id = s.event_id
      WHERE w.entry_id = e.id AND w.event_id = e.event_id AND w.live AND s.status = 'scheduled' AND v.status = 'published')`;
}

export interface SealedRow {
  readonly id: string;
  readonly eventId: string;
  readonly sealedParty: string;
}

export async function findSealedParties(tx: Tx, after: string, limit: number): Promise<SealedRow[]> {
  return tx.sql<SealedRow[]>`
    SELECT id, event_id AS "eventId", sealed_party AS "sealedParty" FROM waiting_list_entries
    WHERE id > ${after} AND sealed_party IS NOT NULL ORDER BY id LIMIT ${limit}`;
}

/** Unless it has changed since it was read. */
export async function writeSealedParty(
  tx: Tx,
  { id, eventId }: Pick<SealedRow, 'id' | 'eventId'>,
  { from, to }: { readonly from: string; readonly to: string | null },
): Promise<void> {
  await tx.sql`
    UPDATE waiting_list_entries SET sealed_party = ${to}
    WHERE id = ${id} AND event_id = ${eventId} AND sealed_party = ${from}`;
}

/**
 * Of the parties that went before then without places, so many after an id lose what they have said. Whoever joins again
 * at this moment is passed by. It touches no version: nobody is shown it. Answers the last id, or nothing if there are no
 * more.
 */
export async function forgetParties(tx: Tx, before: Date, { after, limit }: Round): Promise<string | undefined> {
  const rows = await read<{ id: string }[]>(tx)`
    UPDATE waiting_list_entries e SET sealed_party = NULL
    FROM (SELECT id, event_id FROM waiting_list_entries
          WHERE id > ${after} AND sealed_party IS NOT NULL AND state IN ('left', 'ended') AND ended_at <= ${before}
          ORDER BY id LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED) old
    WHERE e.id = old.id AND e.event_id = old.event_id
    RETURNING e.id`;
  return rows
    .map(({ id }) => id)
    .toSorted()
    .at(-1);
}

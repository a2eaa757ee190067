import { read, type Tx } from '#database';
import { parseReference } from '#kernel';
import type { Patterns } from './registration-filter.queries.js';

/** Names our lock among the advisory locks of the database. */
const LOCK = 7_072_013;

/**
 * Whether anything has happened since the index was brought up to date; asked by every search. The end of the feed is
 * one step in its index: whether there is any change behind a position would be looked for from end to end.
 */
export async function isBehind(tx: Tx): Promise<boolean> {
  const [row] = await tx.sql<{ behind: boolean }[]>`
    SELECT EXISTS (SELECT FROM changes WHERE position IS NULL)
        OR (SELECT max(position) FROM changes WHERE position IS NOT NULL) > (SELECT position FROM search_progress)
           AS behind`;
  return row!.behind;
}

/** Until the end of the transaction nobody else writes the index: the last to write must be the last to have read. */
export async function lockProgress(tx: Tx): Promise<string> {
  await read(tx)`SELECT pg_advisory_xact_lock(${LOCK})`;
  const [row] = await read<{ position: string }[]>(tx)`SELECT position FROM search_progress`;
  return row!.position;
}

/**
 * What these registrations are found by now. Where it is the same as before nothing is written. A name can be without
 * letters, and an address missing: such a party is found by its reference alone.
 */
export async function indexRegistrations(tx: Tx, ids: readonly string[]): Promise<void> {
  await read(tx)`
    INSERT INTO registration_search AS known (registration_id, event_id, name, words)
    SELECT id, event_id, left(search_folded(contact_name), 100),
           coalesce(search_words(contact_name, contact_email, reference, places), ' ' || upper(replace(reference, '-', '')))
    FROM registrations WHERE id = ANY(${ids}::uuid[]) AND stands_in_for IS NULL
    ON CONFLICT (registration_id, event_id) DO UPDATE SET name = excluded.name, words = excluded.words
      WHERE (known.name, known.words) <> (excluded.name, excluded.words)`;
}

export async function setProgress(tx: Tx, position: string): Promise<void> {
  await read(tx)`UPDATE search_progress SET position = ${position}`;
}

/**
 * What was typed, as patterns: each word as it is, without its dots written as e, and read as a part of a reference (O for
 * 0, I or L for 1), which stands in capitals. A word of nothing but O, I and L is a name, unless all that was typed is a
 * reference. A word of one or two letters is the beginning of one, since the index knows parts of three; where writing has
 * no letters but syllables it is a part all the same.
 */
export async function patternsOf(tx: Tx, q: string): Promise<Patterns> {
  const isReference = parseReference(q) !== undefined;
  const rows = await tx.sql<{ patterns: string[] }[]>`
    WITH typed AS (
      SELECT DISTINCT word FROM regexp_split_to_table(search_folded(${q}), ' ') AS word
    ), words AS (
      SELECT word FROM typed WHERE word <> '' AND (word <> 'gh' OR NOT EXISTS (SELECT FROM typed WHERE word NOT IN ('gh', '')))
    )
    SELECT ARRAY(
      SELECT DISTINCT CASE WHEN form ~ '^[\\u0001-\\u2E7F]{1,2}$' THEN '% ' ELSE '%' END || form || '%'
      FROM unnest(ARRAY[word, search_undotted(word),
                        CASE WHEN word ~ '^[0-9a-z]{3,}$' AND (${isReference} OR word !~ '^[oil]+$') THEN upper(translate(word, 'oil', '011')) END]) AS form
      WHERE form IS NOT NULL) AS patterns
    FROM words`;
  return rows.map(({ patterns }) => patterns);
}

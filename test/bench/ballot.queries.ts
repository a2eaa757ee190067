import type { Database } from '#database';

export interface Filling {
  readonly database: Database;
  readonly ballotId: string;
  readonly sessionIds: readonly string[];
}

/** So many entries that are in, parties of one to four, each with three preferences; `details` stand by their ids. */
export async function addEntries(
  { database, ballotId, sessionIds }: Filling,
  ids: readonly string[],
  details: readonly string[],
): Promise<void> {
  await database.reader.query(FILL, [ballotId, sessionIds, ids, details]);
}

const FILL = `
  INSERT INTO ballot_entries (id, event_id, ballot_id, state, party_size, preferences, contact_name, contact_email,
                              email_key, details, source, created_at, updated_at)
  SELECT e.id, b.event_id, b.id, 'entered', 1 + number % 4,
         ARRAY[($2::uuid[])[1 + number % cardinality($2::uuid[])], ($2::uuid[])[1 + (number + 7) % cardinality($2::uuid[])],
               ($2::uuid[])[1 + (number + 19) % cardinality($2::uuid[])]],
         'Visitor', e.id || '@example.org', e.id || '@example.org', e.details, 'web', now(), now()
  FROM ballots b, unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS e (id, details, number)
  WHERE b.id = $1`;

/** As if its time had come. */
export async function letClose({ database, ballotId }: Filling): Promise<void> {
  const past = `UPDATE ballots SET opens_at = now() - interval '2 hours', closes_at = now() - interval '1 hour',
                       draws_at = now() - interval '1 hour' WHERE id = $1`;
  await database.reader.query(past, [ballotId]);
}

/** How many were registered, told that they were not drawn, and not settled. */
export async function countOutcomes({ database, ballotId }: Filling): Promise<Record<string, number>> {
  const rows = await database.reader.query<{ outcome: string; count: number }[]>(
    `SELECT coalesce(outcome, 'none') AS outcome, count(*)::int AS count FROM ballot_entries WHERE ballot_id = $1 GROUP BY 1`,
    [ballotId],
  );
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

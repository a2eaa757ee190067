import type { Database } from '#database';

/** A house, or a test that fills its tables. */
interface Filling {
  readonly database: Database;
}

/** Where rows are to be added. */
export interface Filled {
  readonly eventId: string;
  readonly sessionIds: readonly string[];
}

/** A statement may take 20 seconds, as everywhere in the house, also on a machine that has much else to do. */
const PORTION = 10_000;

/**
 * Adds that many confirmed registrations of one person, in the sessions in turn, each with its
 * confirmation, sent; and counts them in `taken`. Past the foreign keys, which would take
 * most of the time and are true by the way the rows are made.
 */
export async function addRegistrations(house: Filling, { eventId, sessionIds }: Filled, count: number): Promise<void> {
  await house.database.transaction(async (tx) => {
    await tx.query('SET LOCAL session_replication_role = replica');
    for (let done = 0; done < count; done += PORTION) {
      await tx.query(FILL, [eventId, sessionIds, Math.min(PORTION, count - done)]);
    }
    await tx.query(COUNT, [eventId]);
  });
}

/** Ids are of version 7 and rise, as those that the servers make; addresses and references are spread. */
const FILL = `
  WITH made AS MATERIALIZED (
    SELECT uuidv7() AS id, $1::uuid AS event_id,
           ($2::uuid[])[1 + number % cardinality($2::uuid[])] AS session_id,
           encode(substring(uuid_send(gen_random_uuid()) FOR 7), 'hex') AS word
    FROM generate_series(1, $3::int) AS number
  ), registered AS (
    INSERT INTO registrations
      (id, event_id, session_id, pool_id, reference, state, party_size, contact_name, contact_email, email_key,
       unique_within, places, source, calendar_uid, created_at, updated_at, confirmed_at)
    SELECT m.id, m.event_id, m.session_id, p.id, 'GH-' || m.word, 'confirmed', 1, 'Visitor ' || m.word,
           m.word || '@example.org', m.word || '@example.org', m.session_id,
           jsonb_build_array(jsonb_build_object(
             'name', 'Visitor ' || m.word, 'accessNeeds', NULL, 'answers', '{}'::jsonb, 'ticketCode', m.word)),
           'web', gen_random_uuid(), now(), now(), now()
    FROM made m JOIN pools p ON p.session_id = m.session_id AND p.audience = 'public'
  )
  INSERT INTO messages
    (id, event_id, registration_id, kind, recipient, subject, calendar_sequence, state, tries, created_at, finished_at)
  SELECT uuidv7(), event_id, id, 'confirmation', word || '@example.org', 'Your places', 0, 'sent', 1, now(), now()
  FROM made`;

/** Those that were added are found from now on, as they would be by themselves some time after they were made. */
export async function makeSearchable(house: Filling): Promise<void> {
  for (let added = PORTION; added > 0;) {
    const rows = await house.database.reader.query<object[]>(FIND, [PORTION / 4]);
    added = rows.length;
  }
}

const FIND = `
  INSERT INTO registration_search (registration_id, event_id, name, words)
  SELECT id, event_id, left(search_folded(contact_name), 100),
         search_words(contact_name, contact_email, reference, places)
  FROM registrations
  WHERE id > coalesce(
    (SELECT registration_id FROM registration_search ORDER BY registration_id DESC LIMIT 1),
    '00000000-0000-0000-0000-000000000000')
  ORDER BY id LIMIT $1
  RETURNING registration_id`;

const COUNT = `
  UPDATE pools SET taken = people
  FROM (SELECT pool_id, sum(party_size) AS people FROM registrations
        WHERE event_id = $1 AND state <> 'cancelled' GROUP BY pool_id) AS live
  WHERE event_id = $1 AND id = pool_id`;

/** What autovacuum does some time later, done now; and no checkpoint of the filling falls into what is measured. */
export async function settleDown(house: Filling): Promise<void> {
  await house.database.reader.query('VACUUM ANALYZE registrations, registration_search, messages, pools');
  await house.database.reader.query('CHECKPOINT');
}

export async function megabytes(house: Filling): Promise<number> {
  const [found] = await house.database.reader.query<{ bytes: string }[]>(
    'SELECT pg_database_size(current_database()) AS bytes',
  );
  return Number(found!.bytes) / 2 ** 20;
}

/** Of so many registrations each the word that its name, address and reference share with nobody. */
export async function someWords(house: Filling, count: number): Promise<string[]> {
  const rows = await house.database.reader.query<{ word: string }[]>(
    `SELECT split_part(contact_email, '@', 1) AS word FROM registrations ORDER BY md5(id::text) LIMIT $1`,
    [count],
  );
  return rows.map(({ word }) => word);
}

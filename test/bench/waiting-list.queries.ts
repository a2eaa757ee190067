import type { House } from './house.js';
import { settleDown } from './growth.queries.js';

interface Waiting {
  readonly eventId: string;
  readonly sessionIds: readonly string[];
}

/**
 * All places taken, and so many parties in the lines of the sessions in turn: of five each, one of one in thirteen, so that
 * many larger parties stand before the first that one place is enough for.
 */
export async function fillLines(house: House, { eventId, sessionIds }: Waiting, parties: number): Promise<void> {
  await house.database.transaction(async (tx) => {
    await tx.query('SET LOCAL session_replication_role = replica');
    await tx.query(CLEAR);
    await tx.query(FILL, [eventId, sessionIds, parties]);
    await tx.query(
      `INSERT INTO waiting_list_lines SELECT event_id, session_id, count(*) FROM waiting_list_wishes GROUP BY event_id, session_id`,
    );
    await tx.query('UPDATE pools SET taken = places, offered = 0, waited_for = true WHERE event_id = $1', [eventId]);
  });
  await house.database.reader.query('ANALYZE waiting_list_entries, waiting_list_wishes, waiting_list_offers');
  await settleDown(house);
}

const CLEAR = `
  WITH offers AS (DELETE FROM waiting_list_offers), wishes AS (DELETE FROM waiting_list_wishes),
       lines AS (DELETE FROM waiting_list_lines)
  DELETE FROM waiting_list_entries`;

const FILL = `
  WITH made AS MATERIALIZED (
    SELECT uuidv7() AS id, ($2::uuid[])[1 + number % cardinality($2::uuid[])] AS session_id,
           CASE WHEN (number / cardinality($2::uuid[])) % 13 = 4 THEN 1 ELSE 5 END AS size, number,
           nextval('waiting_list_ranks') AS rank
    FROM generate_series(1, $3::int) AS number
  ), entries AS (
    INSERT INTO waiting_list_entries
      (id, event_id, state, party_size, fewer_is_fine, contact_name, contact_email, email_key, source, rank, created_at, updated_at)
    SELECT id, $1, 'waiting', size, false, 'Visitor', id || '@example.org', id || '@example.org', 'web', rank, now(), now()
    FROM made
  )
  INSERT INTO waiting_list_wishes (event_id, entry_id, session_id, live, min_size, party_size, priority, rank)
  SELECT $1, id, session_id, true, size, size, 0, rank FROM made`;

/** So many places of a session have come free. */
export async function freePlaces(house: House, sessionId: string, places: number): Promise<void> {
  await house.database.reader.query('UPDATE pools SET taken = taken - $2 WHERE session_id = $1', [sessionId, places]);
}

/** The time of all live offers is over. Answers how many there are. */
export async function endTime(house: House): Promise<number> {
  const [, ended] = await house.database.reader.query<[unknown, number]>(
    `UPDATE waiting_list_offers SET expires_at = now() - interval '1 second' WHERE state = 'live'`,
  );
  return ended;
}

export async function liveOffers(house: House): Promise<number> {
  const [row] = await house.database.reader.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM waiting_list_offers WHERE state = 'live'`,
  );
  return row!.n;
}

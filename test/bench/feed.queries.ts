import type { Database } from '#database';

/** Half-hour sessions of the event with a public pool each, one after the other through day and night. */
export async function addSessions({ reader }: Database, eventId: string, count: number): Promise<void> {
  await reader.query(
    `INSERT INTO sessions (id, event_id, title, room, starts_at, ends_at, admission_opens_at, admission_closes_at,
                           capacity, status, safe_number_override, version, created_at, updated_at)
     SELECT uuidv7(), $1, 'Entry ' || n, NULL, t, t + interval '30 min', t, t + interval '30 min',
            20, 'scheduled', 'A measurement.', 1, now(), now()
     FROM generate_series(1, $2::int) n,
          LATERAL (SELECT date_trunc('hour', now()) + n * interval '100 min') AS at(t)`,
    [eventId, count],
  );
  await reader.query(
    `INSERT INTO pools (id, event_id, session_id, name, audience, places, created_at, updated_at)
     SELECT uuidv7(), event_id, id, 'Public', 'public', capacity, now(), now() FROM sessions WHERE event_id = $1`,
    [eventId],
  );
}

import type { Answer, TestApp } from '../support/test-app.js';

/** How often each status was answered. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const statuses = answers.map(({ status, body }) =>
    status < 400 ? String(status) : `${status} ${String(body['code'])}`,
  );
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export interface PoolLine {
  readonly name: string;
  readonly places: number;
  readonly taken: number;
  /** The people of its live registrations. */
  readonly people: number;
}

/** What the database says about the pools of a session, in the order of their names. */
export function poolsOf(app: TestApp, sessionId: string): Promise<PoolLine[]> {
  return app.database.reader.sql<PoolLine[]>`
    SELECT p.name, p.places, p.taken, coalesce(sum(c.people), 0)::int AS people
    FROM pools p LEFT JOIN (
      SELECT c.pool_id, c.people
      FROM registrations r CROSS JOIN LATERAL people_by_pool(r.pool_id, r.party_size, r.elsewhere) c
      WHERE r.session_id = ${sessionId} AND r.state <> 'cancelled') c ON c.pool_id = p.id
    WHERE p.session_id = ${sessionId} GROUP BY p.id, p.name, p.places, p.taken ORDER BY p.name`;
}

export interface Line {
  readonly id: string;
  readonly email: string;
  readonly partySize: number;
  readonly state: string;
  /** People in `places`. */
  readonly seats: number;
  /** Confirmations in the message log, each with a job of its own. */
  readonly confirmations: number;
}

export function registrationsOf(app: TestApp, sessionId: string): Promise<Line[]> {
  return app.database.reader.sql<Line[]>`
    SELECT r.id, r.contact_email AS email, r.party_size AS "partySize", r.state,
           jsonb_array_length(r.places) AS seats,
           (SELECT count(*)::int FROM messages m
            JOIN pgboss.job j ON j.name = 'notice.send' AND j.data @> jsonb_build_object('messages', jsonb_build_array(jsonb_build_object('messageId', m.id)))
            WHERE m.registration_id = r.id AND m.kind = 'confirmation') AS confirmations
    FROM registrations r WHERE r.session_id = ${sessionId} ORDER BY r.id`;
}

/** How often PostgreSQL has ended a deadlock for one of these servers' connections; each of them counts only when asked. */
export async function deadlocksOf(...servers: readonly TestApp[]): Promise<number> {
  const connections = servers.flatMap(({ database }) => Array.from({ length: 10 }, () => database.reader));
  await Promise.all(connections.map((one) => one.query('SELECT pg_stat_force_next_flush(), pg_sleep(0.1)')));
  const [row] = await servers[0]!.database.reader.sql<{ deadlocks: number }[]>`
    SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`;
  return row!.deadlocks;
}

/** People whom the requests with this outcome are about. */
export function peopleOf(parties: readonly { readonly partySize: number }[]): number {
  return parties.reduce((sum, { partySize }) => sum + partySize, 0);
}

/** The same numbers each time, so that a failure can be looked at again. */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

import pg from 'pg';
import { freshDatabase } from '../support/postgres.js';
import { type Planted, Rows } from '../support/rows.js';

/** A connection beside all services; it is ended by the database's own end at the latest. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // DROP DATABASE … WITH (FORCE) ends it
  await client.connect();
  return client;
}

/** Two hands that write SQL on a throw-away database, from which a test may take mechanisms out. */
export interface PlainClients extends AsyncDisposable {
  readonly one: pg.Client;
  readonly two: pg.Client;
  readonly rows: Rows;
}

export async function plainClients(...without: readonly string[]): Promise<PlainClients> {
  const database = await freshDatabase();
  const [one, two] = await Promise.all([connect(database.url), connect(database.url)]);
  for (const statement of without) await one.query(statement);
  return {
    ...{ one, two, rows: new Rows(one) },
    async [Symbol.asyncDispose]() {
      await Promise.all([one.end(), two.end()]);
      await database.drop();
    },
  };
}

/** Resolves as soon as that many connections of the client's database wait for a lock. */
export async function waitingForLocks(client: pg.Client, count = 1): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const { rows } = await client.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows[0]!.waiting >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`No ${count} connections wait for a lock.`);
}

export async function takenIn(client: pg.Client, { pool }: Planted): Promise<number> {
  const { rows } = await client.query<{ taken: number }>('SELECT taken FROM pools WHERE id = $1', [pool]);
  return rows[0]!.taken;
}

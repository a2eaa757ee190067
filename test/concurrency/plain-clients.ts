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

/** Hands that write SQL on a throw-away database, from which a test may take mechanisms out. */
export interface PlainClients extends AsyncDisposable {
  readonly one: pg.Client;
  readonly two: pg.Client;
  /** Looks on while the other two wait for each other. */
  readonly watcher: pg.Client;
  /** Writes with the first hand. */
  readonly rows: Rows;
}

export async function plainClients(...without: readonly string[]): Promise<PlainClients> {
  const database = await freshDatabase();
  const [one, two, watcher] = [await connect(database.url), await connect(database.url), await connect(database.url)];
  for (const statement of without) await one.query(statement);
  return {
    ...{ one, two, watcher, rows: new Rows(one) },
    async [Symbol.asyncDispose]() {
      await Promise.all([one.end(), two.end(), watcher.end()]);
      await database.drop();
    },
  };
}

/** Resolves as soon as this connection, and not just any, waits for a lock. */
export async function waitsForLock(client: pg.Client, pid: number): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    const { rows } = await client.query(`SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'`, [
      pid,
    ]);
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The connection ${pid} waits for no lock.`);
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

/**
 * Both write, and both are checked before either commits. Answers the constraint that refused one of
 * them. Without a lock in the check neither would wait, and neither would see the other.
 */
export async function bothAtOnce(hands: PlainClients, first: Write, second: Write): Promise<string[]> {
  for (const hand of [hands.one, hands.two]) await hand.query('BEGIN');
  await first(hands.one);
  await second(hands.two);
  const refusals = await Promise.all([hands.one, hands.two].map((hand) => checkAndCommit(hand, hands.watcher)));
  return refusals.filter((refusal) => refusal !== undefined);
}

/** Checks now what is deferred to the commit, and commits as soon as the other one waits for that. */
async function checkAndCommit(hand: pg.Client, watcher: pg.Client): Promise<string | undefined> {
  try {
    await hand.query('SET CONSTRAINTS ALL IMMEDIATE');
  } catch (error) {
    await hand.query('ROLLBACK');
    return (error as pg.DatabaseError).constraint;
  }
  await waitingForLocks(watcher);
  await hand.query('COMMIT');
  return undefined;
}

export type Write = (client: pg.Client) => Promise<unknown>;

export async function takenIn(client: pg.Client, { pool }: Planted): Promise<number> {
  const { rows } = await client.query<{ taken: number }>('SELECT taken FROM pools WHERE id = $1', [pool]);
  return rows[0]!.taken;
}

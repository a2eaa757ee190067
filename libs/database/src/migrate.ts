import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPackageJSON } from 'node:module';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { lockMigrations, majorVersion } from './migrate.queries.js';

const MIGRATIONS = join(dirname(findPackageJSON(import.meta.url)!), 'migrations');
const OLDEST_SERVER = 16;

export interface MigrateOptions {
  readonly direction?: 'up' | 'down';
  /** How many migrations; all of them if left out. */
  readonly count?: number;
  /** Runs after the migrations, still under the lock. */
  readonly then?: (client: pg.Client) => Promise<void>;
}

/**
 * Brings the schema to this version of the program. Several processes may call it at once: an
 * advisory lock lets one of them work while the others wait. Each migration is one transaction.
 * Throws an Error with one plain sentence if the server cannot be reached or is too old.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<void> {
  const client = await connect(url);
  try {
    await checkVersion(client);
    await lockMigrations(client);
    await runner({
      dbClient: client,
      dir: MIGRATIONS,
      direction: options.direction ?? 'up',
      count: options.count ?? (options.direction === 'down' ? readdirSync(MIGRATIONS).length : Infinity),
      migrationsTable: 'migrations',
      singleTransaction: false,
      noLock: true,
      log: () => {},
    });
    await options.then?.(client);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // a lost connection fails the query under way; that is the report
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { hostname, port, pathname } = new URL(url);
    const reason = error instanceof Error && error.message ? error.message : (error as { code?: string }).code;
    throw new Error(
      `The database ${pathname.slice(1)} at ${hostname}:${port || 5432} cannot be reached (${reason}): check DATABASE_URL and that the server runs.`,
      { cause: error },
    );
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const major = await majorVersion(client);
  if (major < OLDEST_SERVER) {
    throw new Error(`The database server is PostgreSQL ${major}; Gatehouse needs ${OLDEST_SERVER} or later.`);
  }
}

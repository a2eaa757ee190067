import { randomBytes } from 'node:crypto';
import pg from 'pg';

export const SERVER_VARIABLE = 'GATEHOUSE_TEST_SERVER';
export const TEMPLATE = 'template_migrated';

export interface TestDatabase {
  readonly url: string;
  /** Ends its connections too. */
  drop(): Promise<void>;
}

/** A migrated, empty database of the caller's own: one for each test file. */
export function freshDatabase(): Promise<TestDatabase> {
  return createDatabase(TEMPLATE);
}

/** A database without any tables, for the tests of the migrations themselves. */
export function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template0');
}

export function databaseOn(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = name;
  return url.href;
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const server = process.env[SERVER_VARIABLE];
  if (!server) throw new Error('There is no test database server: run this by Jest with jest.config.mjs.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await command(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: databaseOn(server, name),
    drop: () => command(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function command(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

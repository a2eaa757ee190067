import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '#composition';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
import { folderOwner } from '../../apps/standalone/src/postgres/data-folder.js';
import { DOCUMENT_VARIABLE } from './documented.js';
import { openApiDocument } from './openapi.js';
import { SERVER_VARIABLE, TEMPLATE, databaseOn } from './postgres.js';

const PREFIX = 'gatehouse-test-';

/** Nothing here outlives the run, so nothing waits for the disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '300',
};

/** One server for the whole run, found by the tests through an environment variable that the workers inherit. */
export async function startTestServer(): Promise<{ stop(): Promise<void> }> {
  sweep();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const server = await startEmbeddedPostgres({ dataDir, settings: SETTINGS });
  await makeTemplate(server.url);
  process.env[SERVER_VARIABLE] = server.url;
  process.env[DOCUMENT_VARIABLE] = join(dataDir, 'openapi.json');
  writeFileSync(process.env[DOCUMENT_VARIABLE], JSON.stringify(await openApiDocument()));
  return server;
}

/** Removes what killed runs have left. A run that is just beginning has not claimed its folder yet, so young ones stay. */
function sweep(): void {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const folder of folders.map((name) => join(tmpdir(), name))) {
    const found = statSync(folder, { throwIfNoEntry: false });
    const ours = found?.uid === userInfo().uid && found.mtimeMs < Date.now() - 60_000;
    if (ours && folderOwner(folder) === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** Migrated once; every test file gets a copy. Closed to connections, since PostgreSQL copies no database in use. */
async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    await prepareDatabase(databaseOn(url, TEMPLATE));
    await client.query(`ALTER DATABASE ${TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
}

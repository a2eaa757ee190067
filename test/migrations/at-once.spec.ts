import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { migrate } from '#database';
import { emptyDatabase, freshDatabase } from '../support/postgres.js';
import { catalogueOf } from './catalogue.js';

const run = promisify(execFile);
const PREPARE = fileURLToPath(new URL('./prepare.mjs', import.meta.url));

const SOURCE = { ...process.env, NODE_OPTIONS: '' };

it('lets three processes bring an empty database up at once', async () => {
  const database = await emptyDatabase();
  const ends = await Promise.all(
    [1, 2, 3].map(() => run(process.execPath, ['--conditions=source', PREPARE, database.url], { env: SOURCE })),
  );
  expect(ends.map(({ stderr }) => stderr)).toEqual(['', '', '']);
  const ready = await freshDatabase();
  expect(await catalogueOf(database.url)).toEqual(await catalogueOf(ready.url));
  expect(await queuesOf(database.url)).toEqual(await queuesOf(ready.url));
  await Promise.all([database.drop(), ready.drop()]);
}, 60_000);

it('waits for the process that came first, and works after it has died', async () => {
  const database = await emptyDatabase();
  const first = new pg.Client({ connectionString: database.url });
  await first.connect();
  let migrated = false;
  await first.query('SELECT pg_advisory_lock(7072005)');
  const second = migrate(database.url).then(() => (migrated = true));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(migrated).toBe(false);
  await first.end();
  await second;
  expect((await catalogueOf(database.url)).length).toBeGreaterThan(0);
  await database.drop();
});

async function queuesOf(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('SELECT name, retry_limit, expire_seconds FROM pgboss.queue ORDER BY name');
  await client.end();
  return rows;
}

import pg from 'pg';
import { freshDatabase } from '../support/postgres.js';

it('gives a migrated, empty database to each caller', async () => {
  const [one, other] = [await freshDatabase(), await freshDatabase()];
  expect(other.url).not.toBe(one.url);
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  const { rows } = await client.query('SELECT count(*)::int AS venues FROM venues');
  expect(rows).toEqual([{ venues: 0 }]);
  await client.end();
  await Promise.all([one.drop(), other.drop()]);
});

import { readdirSync } from 'node:fs';
import { migrate } from '#database';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../support/postgres.js';
import { catalogueOf } from './catalogue.js';

const SUBJECTS = readdirSync(new URL('../../migrations', import.meta.url)).sort();

let database: TestDatabase;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.drop());

it('takes each migration back to exactly what was there before it, and brings it again', async () => {
  const steps = [await catalogueOf(database.url)];
  for (const _ of SUBJECTS) {
    await migrate(database.url, { count: 1 });
    steps.push(await catalogueOf(database.url));
  }
  const sizes = steps.map(({ length }) => length);
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  for (const before of steps.slice(0, -1).toReversed()) {
    await migrate(database.url, { direction: 'down', count: 1 });
    expect(await catalogueOf(database.url)).toEqual(before);
  }
  await migrate(database.url);
  expect(await catalogueOf(database.url)).toEqual(steps.at(-1));
});

it('leaves nothing behind when everything is taken back', async () => {
  expect(await catalogueOf(database.url)).toEqual([]);
  await migrate(database.url);
  await migrate(database.url, { direction: 'down' });
  expect(await catalogueOf(database.url)).toEqual([]);
});

it('changes nothing where everything is there already', async () => {
  await migrate(database.url);
  const before = await catalogueOf(database.url);
  await migrate(database.url);
  expect(await catalogueOf(database.url)).toEqual(before);
});

it('makes the schema that all other tests run on', async () => {
  const migrated = await freshDatabase();
  await migrate(database.url);
  expect(await catalogueOf(database.url)).toEqual(await catalogueOf(migrated.url));
  await migrated.drop();
});

it('gives every subject one file, numbered without a gap', () => {
  for (const [index, file] of SUBJECTS.entries()) {
    expect(file).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}_[a-z]+(-[a-z]+)*\\.sql$`));
  }
});

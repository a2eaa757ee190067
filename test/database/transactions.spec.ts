import { Database, LookAgain, sqlState } from '#database';
import { TestApp } from '../support/test-app.js';

let app: TestApp;
let database: Database;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  database = app.database;
  await database.reader.query('CREATE TABLE notes (name text PRIMARY KEY, read integer NOT NULL DEFAULT 0)');
  await database.reader.query("INSERT INTO notes VALUES ('a'), ('b')");
});
afterAll(() => app[Symbol.asyncDispose]());

const notes = async () => {
  const rows = await database.reader.query<{ name: string }[]>('SELECT name FROM notes ORDER BY name');
  return rows.map(({ name }) => name);
};

describe('a transaction', () => {
  it('leaves nothing when its work throws', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.query("INSERT INTO notes (name) VALUES ('gone')");
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('runs again after a deadlock, so that its caller never hears of it', async () => {
    let started = 0;
    let bothStarted: () => void;
    const both = new Promise<void>((resolve) => (bothStarted = resolve));
    const readBoth = (first: string, second: string) =>
      database.transaction(async (tx) => {
        // Who comes again waits here: it could be there before the other one has woken, and meet it once more.
        if (started === 2) await Promise.race(calls);
        await tx.query('UPDATE notes SET read = read + 1 WHERE name = $1', [first]);
        if (++started === 2) bothStarted();
        await both;
        await tx.query('UPDATE notes SET read = read + 1 WHERE name = $1', [second]);
      });
    const calls = [readBoth('a', 'b'), readBoth('b', 'a')];
    await Promise.all(calls);
    expect(started).toBe(3);
    expect(await database.reader.query('SELECT read FROM notes')).toEqual([{ read: 2 }, { read: 2 }]);
  });

  it('is given up after the third deadlock', async () => {
    let tries = 0;
    const failing = database.transaction(async (tx) => {
      tries++;
      await tx.query("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$");
    });
    expect(sqlState(await failing.catch((error: unknown) => error))).toBe('40P01');
    expect(tries).toBe(3);
  });

  it('is not run again for any other failure', async () => {
    let tries = 0;
    const failing = database.transaction(async (tx) => {
      tries++;
      await tx.query("INSERT INTO notes (name) VALUES ('a')");
    });
    expect(sqlState(await failing.catch((error: unknown) => error))).toBe('23505');
    expect(tries).toBe(1);
  });

  it('looks again as often as it asks to, each time without what it did before', async () => {
    let looks = 0;
    await database.transaction(async (tx) => {
      await tx.query('INSERT INTO notes (name) VALUES ($1)', [`look ${++looks}`]);
      if (looks < 7) throw new LookAgain();
    });
    expect(await notes()).toEqual(['a', 'b', 'look 7']);
  });
});

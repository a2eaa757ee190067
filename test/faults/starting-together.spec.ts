import { setTimeout as sleep } from 'node:timers/promises';
import { roll, say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { Rush } from './support/rush.js';

/** The advisory lock of the migrations (libs/database/src/migrate.queries.ts). */
const LOCK = 7_072_005;

let house: House;
beforeAll(async () => {
  house = await House.open();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('brings up two servers and a worker that start at once on an empty database', async () => {
  const start = performance.now();
  await Promise.all([house.server(), house.server(), house.worker()]);
  say(`all three are up after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const rush = await Rush.at(house, 150, 100);
  await rush.run(1_000);
  await expectPromisesKept(house, rush);
}, 90_000);

it('serves while one server migrates and another waits for it', async () => {
  const rush = await Rush.at(house, 150, 100);
  const { starting, running } = await house.withClient(async (hand) => {
    await hand.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const starting = [house.server(), house.server()];
    await twoWait();
    const running = rush.run(2_000);
    await sleep(500 + roll(1_000));
    return { starting, running };
  });
  await Promise.all([...starting, running]);
  expect(house.servers).toHaveLength(4);
  await expectPromisesKept(house, rush);
}, 90_000);

async function twoWait(): Promise<void> {
  for (let tries = 0; tries < 200; tries++, await sleep(100)) {
    const waiting = await house.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
    if (waiting.length >= 2) return;
  }
  throw new Error('The servers do not wait for the migration.');
}

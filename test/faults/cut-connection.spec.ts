import { setTimeout as sleep } from 'node:timers/promises';
import { roll, say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { Rush, secondsUntilServing } from './support/rush.js';
import type { Verdict } from './support/wire.js';
import { TOGETHER, UNNOTED } from './support/unnoted.js';

let house: House;
beforeAll(async () => {
  house = await House.inService();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('keeps every promise when all connections to the database are cut, again and again', async () => {
  const rush = await Rush.at(house, 150, 100);
  const running = rush.run(2_000);
  let cuts = 0;
  for (const end = performance.now() + 2_500; performance.now() < end; cuts++) {
    await sleep(100 + roll(500));
    house.wires.database.cut();
  }
  say(`both servers serve ${await secondsUntilServing(house.servers)} s after the last cut`);
  await running;
  say(`${cuts} cuts, ${rush.unanswered} requests were asked to come again`);
  await expectPromisesKept(house, rush, { repeats: UNNOTED * cuts });
}, 120_000);

it('keeps every promise when COMMITs are lost, or the answers to them', async () => {
  const rush = await Rush.at(house, 150, 100);
  const wire = house.wires.database;
  const lostBefore = wire.lost;
  let cuts = 0;
  wire.judge = (bytes): Verdict => {
    if (!bytes.includes('COMMIT\0')) return 'pass';
    const fate = roll(6);
    if (fate === 0) cuts++;
    return fate === 0 ? 'cut' : fate < 3 ? 'lose answer' : 'pass';
  };
  await rush.run(2_000);
  wire.judge = () => 'pass';
  const lost = wire.lost - lostBefore;
  say(`${cuts} COMMITs and ${lost} answers lost, ${rush.unanswered} requests were asked to come again`);
  expect(lost + cuts).toBeGreaterThan(0);
  await expectPromisesKept(house, rush, { repeats: TOGETHER * (lost + cuts) });
}, 120_000);

import { setTimeout as sleep } from 'node:timers/promises';
import { roll, say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { Rush } from './support/rush.js';
import { UNNOTED } from './support/unnoted.js';

let house: House;
beforeAll(async () => {
  house = await House.inService();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('gives up connections that stay silent for ever, and goes on with new ones', async () => {
  const rush = await Rush.at(house, 150, 100);
  const running = rush.run(1_500);
  await sleep(200 + roll(1_000));
  const dead = house.wires.database.deaden();
  const start = performance.now();
  await running;
  say(`${dead} dead connections; everybody had an answer after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  await expectPromisesKept(house, rush, { repeats: UNNOTED });
}, 150_000);

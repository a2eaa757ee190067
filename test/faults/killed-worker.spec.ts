import { setTimeout as sleep } from 'node:timers/promises';
import { roll, say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { Rush } from './support/rush.js';
import { UNNOTED } from './support/unnoted.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
  await Promise.all([house.server(), house.worker()]);
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('mails everybody when two of three workers are killed in the middle of mailing', async () => {
  const doomed = await Promise.all([house.worker(), house.worker()]);
  const rush = await Rush.at(house, 500, 200);
  house.post.pauseMs = 50;
  const running = rush.run(1_000);
  for (const worker of doomed) {
    const enough = house.post.taken.length + 5 + roll(40);
    while (house.post.taken.length < enough) await sleep(10);
    await house.kill(worker);
  }
  const killed = performance.now();
  house.post.pauseMs = 0;
  await running;
  await expectPromisesKept(house, rush, { repeats: UNNOTED * doomed.length });
  say(`the third worker had mailed everybody within ${((performance.now() - killed) / 1000).toFixed(1)} s`);
}, 120_000);

import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../support/program.js';
import { roll, say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { Rush, secondsUntilServing } from './support/rush.js';

let house: House;
let lasting: Program;
beforeAll(async () => {
  house = await House.open();
  lasting = await house.server();
  await house.worker();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it.each([1, 2])(
  'keeps every promise when one of two servers is killed in the rush (%i)',
  async () => {
    const doomed = await house.server();
    const sessionId = await house.session(150);
    const rush = new Rush(() => house.servers, sessionId, 100);
    const running = rush.run(1_500);
    await sleep(200 + roll(1_200));
    await house.kill(doomed);
    say(`the other server serves after ${await secondsUntilServing([lasting.said])} s`);
    await running;
    say(`${rush.unanswered} requests were cut off`);
    await expectPromisesKept(house, rush);
  },
  120_000,
);

import { setTimeout as sleep } from 'node:timers/promises';
import { roll, say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { Rush, secondsUntilServing } from './support/rush.js';

let house: House;
beforeAll(async () => {
  house = await House.inService();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('keeps every promise when the database is far away', async () => {
  const rush = await Rush.at(house, 150, 100);
  house.wires.database.delay = 20 + roll(60);
  await rush.run(1_500);
  say(`${house.wires.database.delay} ms each way, ${rush.unanswered} requests were asked to come again`);
  house.wires.database.delay = 0;
  await expectPromisesKept(house, rush);
}, 120_000);

it('keeps every promise when nothing comes through for some seconds', async () => {
  const rush = await Rush.at(house, 150, 100);
  const running = rush.run(1_500);
  await sleep(200 + roll(1_000));
  house.wires.database.fallSilent();
  await sleep(3_000 + roll(3_000));
  house.wires.database.speakAgain();
  say(`both servers serve ${await secondsUntilServing(house.servers)} s after the silence`);
  await running;
  await expectPromisesKept(house, rush);
}, 120_000);

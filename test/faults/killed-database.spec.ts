import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { pick, roll, say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { Rush, secondsUntilServing } from './support/rush.js';
import { UNNOTED } from './support/unnoted.js';

const SIGNALS = ['SIGQUIT', 'SIGKILL'] as const;

let house: House;
beforeAll(async () => {
  house = await House.inService();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('keeps every promise and goes on by itself when PostgreSQL is killed in the rush, more than once', async () => {
  const rush = await Rush.at(house, 300, 250);
  const running = rush.run(6_000);
  const signals = [...SIGNALS, pick(SIGNALS)];
  for (const signal of signals) {
    await sleep(200 + roll(1_500));
    await house.postgres.kill(signal);
    await sleep(roll(1_000));
    await expectNotReady(pick(house.servers));
    await house.postgres.startAgain();
    say(`${signal}: both servers serve ${await secondsUntilServing(house.servers)} s after the database's new start`);
  }
  await running;
  say(`${rush.unanswered} requests were asked to come again`);
  await expectPromisesKept(house, rush, { repeats: UNNOTED * signals.length });
}, 120_000);

/** A process of PostgreSQL that was at work may outlive the first one, which is dead, by a moment, and answer once more. */
async function expectNotReady(server: string): Promise<void> {
  await eventually(async () => (await fetch(`${server}/health/ready`)).status, 503);
  expect((await fetch(`${server}/health/live`)).status).toBe(200);
}

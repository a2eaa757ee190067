import { setTimeout as sleep } from 'node:timers/promises';
import { pick, say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { Rush } from './support/rush.js';
import type { Verdict } from './support/wire.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
  await Promise.all([house.server(), house.worker()]);
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

function newRush(size: number, capacity = size * 2): Promise<Rush> {
  return Rush.at(house, capacity, size);
}

const FATES = ['taken', 'told to come back', 'cut off in the middle', 'cut off at the answer'] as const;

it('mails everybody once when the mail server objects, hangs or dies at the first try', async () => {
  const rush = await newRush(60);
  const fates = new Map<string, (typeof FATES)[number] | 'left hanging'>(
    rush.parties.map(({ email }) => [email, pick(FATES)]),
  );
  fates.set(rush.parties[0]!.email, 'left hanging');
  const { post, wires } = house;
  post.objection = (email) =>
    fates.get(email) === 'told to come back' ? { code: 451, text: 'Greylisted' } : undefined;
  post.hangs = (email) => fates.get(email) === 'left hanging';
  wires.mail.judge = (bytes): Verdict => {
    const [, email = ''] = /^to:.*<(.+)>/im.exec(bytes.toString('latin1')) ?? [];
    const fate = fates.get(email);
    return fate === 'cut off in the middle' ? 'cut' : fate === 'cut off at the answer' ? 'lose answer' : 'pass';
  };
  await rush.run(500);
  const seconds = await secondsUntilAllTried();
  fates.clear();
  await house.passPauses();
  say(`first tries took ${seconds} s; ${wires.mail.lost} answers were lost`);
  expect(wires.mail.lost).toBeGreaterThan(0);
  await expectPromisesKept(house, rush, { repeats: wires.mail.lost });
}, 120_000);

it('mails everybody once when the mail server was away', async () => {
  await house.wires.mail.refuse();
  const rush = await newRush(60);
  await rush.run(500);
  await secondsUntilAllTried();
  await house.wires.mail.accept();
  await house.passPauses();
  await expectPromisesKept(house, rush);
}, 120_000);

it('says in the log of messages whom the mail server refused for good, and mails everybody else', async () => {
  const [refused, others] = [await newRush(2, 10), await newRush(20)];
  const unknown = new Set(refused.parties.map(({ email }) => email));
  house.post.objection = (email) => (unknown.has(email) ? { code: 550, text: 'No such person' } : undefined);
  await Promise.all([refused.run(200), others.run(500)]);
  await expectPromisesKept(house, others);
  await secondsUntilAllTried();
  const log = await house.query<{ state: string; last_error: string }>(
    'SELECT state, last_error FROM messages WHERE recipient = ANY($1)',
    [[...unknown]],
  );
  expect(log.map(({ state }) => state)).toEqual(['failed', 'failed']);
  expect(log.every(({ last_error }) => last_error.includes('550 No such person'))).toBe(true);
}, 120_000);

/** Resolves when each message was tried, with the seconds that took; a server that hangs is waited for. */
async function secondsUntilAllTried(): Promise<string> {
  const start = performance.now();
  for (let tries = 0; tries < 400; tries++) {
    const [left] = await house.query<{ count: number }>(
      `SELECT count(*)::int FROM messages WHERE state = 'queued' AND tries = 0`,
    );
    if (left!.count === 0) return ((performance.now() - start) / 1000).toFixed(1);
    await sleep(200);
  }
  throw new Error('Some messages have not been tried.');
}

import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.js';
import type { Program } from '../support/program.js';
import { nextPerson } from '../support/test-app.js';
import { say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { ask, Rush } from './support/rush.js';

const MINUTE = 60_000;
const SHIFTED = ['--import', fileURLToPath(new URL('./support/shifted-clock.mjs', import.meta.url))];

function off(minutes: number, environment: Readonly<Record<string, string>> = {}) {
  return { environment: { CLOCK_SHIFT_MS: `${minutes * MINUTE}`, ...environment }, node: SHIFTED };
}

let house: House;
let servers: readonly Program[];
beforeAll(async () => {
  house = await House.open();
  servers = await Promise.all([house.server(), house.server(off(2)), house.server(off(-2))]);
  await house.worker(off(-2));
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('keeps every promise when clocks are two minutes off', async () => {
  const rush = await Rush.at(house, 150, 100);
  await rush.run(1_000);
  await expectPromisesKept(house, rush);
}, 60_000);

it('holds places until the time that it said, and gives them back only then', async () => {
  const sessionId = await house.session(20, { confirmation: 'by-email' });
  const told = await Promise.all(servers.map(({ said }) => ask(said, sessionId, { ...nextPerson(), partySize: 1 })));
  const promised = told.map((one) => (JSON.parse(one!.text) as { heldUntil: string }).heldUntil);
  expect(promised.map((until) => Math.round((Date.parse(until) - Date.now()) / MINUTE))).toEqual([30, 32, 28]);
  const held = await house.query<{ held_until: Date }>(
    `SELECT held_until FROM registrations WHERE session_id = $1 AND state = 'unverified' ORDER BY held_until`,
    [sessionId],
  );
  expect(held.map(({ held_until }) => held_until.toISOString())).toEqual(promised.toSorted());
});

it('counts the rate of one address over all servers', async () => {
  const limited = { RATE_LIMITS: 'register=5' };
  const [right, ahead] = await Promise.all([house.server({ environment: limited }), house.server(off(2, limited))]);
  const sessionId = await house.session(50);
  const statuses: (number | undefined)[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const { said } = turn % 2 ? ahead : right;
    statuses.push((await ask(said, sessionId, { ...nextPerson(), partySize: 1 }))?.status);
  }
  // A window may end once too early, by the clock that is ahead; never again within the minute.
  const letIn = statuses.filter((status) => status === 201).length;
  say(`${letIn} of 20 were let in by a limit of 5`);
  expect(letIn).toBeGreaterThanOrEqual(5);
  expect(letIn).toBeLessThanOrEqual(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(20 - letIn);
  await Promise.all([right, ahead].map((one) => house.kill(one)));
});

it('does not forget a mail whose next try came too early by a clock that is behind', async () => {
  const rush = await Rush.at(house, 10, 3);
  house.post.objection = () => ({ code: 451, text: 'Greylisted' });
  await rush.run(100);
  await untilTried(rush.sessionId);
  house.post.objection = () => undefined;
  await dueNow(rush.sessionId, `now() + interval '1 minute'`);
  await eventually(jobsDue, 0); // they come, too early, and leave others in their place
  await dueNow(rush.sessionId, `now() - interval '5 minutes'`);
  await expectPromisesKept(house, rush);
}, 120_000);

/** As if the try were due then, and its job had come. */
async function dueNow(sessionId: string, nextTryAt: string): Promise<void> {
  await house.query(
    `UPDATE messages SET next_try_at = ${nextTryAt}
     WHERE registration_id IN (SELECT id FROM registrations WHERE session_id = $1) AND state = 'queued'`,
    [sessionId],
  );
  await house.query(`UPDATE pgboss.job SET start_after = now() WHERE name = 'notice.send' AND start_after > now()`);
}

/** Jobs that have come or are to come now. */
async function jobsDue(): Promise<number> {
  const [due] = await house.query<{ count: number }>(
    `SELECT count(*)::int FROM pgboss.job
     WHERE name = 'notice.send' AND (state = 'active' OR (state IN ('created', 'retry') AND start_after <= now()))`,
  );
  return due!.count;
}

async function untilTried(sessionId: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++, await sleep(100)) {
    const untried = await house.query(
      `SELECT FROM messages m JOIN registrations r ON r.id = m.registration_id
       WHERE r.session_id = $1 AND m.tries = 0`,
      [sessionId],
    );
    if (untried.length === 0) return;
  }
  throw new Error('Some mails were not tried.');
}

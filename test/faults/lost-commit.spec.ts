import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { nextPerson } from '../support/test-app.js';
import { waitingForLocks } from '../concurrency/plain-clients.js';
import { metricsOf, TOKEN } from '../support/metrics.js';
import { House } from './support/house.js';
import { ask, type Told } from './support/rush.js';

let house: House;
let server: string;
beforeAll(async () => {
  house = await House.open();
  server = (await house.server({ environment: { METRICS_TOKEN: TOKEN } })).said;
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

/** The answer to the COMMIT of that number is lost, and the connection with it. */
function loseAnswerToCommit(number: number): void {
  let commits = 0;
  house.wires.database.judge = (bytes) => (bytes.includes('COMMIT\0') && ++commits === number ? 'lose answer' : 'pass');
}

function codeOf(told: Told | undefined): unknown {
  return told && [told.status, (JSON.parse(told.text) as { code?: string }).code];
}

it('tells somebody without a key that the outcome is unknown, not that they are refused for their own place', async () => {
  const sessionId = await house.session(10);
  const party = { ...nextPerson(), partySize: 1 };
  loseAnswerToCommit(1);
  const told = await ask(server, sessionId, party);
  expect(codeOf(told)).toEqual([503, 'outcome_unknown']);
  expect(told!.text).toContain('a mail is on its way');
  expect(await peopleIn(sessionId)).toBe(1);
});

it('gives somebody with a key their answer when they send again', async () => {
  const sessionId = await house.session(10);
  const party = { ...nextPerson(), partySize: 2, key: randomUUID() };
  loseAnswerToCommit(1);
  expect(codeOf(await ask(server, sessionId, party))).toEqual([503, 'outcome_unknown']);
  expect(codeOf(await ask(server, sessionId, party))).toEqual([201, undefined]);
  expect(await peopleIn(sessionId)).toBe(2);
});

it('finds out by itself for those of a batch who gave a key', async () => {
  const sessionId = await house.session(10);
  const keyed = [1, 2, 3].map(() => ({ ...nextPerson(), partySize: 1, key: randomUUID() }));
  const plain = [1, 2].map(() => ({ ...nextPerson(), partySize: 1 }));
  loseAnswerToCommit(2);
  const answers = await house.withClient(async (hand) => {
    await hand.query('BEGIN');
    await hand.query('SELECT FROM pools WHERE session_id = $1 FOR UPDATE', [sessionId]);
    const first = ask(server, sessionId, { ...nextPerson(), partySize: 1 });
    await waitingForLocks(hand);
    const batch = [...keyed, ...plain].map((party) => ask(server, sessionId, party));
    await untilArrived(1 + batch.length);
    await hand.query('COMMIT');
    return Promise.all([first, ...batch]);
  });
  expect(answers.map((told) => told?.status)).toEqual([201, 201, 201, 201, 503, 503]);
  expect(await peopleIn(sessionId)).toBe(6);
});

/** That many requests have arrived at the server, and have had a moment to be read and to stand in line. */
async function untilArrived(count: number): Promise<void> {
  await eventually(async () => (await metricsOf({ url: server }))['gatehouse_http_requests{state="under_way"}'], count);
  await sleep(500);
}

async function peopleIn(sessionId: string): Promise<number> {
  const [pool] = await house.query<{ taken: number }>('SELECT taken FROM pools WHERE session_id = $1', [sessionId]);
  return pool!.taken;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { nextPerson } from '../support/test-app.js';
import { metricsOf } from '../support/metrics.js';
import { type BesiegedServer, besiege } from './support/besieged-server.js';

let house: BesiegedServer;
beforeAll(async () => {
  house = await besiege();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('refuses those who wait where the database hangs on one session, and serves the others', async () => {
  const other = await house.app.make.session(await house.app.make.event());
  const impatient = new AbortController();
  const answers = await house.app.database.transaction(async (tx) => {
    await tx.sql`SELECT FROM pools WHERE session_id = ${house.session.id} FOR UPDATE`;
    const first = take(house.session.id);
    await sleep(300);
    const waiting = Promise.all(Array.from({ length: 50 }, () => take(house.session.id)));
    const gone = Promise.all(Array.from({ length: 50 }, () => take(house.session.id, impatient.signal)));
    await sleep(300);
    impatient.abort();
    const elsewhere = await take(other.id);
    return { first, elsewhere, gone: await gone, waiting: await waiting, late: await take(house.session.id) };
  });

  expect(answers.elsewhere).toMatchObject({ status: 201 });
  expect(answers.gone.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 0));
  for (const { status, took } of answers.waiting) {
    expect(status).toBe(503);
    expect(took).toBeGreaterThan(4000);
    expect(took).toBeLessThan(9000);
  }
  expect(answers.late).toMatchObject({ status: 503 });
  expect(answers.late.took).toBeLessThan(1000);
  expect(await answers.first).toMatchObject({ status: 201 });
  expect(await take(house.session.id)).toMatchObject({ status: 201 });
  expect(await metricsOf(house)).toMatchObject({ 'gatehouse_http_requests{state="under_way"}': 0 });
}, 30_000);

/** Status 0 is no answer. */
async function take(sessionId: string, signal?: AbortSignal): Promise<{ status: number; took: number }> {
  const since = performance.now();
  const body = JSON.stringify({ sessionId, contact: nextPerson(), partySize: 1 });
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body, ...(signal && { signal }) };
  const status = await fetch(`${house.url}/api/v1/registrations`, request).then(
    async (answer) => (await answer.text(), answer.status),
    () => 0,
  );
  return { status, took: performance.now() - since };
}

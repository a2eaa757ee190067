import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { metricsOf, TOKEN } from '../support/metrics.js';
import { type Answer, nextPerson, TestApp } from '../support/test-app.js';
import { poolsOf, registrationsOf, tally } from './ledger.js';
import { connect, waitingForLocks } from './plain-clients.js';

let app: TestApp;
let hand: pg.Client;
beforeAll(async () => {
  app = await TestApp.start({ METRICS_TOKEN: TOKEN }, { works: false });
  hand = await connect(app.databaseUrl);
});
afterAll(async () => {
  await hand.end();
  await app[Symbol.asyncDispose]();
});

describe('an answer', () => {
  it('comes after the commit, and calls that arrive meanwhile are settled together', async () => {
    const session = await app.make.session(await app.make.event(), { capacity: 20 });
    await hand.query('BEGIN');
    await hand.query('SELECT FROM pools WHERE session_id = $1 FOR UPDATE', [session.id]);
    const answered: Answer[] = [];
    const calls = Array.from({ length: 12 }, async () => answered.push(await app.register(session.id)));
    await waitingForLocks(hand);
    await eventually(async () => (await metricsOf(app))['gatehouse_http_requests{state="under_way"}'], 12);
    await sleep(200); // to be read and to stand in line
    expect(answered).toEqual([]);
    await hand.query('COMMIT');
    await Promise.all(calls);
    expect(tally(answered)).toEqual({ 201: 12 });
    expect(await transactionsOf(session.id)).toBeLessThanOrEqual(2);
  });
});

describe('a registration whose commit fails', () => {
  beforeAll(() =>
    hand.query(`
      CREATE FUNCTION doom() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'doomed'; END $$;
      CREATE CONSTRAINT TRIGGER doomed AFTER INSERT ON registrations DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.contact_name = 'Doomed') EXECUTE FUNCTION doom()`),
  );

  it('is told nothing good, leaves nothing, and takes nobody with it', async () => {
    const session = await app.make.session(await app.make.event(), { capacity: 20 });
    const doomed = { ...nextPerson(), name: 'Doomed' };
    const people = [...Array.from({ length: 10 }, nextPerson), doomed, ...Array.from({ length: 10 }, nextPerson)];
    const answers = await Promise.all(people.map((person) => app.register(session.id, person)));
    expect(answers[10]!.status).toBe(500);
    expect(answers[10]!.text).not.toContain('doomed');
    expect(tally(answers)).toMatchObject({ 201: 20 });
    expect(await registrationsOf(app, session.id)).toHaveLength(20);
    expect(await poolsOf(app, session.id)).toMatchObject([{ taken: 20, people: 20 }]);
    expect(await app.faults()).toEqual([]);
  });

  it('does not keep its Idempotency-Key: the same request works when the trouble is over', async () => {
    const session = await app.make.session(await app.make.event());
    const request = [session.id, { ...nextPerson(), name: 'Doomed' }, { 'idempotency-key': 'again' }] as const;
    expect((await app.register(...request)).status).toBe(500);
    await hand.query('ALTER TABLE registrations DISABLE TRIGGER doomed');
    const answer = await app.register(...request);
    expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, null]);
    await hand.query('ALTER TABLE registrations ENABLE TRIGGER doomed');
  });
});

/** How many transactions wrote the registrations of a session. */
async function transactionsOf(sessionId: string): Promise<number> {
  const { rows } = await hand.query<{ transactions: number }>(
    'SELECT count(DISTINCT xmin::text)::int AS transactions FROM registrations WHERE session_id = $1',
    [sessionId],
  );
  return rows[0]!.transactions;
}

import { Webhooks } from '#webhooks';
import { COMMAND } from '#staff';
import { eventually } from '../../support/eventually.js';
import { Holder } from '../../support/holder.js';
import { metricsOf, TOKEN } from '../../support/metrics.js';
import { expectProblem } from '../../support/problems.js';
import { TestApp } from '../../support/test-app.js';
import { Watcher } from '../../support/watcher.js';

const BEARER = { authorization: `Bearer ${TOKEN}` };

let app: TestApp;
beforeEach(async () => {
  app = await TestApp.start({ METRICS_TOKEN: TOKEN }, { works: false });
});
afterEach(() => app[Symbol.asyncDispose]());

it('are told to who knows the token, and to nobody else', async () => {
  expectProblem(await app.get('/metrics'), 404, 'not_found');
  expectProblem(await app.get('/metrics', await app.key('owner')), 404, 'not_found');
  expect((await app.get('/metrics', BEARER)).status).toBe(200);
});

it('count registrations by what became of them, each process its own', async () => {
  await using other = await app.beside();
  const event = await app.make.event();
  const session = await app.make.session(event, { capacity: 3 });
  await Promise.all([app.register(session.id, { email: 'ada@example.org' }), app.register(session.id)]);
  expect((await app.register(session.id, { partySize: 2 })).status).toBe(409);
  await app.register(session.id, { email: 'ada@example.org' });
  const key = { 'idempotency-key': 'one' };
  const person = { name: 'Tom Birch', email: 'tom@example.org' };
  for (const _ of [1, 2]) await other.register(session.id, person, key);
  const [here, there] = [await metricsOf(app), await metricsOf(other)];
  const of = (outcome: string) => `gatehouse_registrations_total{outcome="${outcome}"}`;
  expect(here).toMatchObject({ [of('confirmed')]: 2, [of('session_full')]: 1, [of('already_registered')]: 1 });
  expect(there).toMatchObject({ [of('confirmed')]: 1, [of('replayed')]: 1 });
  expect(here['gatehouse_registration_batch_size_sum']).toBe(4);
  expect(here['gatehouse_registration_batch_size_count']).toBeLessThanOrEqual(4);
});

it('count refusals by their code', async () => {
  await app.get('/api/v1/admin/events');
  await app.get('/api/v1/nothing');
  await app.get('/nothing');
  expect(await metricsOf(app)).toMatchObject({
    'gatehouse_refusals_total{code="unauthorized"}': 1,
    'gatehouse_refusals_total{code="not_found"}': 2,
  });
});

it('say how many jobs, mails and deliveries there are, the same from every process', async () => {
  await using other = await app.beside();
  const session = await app.make.session(await app.make.event());
  await Holder.in(app, session.id);
  const wish = { url: 'https://hooks.example.org/', kinds: ['*'] };
  await app.database.transaction((tx) => app.service(Webhooks).add(tx, COMMAND, wish));
  for (const one of [app, other]) {
    expect(await metricsOf(one)).toMatchObject({
      'gatehouse_jobs{queue="notice.send",state="created"}': 1,
      'gatehouse_jobs{queue="notice.send",state="failed"}': 0,
      'gatehouse_messages{state="queued"}': 1,
      'gatehouse_messages{state="sent"}': 0,
      'gatehouse_webhook_deliveries{state="waiting"}': 0,
    });
  }
});

it('say who watches, and do not take a long look for a slow answer', async () => {
  const event = await app.make.event();
  {
    await using watcher = await Watcher.of(app, event.id, await app.key('owner'));
    await watcher.until(() => watcher.seen.length > 0);
    await eventually(async () => (await metricsOf(app))['gatehouse_bell_heard'], 1); // it connects beside the start
    expect(await metricsOf(app)).toMatchObject({ gatehouse_live_streams: 1, gatehouse_bell_heard: 1 });
  }
  while ((await metricsOf(app))['gatehouse_live_streams'] !== 0);
  expect(Object.keys(await metricsOf(app)).filter((name) => name.includes('/live"'))).toEqual([]);
});

it('come without what the database says while it says nothing', async () => {
  await app.database.transaction(async (tx) => {
    await tx.query('LOCK TABLE messages IN ACCESS EXCLUSIVE MODE');
    const metrics = await metricsOf(app);
    expect(metrics['gatehouse_messages{state="queued"}']).toBeUndefined();
    expect(metrics).toHaveProperty('gatehouse_live_streams');
  });
});

it('leave the health of a process to the process and its database', async () => {
  expect((await app.get('/health/ready')).status).toBe(200);
  await app.database.reader.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'gatehouse bell' AND datname = current_database()`,
  );
  expect((await app.get('/health/ready')).status).toBe(200);
});

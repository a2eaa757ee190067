import { BulkWork } from '#bulk';
import { KeyRotation } from '#kernel';
import type { Event, Session } from '#programme';
import { eventually } from '../../support/eventually.js';
import { Holder, part } from '../../support/holder.js';
import { waiterFor } from '../../support/lock-waiters.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';
import { tablesThatSay } from '../../support/whole-database.js';

let app: TestApp;
let team: Team;
let key: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app, 'manager');
  const [row] = await app.database.reader.query<{ id: string }[]>('SELECT id FROM api_keys');
  key = row!.id;
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

let event: Event;
let session: Session;
let holders: Holder[];
beforeEach(async () => {
  event = await app.make.event();
  session = await app.make.session(event, { capacity: 100 });
  holders = [];
  for (let size = 1; size <= 5; size++) holders.push(await Holder.in(app, session.id, { partySize: size }));
});

const begin = (wish: object, filter: object = {}, more: object = {}, headers = {}) =>
  team.post('bulk-actions', { filter: { eventId: event.id, ...filter }, wish, ...more }, headers);
const jobOf = (begun: Answer) => ({ eventId: event.id, bulkActionId: part<string>(begun, 'id') });
const work = (begun: Answer) => app.service(BulkWork).work(jobOf(begun));
const read = (begun: Answer) => team.get(`bulk-actions/${part<string>(begun, 'id')}`);

async function states(): Promise<string[]> {
  const rows = await app.database.reader.query<{ state: string }[]>(
    'SELECT state FROM registrations WHERE event_id = $1 ORDER BY party_size',
    [event.id],
  );
  return rows.map(({ state }) => state);
}

/** How often each registration was cancelled, by the audit trail and by the mails about it. */
async function cancellations(): Promise<number[][]> {
  const counts = holders.map(async ({ id }) => {
    const noted = await team.get(`audit?subjectId=${id}&kind=registration.cancelled`);
    const mails = await team.get(`messages?registrationId=${id}`);
    const told = part<{ kind: string }[]>(mails, 'items').filter(({ kind }) => kind === 'cancellation');
    return [part<unknown[]>(noted, 'items').length, told.length];
  });
  return Promise.all(counts);
}

const ONCE = [1, 1];

describe('what a filter means', () => {
  it('is counted before anything is done, in registrations and in people', async () => {
    const filter = { eventId: event.id, partySizeMin: 2 };
    const preview = await team.post('bulk-actions/preview', { filter });
    expect([preview.status, preview.body]).toMatchObject([200, { registrations: 4, people: 14 }]);
    const sample = part<{ id: string; reference: string; name: string; partySize: number }[]>(preview, 'sample');
    expect(sample.map(({ id }) => id)).toEqual(
      holders
        .slice(1)
        .map(({ id }) => id)
        .reverse(),
    );
    expect(sample[0]).toMatchObject({ reference: holders[4]!.reference, partySize: 5 });
    const listed = part<{ id: string }[]>(await team.get(`registrations?eventId=${event.id}&partySizeMin=2`), 'items');
    expect(sample.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
    expect(await states()).toEqual(Array.from({ length: 5 }, () => 'confirmed'));
  });

  it('is settled when it begins: who comes later is not meant', async () => {
    const begun = await begin({ action: 'cancel' });
    expect([begun.status, begun.body]).toMatchObject([202, { state: 'running', total: 5, people: 15, done: 0 }]);
    const late = await Holder.in(app, session.id);
    await work(begun);
    expect((await read(begun)).body).toMatchObject({ state: 'done', total: 5, done: 5, refused: 0 });
    expect(part(await late.view(), 'state')).toBe('confirmed');
  });

  it('is refused if it is another number by now than the caller has seen', async () => {
    await Holder.in(app, session.id);
    expect(expectProblem(await begin({ action: 'cancel' }, {}, { expected: 5 }), 409, 'count_changed')).toMatchObject({
      registrations: 6,
    });
    expect((await begin({ action: 'cancel' }, {}, { expected: 6 })).status).toBe(202);
  });

  it('may be nobody', async () => {
    const begun = await begin({ action: 'cancel' }, { q: 'nobody of this name' });
    await work(begun);
    expect((await read(begun)).body).toMatchObject({ state: 'done', total: 0, done: 0 });
  });
});

describe('each of many', () => {
  it('is cancelled as by hand, told and noted with who asked and why', async () => {
    const begun = await begin({ action: 'cancel', reason: 'The storm has closed the garden.' });
    await work(begun);
    expect(await states()).toEqual(Array.from({ length: 5 }, () => 'cancelled'));
    expect(await cancellations()).toEqual(holders.map(() => ONCE));
    const noted = await team.get(`audit?subjectId=${holders[0]!.id}&kind=registration.cancelled`);
    expect(part<object[]>(noted, 'items')).toMatchObject([
      {
        actor: { kind: 'key', id: key },
        reason: 'The storm has closed the garden.',
        changed: { cancelledBy: { to: 'team' } },
      },
    ]);
    const about = part<{ kind: string }[]>(await team.get(`audit?subjectId=${part<string>(begun, 'id')}`), 'items');
    expect(about.map(({ kind }) => kind)).toEqual(['bulk-action.done', 'bulk-action.begun']);
  });

  it('is moved while there are places, the first to come first, and the others hear why not', async () => {
    const other = await app.make.session(event, { capacity: 6 });
    const begun = await begin({ action: 'move', sessionId: other.id });
    await work(begun);
    expect((await read(begun)).body).toMatchObject({
      ...{ state: 'done', done: 3, refused: 2 },
      refusals: [
        { registrationId: holders[3]!.id, code: 'session_full' },
        { registrationId: holders[4]!.id, code: 'session_full' },
      ],
    });
    const there = await team.get(`registrations?sessionId=${other.id}`);
    expect(part<{ partySize: number }[]>(there, 'items').map(({ partySize }) => partySize)).toEqual([3, 2, 1]);
  });

  it('is left as it was where it is refused in the middle', async () => {
    const other = await app.make.session(event, { capacity: 20 });
    const [address] = await app.database.reader.query<{ contact_email: string }[]>(
      'SELECT contact_email FROM registrations WHERE id = $1',
      [holders[1]!.id],
    );
    await Holder.in(app, other.id, { email: address!.contact_email });
    const begun = await begin({ action: 'move', sessionId: other.id }, { sessionId: session.id });
    await work(begun);
    expect((await read(begun)).body).toMatchObject({
      ...{ done: 4, refused: 1 },
      refusals: [{ registrationId: holders[1]!.id, code: 'already_registered' }],
    });
    expect(part(await holders[1]!.view(), 'sessionId')).toBe(session.id);
  });

  it('is noted, and what is written stands nowhere in plain text', async () => {
    const begun = await begin({ action: 'note', kind: 'door', text: 'Brings a violoncello.' });
    expect(await tablesThatSay(app.database, 'violoncello')).toEqual([]);
    await work(begun);
    const notes = await team.get(`registrations/${holders[2]!.id}/notes`);
    expect(part<object[]>(notes, 'items')).toMatchObject([{ kind: 'door', text: 'Brings a violoncello.' }]);
    expect(await tablesThatSay(app.database, 'violoncello')).toEqual([]);
    const [row] = await app.database.reader.query<{ sealed_wish: string }[]>(
      'SELECT sealed_wish FROM bulk_actions WHERE id = $1',
      [part<string>(begun, 'id')],
    );
    expect(row!.sealed_wish).toBe('');
  });

  it('is mailed again, unless there is a reason not to', async () => {
    await holders[0]!.cancel();
    const begun = await begin({ action: 'resend' });
    await work(begun);
    expect((await read(begun)).body).toMatchObject({
      ...{ done: 4, refused: 1 },
      refusals: [{ registrationId: holders[0]!.id, code: 'registration_cancelled' }],
    });
    const told = (await holders[1]!.told()).map(({ kind }) => kind);
    expect(told).toEqual(['confirmation', 'confirmation']);
  });
});

describe('the work', () => {
  it('is done once by a job that runs twice, and by three at once', async () => {
    const begun = await begin({ action: 'note', kind: 'team', text: 'x' });
    await using second = await app.beside();
    await Promise.all([work(begun), second.service(BulkWork).work(jobOf(begun)), work(begun)]);
    await work(begun);
    const notes = holders.map(async ({ id }) => part<unknown[]>(await team.get(`registrations/${id}/notes`), 'items'));
    expect((await Promise.all(notes)).map(({ length }) => length)).toEqual(holders.map(() => 1));
    expect((await read(begun)).body).toMatchObject({ state: 'done', done: 5 });
    const about = await team.get(`audit?subjectId=${part<string>(begun, 'id')}&kind=bulk-action.done`);
    expect(part<unknown[]>(about, 'items')).toHaveLength(1);
  });

  it('goes on after a worker that died in the middle', async () => {
    const begun = await begin({ action: 'cancel' });
    let dying: Promise<unknown> = Promise.resolve();
    await app.database.transaction(async (tx) => {
      // The worker comes as far as the third and waits there for its lock, with its deed begun.
      await tx.query('SELECT FROM registrations WHERE id = $1 FOR UPDATE', [holders[2]!.id]);
      dying = work(begun).catch((error: unknown) => error);
      await kill(await waiterFor(tx));
      expect(await dying).toBeInstanceOf(Error);
    });
    expect(await cancellations()).toEqual([ONCE, ONCE, [0, 0], [0, 0], [0, 0]]);
    expect((await read(begun)).body).toMatchObject({ state: 'running', done: 2, refused: 0 });
    await work(begun);
    expect(await cancellations()).toEqual(holders.map(() => ONCE));
    expect((await read(begun)).body).toMatchObject({ state: 'done', done: 5, refused: 0 });
  });

  it('is not over as long as somebody has the last one in hand', async () => {
    const last = await Holder.in(app, (await app.make.session(event)).id);
    const begun = await begin({ action: 'cancel' });
    let slow: Promise<unknown> = Promise.resolve();
    await app.database.transaction(async (tx) => {
      await tx.query('SELECT FROM registrations WHERE id = $1 FOR UPDATE', [last.id]);
      slow = work(begun);
      await waiterFor(tx);
      await work(begun);
      expect((await read(begun)).body).toMatchObject({ state: 'running', done: 5 });
    });
    await slow;
    expect((await read(begun)).body).toMatchObject({ state: 'done', done: 6 });
  });

  it('can be stopped: what is done stays done, and nothing more is', async () => {
    const begun = await begin({ action: 'cancel' });
    const stopped = await team.post(`bulk-actions/${part<string>(begun, 'id')}/stop`);
    expect(stopped.body).toMatchObject({ state: 'stopped', done: 0, version: 2 });
    await work(begun);
    expect(await states()).toEqual(Array.from({ length: 5 }, () => 'confirmed'));
    expect((await read(begun)).body).toEqual(stopped.body);
    expect((await team.post(`bulk-actions/${part<string>(begun, 'id')}/stop`)).body).toEqual(stopped.body);
  });

  it('goes on with a new key when the old one is gone', async () => {
    const begun = await begin({ action: 'note', kind: 'team', text: 'Brings a harp.' });
    const [old, fresh] = ['a test key of thirty-two characters', 'another key of thirty-two characters'];
    await using between = await app.beside({ SECRET_KEYS: [fresh, old] });
    await between.service(KeyRotation).run();
    await using after = await app.beside({ SECRET_KEYS: [fresh] });
    await after.service(BulkWork).work(jobOf(begun));
    expect((await read(begun)).body).toMatchObject({ state: 'done', done: 5 });
  });

  async function kill(pid: number): Promise<void> {
    await app.database.reader.query('SELECT pg_terminate_backend($1)', [pid]);
  }
});

it('is done by a worker without anybody asking, and can be watched', async () => {
  await using whole = await TestApp.start();
  const there = await Team.as(whole);
  const its = await whole.make.event();
  const one = await Holder.in(whole, (await whole.make.session(its)).id);
  const begun = await there.post('bulk-actions', { filter: { eventId: its.id }, wish: { action: 'cancel' } });
  const seen = () => there.get(`bulk-actions/${part<string>(begun, 'id')}`);
  // A job whose worker missed its beats comes back after twenty seconds and more.
  await eventually(async () => part(await seen(), 'state'), 'done', 45);
  expect((await seen()).body).toMatchObject({ state: 'done', done: 1 });
  expect(part(await one.view(), 'state')).toBe('cancelled');
}, 60_000);

describe('whoever begins it', () => {
  it('gets the same answer to the same request with the same key, and one action', async () => {
    const headers = { 'idempotency-key': `bulk ${event.id}` };
    const [first, again] = [
      await begin({ action: 'cancel' }, {}, {}, headers),
      await begin({ action: 'cancel' }, {}, {}, headers),
    ];
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([first.text, 'true']);
    expect(part<unknown[]>(await team.get(`bulk-actions?eventId=${event.id}`), 'items')).toHaveLength(1);
  });

  it('needs the permissions that one alone would need, in that event', async () => {
    const body = { filter: { eventId: event.id }, wish: { action: 'resend' } };
    expectProblem(await (await Team.as(app, 'viewer')).post('bulk-actions', body), 403, 'forbidden');
    const writer = await Team.as(app, { scopes: ['registrations:write'] });
    expectProblem(await writer.post('bulk-actions', body), 403, 'forbidden');
    const begun = await begin({ action: 'cancel' });
    const stranger = await Team.as(app, { role: 'owner', eventIds: [(await app.make.event()).id] });
    expectProblem(await stranger.post('bulk-actions', body), 404, 'not_found');
    expectProblem(await stranger.post('bulk-actions/preview', { filter: body.filter }), 404, 'not_found');
    expectProblem(await stranger.get(`bulk-actions/${part<string>(begun, 'id')}`), 404, 'not_found');
    expectProblem(await stranger.post(`bulk-actions/${part<string>(begun, 'id')}/stop`), 404, 'not_found');
    expect(part<unknown[]>(await stranger.get('bulk-actions'), 'items')).toEqual([]);
  });

  it('must name the event, and a session of it to move to', async () => {
    const elsewhere = await app.make.session(await app.make.event());
    expectProblem(await begin({ action: 'move', sessionId: elsewhere.id }), 404, 'not_found');
    expectProblem(await team.post('bulk-actions', { filter: {}, wish: { action: 'cancel' } }), 422, 'invalid_input');
    expectProblem(await begin({ action: 'delete' }), 422, 'invalid_input');
    expectProblem(await begin({ action: 'cancel', places: 1 }), 422, 'invalid_input');
    expectProblem(await begin({ action: 'cancel' }, { hasAccessNeeds: 'true' }), 422, 'invalid_input');
  });
});

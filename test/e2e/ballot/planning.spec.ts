import { BallotWork } from '#ballot';
import { KeyRotation, Secrets } from '#kernel';
import { deliverToEntry, PlannedBallot } from '../../support/ballots.js';
import { available, part } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

function inHours(hours: number): string {
  return new Date(app.clock.now().getTime() + hours * 60 * 60_000).toISOString();
}

it('commits to a seed that nobody is shown', async () => {
  const event = await app.make.event();
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event)] });
  const [row] = await app.database.reader.query<[{ sealed_seed: string; commitment: string }]>(
    'SELECT * FROM ballots WHERE id = $1',
    [ballot.id],
  );
  const seed = app.service(Secrets).open(row.sealed_seed, `ballots/${ballot.id}/seed`);
  const seen = await Promise.all([
    ballot.admin(),
    ballot.view(),
    ballot.record(),
    app.get(`/ballots/${ballot.id}`),
    app.get('/api/v1/admin/audit', ballot.team),
    app.get(`/api/v1/events/${event.slug}`),
  ]);
  for (const { status, text } of seen) expect([status, text.includes(seed)]).toEqual([200, false]);
  expect(JSON.stringify(row)).not.toContain(seed);
  expect(seen[1].text).toContain(row.commitment);
});

it('seals seeds and entries anew under another key', async () => {
  const event = await app.make.event();
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event, { capacity: 1 })] });
  ballot.open();
  await ballot.enter({ accessNeeds: 'A seat' });
  const keys = ['another key, in front of the others', 'a test key of thirty-two characters'];
  await using renewed = await app.beside({ SECRET_KEYS: keys });
  const counts = await renewed.service(KeyRotation).run();
  const countOf = (what: string) => counts.find((one) => one.what === what)!.count;
  expect([countOf('seeds of ballots'), countOf('entries of ballots')]).toEqual([expect.any(Number), 1]);
  expect(countOf('seeds of ballots')).toBeGreaterThan(0);
  ballot.end();
  await renewed.service(BallotWork).doDue();
  expect(await ballot.view()).toMatchObject({ body: { state: 'drawn', drawn: 1 } });
});

it('refuses plans that do not fit, field by field', async () => {
  const event = await app.make.event();
  const session = await app.make.session(event);
  const team = await app.key('owner');
  const plan = { eventId: event.id, sessionIds: [session.id], opensAt: inHours(1), closesAt: inHours(2) };
  const faultOf = async (change: object) => {
    const answer = await app.post('/api/v1/admin/ballots', { ...plan, ...change }, team);
    return [
      answer.status,
      ...(part<{ pointer: string }[] | undefined>(answer, 'errors') ?? []).map(({ pointer }) => pointer),
    ];
  };
  expect(await faultOf({ opensAt: inHours(-1) })).toEqual([422, '/opensAt']);
  expect(await faultOf({ closesAt: inHours(0.5) })).toEqual([422, '/closesAt']);
  expect(await faultOf({ drawsAt: inHours(1.5) })).toEqual([422, '/drawsAt']);
  expect(await faultOf({ drawsAt: inHours(24 * 60) })).toEqual([422, '/drawsAt']);
  expect(await faultOf({ sessionIds: [event.id] })).toEqual([422, '/sessionIds/0']);
  expect(await faultOf({})).toEqual([201]);
  const second = await app.post('/api/v1/admin/ballots', plan, team);
  expect(second).toMatchObject({ status: 409, body: { code: 'in_another_ballot', sessionId: session.id } });
});

it('can be changed until entries open, and gives back sessions that it is not for any more', async () => {
  const event = await app.make.event();
  const [one, other] = [await app.make.session(event), await app.make.session(event)];
  const ballot = await PlannedBallot.of(app, event, { sessions: [one] });
  const commitment = part(await ballot.view(), 'commitment');
  const change = (body: object) =>
    app.call('PATCH', `/api/v1/admin/ballots/${ballot.id}`, { body, headers: { ...ballot.team, 'if-match': '*' } });
  expect(await change({ sessionIds: [other.id] })).toMatchObject({
    status: 200,
    body: { commitment, sessions: [{ sessionId: other.id }] },
  });
  expect(await app.register(one.id)).toMatchObject({ status: 201 });
  expect(await app.register(other.id)).toMatchObject({ status: 409, body: { code: 'places_by_ballot' } });
  ballot.open();
  expect(await change({ closesAt: inHours(5) })).toMatchObject({ status: 409, body: { code: 'ballot_has_opened' } });
});

it('is cancelled with a reason that everybody who entered is told', async () => {
  const event = await app.make.event();
  const session = await app.make.session(event, { capacity: 7 });
  const ballot = await PlannedBallot.of(app, event, { sessions: [session] });
  ballot.open();
  const entry = part<string>(await ballot.enter(), 'id');
  await deliverToEntry(app, entry);
  const path = `/api/v1/admin/ballots/${ballot.id}/cancel`;
  expect(await app.post(path, { reason: 'There is room for all.' }, ballot.team)).toMatchObject({
    body: { state: 'cancelled' },
  });
  const [mail] = await deliverToEntry(app, entry);
  expect(mail!.raw).toContain('There is room for all.');
  expect(await available(app, event.slug, session.id)).toBe(7);
  expect(await app.post(path, { reason: 'Again.' }, ballot.team)).toMatchObject({ status: 409 });
  expect(await ballot.enter()).toMatchObject({ status: 409, body: { code: 'ballot_cancelled' } });
});

it('ends with the event that it is for', async () => {
  const event = await app.make.event();
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event)] });
  ballot.open();
  const entry = part<string>(await ballot.enter(), 'id');
  await app.post(`/api/v1/admin/events/${event.id}/cancel`, { reason: 'Storm.' }, ballot.team);
  await ballot.work();
  expect(await ballot.admin()).toMatchObject({ body: { state: 'cancelled' } });
  expect((await deliverToEntry(app, entry)).at(-1)!.raw).toContain('The whole event was cancelled.');
});

it('gives an entry weight with a reason that is audited and not published', async () => {
  const event = await app.make.event();
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event)] });
  ballot.open();
  const entry = part<string>(await ballot.enter(), 'id');
  const weigh = () => {
    const headers = { ...ballot.team, 'if-match': '*' };
    const body = { weight: 3, reason: 'Was turned away last year.' };
    return app.call('PATCH', `/api/v1/admin/ballot-entries/${entry}`, { body, headers });
  };
  expect(await weigh()).toMatchObject({ status: 200, body: { weight: 3 } });
  expect((await app.get('/api/v1/admin/audit', ballot.team)).text).toContain('Was turned away last year.');
  ballot.end();
  expect(await weigh()).toMatchObject({ status: 409, body: { code: 'ballot_closed' } });
  await ballot.work();
  const record = await ballot.record();
  expect(record).toMatchObject({ body: { entries: [{ id: entry, weight: 3 }] } });
  expect(record.text).not.toContain('turned away');
  expect((await app.get(`/ballots/${ballot.id}?entry=${entry}`)).text).toContain('drawn at place 1 of 1');
});

import { deliverToEntry, PlannedBallot } from '../../support/ballots.js';
import { part } from '../../support/holder.js';
import { waiterFor } from '../../support/lock-waiters.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

async function openBallot(wishes: Parameters<TestApp['make']['event']>[0] = {}, capacity = 4): Promise<PlannedBallot> {
  const event = await app.make.event(wishes);
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event, { capacity })] });
  ballot.open();
  return ballot;
}

function holding(entryUrl: unknown): Record<string, string> {
  return { authorization: `Entry ${String(entryUrl).split('/').at(-1)}` };
}

async function linkIn(entryId: string): Promise<string> {
  const [mail] = await deliverToEntry(app, entryId);
  return /http:\/\/events\.example\.org(\/ballot-entries\/[\w-]+)/.exec(mail!.raw.replace(/=\r?\n/g, ''))![1]!;
}

async function states(ballot: PlannedBallot): Promise<Record<string, number>> {
  const rows = await app.database.reader.query<{ state: string; count: number }[]>(
    'SELECT state, count(*)::int AS count FROM ballot_entries WHERE ballot_id = $1 GROUP BY state',
    [ballot.id],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

it('takes one entry for each address, also at the same moment', async () => {
  const ballot = await openBallot();
  const person = nextPerson();
  const answers = await Promise.all(Array.from({ length: 6 }, () => ballot.enter(person)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
  expect(await ballot.enter({ ...person, email: person.email.toUpperCase() })).toMatchObject({
    status: 409,
    body: { code: 'already_entered' },
  });
  expect(await states(ballot)).toEqual({ entered: 1 });
});

it('gives the same answer to the same request', async () => {
  const ballot = await openBallot();
  const person = nextPerson();
  const key = { 'idempotency-key': 'one' };
  const [first, again] = [await ballot.enter(person, key), await ballot.enter(person, key)];
  expect([again.status, again.text]).toEqual([201, first.text]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

it('counts an entry once its address is confirmed, where the event confirms by mail', async () => {
  const ballot = await openBallot({ confirmation: 'by-email' });
  const entered = await ballot.enter({ name: 'Ada Birch' });
  expect(entered).toMatchObject({ status: 201, body: { state: 'unverified', entryUrl: null } });
  const path = await linkIn(part(entered, 'id'));
  expect((await app.get(path)).text).toContain('One step is left');
  expect(await states(ballot)).toEqual({ unverified: 1 });
  expect((await app.post(`${path}/confirm`, undefined)).status).toBe(303);
  expect(await states(ballot)).toEqual({ entered: 1 });
  expect((await app.get(path)).text).toContain('You are in the ballot.');
  const late = await ballot.enter();
  const lateLink = await linkIn(part(late, 'id'));
  ballot.end();
  expect((await app.post(`${lateLink}/confirm`, undefined)).text).toContain('Entries have closed');
  await ballot.work();
  expect(await states(ballot)).toEqual({ entered: 1, lapsed: 1 });
  expect(part<unknown[]>(await ballot.record(), 'entries')).toHaveLength(1);
});

it('tells nobody who has entered, where the event confirms by mail', async () => {
  const ballot = await openBallot({ confirmation: 'by-email' });
  const person = nextPerson();
  const first = await ballot.enter(person);
  const path = await linkIn(part(first, 'id'));
  await app.post(`${path}/confirm`, undefined);
  const again = await ballot.enter(person);
  expect(Object.keys(again.body)).toEqual(Object.keys(first.body));
  expect(again).toMatchObject({ status: 201, body: { state: 'unverified', entryUrl: null } });
  expect(await states(ballot)).toEqual({ entered: 1 });
  const fresh = nextPerson();
  for (let times = 0; times < 6; times++) expect(await ballot.enter(fresh)).toMatchObject({ status: 201 });
  expect(await states(ballot)).toEqual({ entered: 1, unverified: 3 });
});

it('lets one of several unconfirmed entries of an address in', async () => {
  const ballot = await openBallot({ confirmation: 'by-email' });
  const person = nextPerson();
  const entries = [await ballot.enter(person), await ballot.enter({ ...person, partySize: 2 })];
  const [first, second] = [await linkIn(part(entries[0]!, 'id')), await linkIn(part(entries[1]!, 'id'))];
  expect((await app.post(`${second}/confirm`, undefined)).status).toBe(303);
  expect((await app.post(`${first}/confirm`, undefined)).status).toBe(409);
  expect(await states(ballot)).toEqual({ entered: 1, unverified: 1 });
});

it('lets an entry be withdrawn until entries close, and the address enter again', async () => {
  const ballot = await openBallot();
  const person = nextPerson();
  const entered = await ballot.enter(person);
  const path = `/api/v1/ballot-entries/${String(part(entered, 'id'))}`;
  const headers = holding(part(entered, 'entryUrl'));
  expect(await app.get(path)).toMatchObject({ status: 401 });
  expect(await app.post(`${path}/withdraw`, {}, headers)).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
  expect(await app.post(`${path}/withdraw`, {}, headers)).toMatchObject({ status: 200 });
  const again = await ballot.enter(person);
  expect(again.status).toBe(201);
  ballot.end();
  const late = `/api/v1/ballot-entries/${String(part(again, 'id'))}/withdraw`;
  expect(await app.post(late, {}, holding(part(again, 'entryUrl')))).toMatchObject({
    status: 409,
    body: { code: 'ballot_closed' },
  });
  await ballot.work();
  expect(part<unknown[]>(await ballot.record(), 'entries')).toHaveLength(1);
});

it('asks what registering asks, and names what is wrong', async () => {
  const question = {
    label: 'Dietary needs',
    kind: 'text',
    required: true,
    askedPer: 'party',
    sensitive: true,
  } as const;
  const asked = { ...question, help: '', options: [] };
  const ballot = await openBallot({ questions: [asked], partyLimit: 3 });
  expect(await ballot.enter()).toMatchObject({ status: 422, body: { code: 'question_unanswered' } });
  expect(await ballot.enter({ partySize: 4 })).toMatchObject({ status: 422, body: { code: 'party_too_large' } });
  const elsewhere = (await app.make.session(await app.make.event())).id;
  expect(await ballot.enter({ preferences: [elsewhere] })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/preferences/0', code: 'not_in_ballot' }] },
  });
});

it('keeps what people say about themselves sealed, and shows it to the team who may see it', async () => {
  const ballot = await openBallot();
  await ballot.enter({ partySize: 2, accessNeeds: 'A wheelchair place', guests: [{ name: 'Tom Birch' }] });
  const rows = await app.database.reader.query<object[]>('SELECT * FROM ballot_entries WHERE ballot_id = $1', [
    ballot.id,
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/wheelchair|Tom Birch/);
  const path = `/api/v1/admin/ballots/${ballot.id}/entries`;
  expect(await app.get(path, ballot.team)).toMatchObject({
    body: { items: [{ accessNeeds: 'A wheelchair place', guests: [{ name: 'Tom Birch' }], masked: [] }] },
  });
  const viewer = await app.get(path, await app.key('viewer'));
  expect(viewer).toMatchObject({
    body: { items: [{ accessNeeds: null, guests: [], masked: expect.any(Array) as unknown }] },
  });
  expect(viewer.text).not.toContain('wheelchair');
});

it('has a form that enters once, however often it is sent', async () => {
  const ballot = await openBallot();
  const { email } = nextPerson();
  const page = await app.get(`/ballots/${ballot.id}/enter`);
  const key = /name="idempotencyKey" value="([^"]+)"/.exec(page.text)![1]!;
  const session = ballot.sessions[0]!.id;
  const form = new URLSearchParams({
    ...{ idempotencyKey: key, '/preferences/0': session, '/contact/name': 'Ada', '/contact/email': email },
    '/partySize': '2',
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = () => app.call('POST', `/ballots/${ballot.id}/enter`, { body: form.toString(), headers });
  const [first, again] = [await send(), await send()];
  expect([first.status, again.headers.get('location')]).toEqual([303, first.headers.get('location')]);
  form.delete('/preferences/0');
  expect((await send()).text).toContain('Please choose at least one time.');
});

it('waits with the close for whoever is entering, so that everybody who was told so is in the list', async () => {
  const ballot = await openBallot();
  await ballot.work(); // those of the tests before, at which the work would wait instead
  let entering: ReturnType<typeof ballot.enter> | undefined;
  let work: Promise<void> | undefined;
  await app.database.transaction(async (tx) => {
    // Whoever enters waits here, between finding the ballot open and being written down.
    await tx.query('LOCK TABLE questions IN ACCESS EXCLUSIVE MODE');
    entering = ballot.enter();
    const whoEnters = await waiterFor(tx);
    ballot.end();
    work = ballot.work();
    await waiterFor(tx, whoEnters);
    expect(await ballot.view()).toMatchObject({ body: { state: 'closed', closedAt: null, listHash: null } });
  });
  const [entered] = await Promise.all([entering!, work]);
  expect(entered).toMatchObject({ status: 201 });
  expect(part<object[]>(await ballot.record(), 'entries')).toMatchObject([{ id: part(entered, 'id') }]);
});

import { TestApp } from '../support/test-app.js';
import { GuestLists } from '../e2e/invitation/guest-lists.js';
import { deadlocksOf, tally } from './ledger.js';

let app: TestApp;
let other: TestApp;
let lists: GuestLists;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  other = await app.beside();
});
beforeEach(async () => {
  lists = await GuestLists.open(app, { invited: 200, capacity: 220 });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

const times = <T>(count: number, one: (index: number) => T) => Array.from({ length: count }, (_, index) => one(index));

it('takes no more than one invitation allows from 50 connections at once', async () => {
  const invited = await lists.invite({ partySize: 3 });
  const answers = await Promise.all(
    times(50, (index) => lists.as(invited, index % 2 ? app : other).accept({ partySize: (index % 3) + 1 })),
  );
  expect(tally(answers)).toEqual({ 201: 1, '409 invitation_answered': 49 });
  const { taken, promised } = await lists.pool();
  expect([taken <= 3, promised]).toEqual([true, 0]);
  expect(taken).toBe(answers.find(({ status }) => status === 201)!.body['partySize']);
});

it('takes no more from 50 connections that register with its token', async () => {
  const invited = await lists.invite({ partySize: 2 });
  const token = invited.url.split('/').at(-1)!;
  const answers = await Promise.all(
    times(50, (index) =>
      (index % 2 ? app : other).register(lists.session.id, { partySize: 2, invitationToken: token }),
    ),
  );
  expect(tally(answers)).toEqual({ 201: 1, '409 already_registered': 49 });
  expect(await lists.pool()).toMatchObject({ taken: 2, promised: 0 });
});

it('ends in one answer when yes, no and a deputy come together with the team’s deeds', async () => {
  for (let round = 0; round < 6; round++) {
    const invited = await lists.invite({ partySize: 2 });
    const [here, there] = [lists.as(invited, app), lists.as(invited, other)];
    const answers = await Promise.all([
      ...times(4, () => here.accept({ partySize: 2 })),
      ...times(4, () => there.decline()),
      ...times(3, () => there.deputise({ name: 'Tom', email: 'tom@example.org' })),
      ...times(3, () => here.recall()),
      ...(round % 2 ? [lists.team.post(`invitations/${invited.id}/withdraw`)] : []),
      lists.team.change(`invitations/${invited.id}`, { partySize: 3 }),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const { taken } = await lists.pool();
    expect(taken).toBeLessThanOrEqual(3 * (round + 1));
  }
  expect(await deadlocksOf(app, other)).toBe(0);
});

it('lets two in who share an address and answer at the same moment', async () => {
  const email = 'the-birches@example.org';
  const guests = await Promise.all(times(6, (index) => lists.invite({ name: `Birch ${index}`, email })));
  const answers = await Promise.all(guests.map((one, index) => lists.as(one, index % 2 ? app : other).accept()));
  expect(tally(answers)).toEqual({ 201: 6 });
});

it('does so with keys too, by two pools whose locks are not the same', async () => {
  const here = await GuestLists.open(app, { invited: 10, capacity: 40, places: 10 });
  const { id: sessionId } = here.session;
  const made = await here.team.post('pools', { sessionId, name: 'Family', audience: 'invited', places: 10 });
  const poolId = String(made.body['id']);
  for (let round = 0; round < 8; round++) {
    const email = `birch-${round}@example.org`;
    const guests = [await here.invite({ name: 'One', email }), await here.invite({ name: 'Two', email, poolId })];
    const answers = await Promise.all(
      guests.map(({ id, url }, index) => {
        const authorization = `Invitation ${url.split('/').at(-1)!}`;
        const headers = { authorization, 'idempotency-key': crypto.randomUUID() };
        return (index ? app : other).post(`/api/v1/invitations/${id}/accept`, { partySize: 1 }, headers);
      }),
    );
    expect(tally(answers)).toEqual({ 201: 2 });
  }
});

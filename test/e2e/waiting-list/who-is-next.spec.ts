import type { Event, Session } from '#programme';
import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';
import { askToWait, lookForThoseWhoWait, Waiter } from '../../support/waiter.js';

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ waitingList: true, passedOverLimit: 2 });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

/** A full session with people in parties of one, who can give back one place each. */
async function full(capacity = 6, of = event): Promise<{ session: Session; free: (places?: number) => Promise<void> }> {
  const session = await app.make.session(of, { capacity });
  const holder = await Holder.in(app, session.id, { partySize: capacity });
  const free = async (places = 1) => {
    await holder.cancel({ places });
    await lookForThoseWhoWait(app);
  };
  return { session, free };
}

const states = (waiters: readonly Waiter[]) => Promise.all(waiters.map((waiter) => waiter.state()));

async function decisions(waiter: Waiter): Promise<{ kind: string; reason: string }[]> {
  return app.database.reader.query('SELECT kind, reason FROM waiting_list_decisions WHERE entry_id = $1 ORDER BY id', [
    waiter.id,
  ]);
}

it('passes a larger party over as often as the event says, then saves places for it', async () => {
  const { session, free } = await full();
  const large = await Waiter.in(app, [session], { partySize: 3 });
  const small = [];
  for (let index = 0; index < 4; index++) small.push(await Waiter.in(app, [session]));
  await free();
  await free();
  expect(await states([large, ...small])).toEqual(['waiting', 'offered', 'offered', 'waiting', 'waiting']);
  expect((await large.view()).body).toMatchObject({ passedOverLimit: 2, lines: [{ position: 1, passedOver: 2 }] });
  await free();
  await free();
  expect(await states([large, ...small])).toEqual(['waiting', 'offered', 'offered', 'waiting', 'waiting']);
  expect((await app.register(session.id)).body).toMatchObject({
    code: 'session_full',
    available: 0,
    waitingList: true,
  });
  await free();
  expect(await states([large, ...small])).toEqual(['offered', 'offered', 'offered', 'waiting', 'waiting']);
  expect(await decisions(large)).toMatchObject([
    { kind: 'joined' },
    { kind: 'saved-for', reason: 'Was passed over 2 times: places are saved for it from now on.' },
    { kind: 'offered', reason: 'First in line when 3 places were free.' },
  ]);
  expect((await decisions(small[0]!))[1]).toMatchObject({
    reason: 'First in line that fitted when 1 place was free; 1 larger party was passed over.',
  });
});

it('serves who stands before the party that places are saved for', async () => {
  const { session, free } = await full();
  const first = await Waiter.in(app, [session], { partySize: 2 });
  const large = await Waiter.in(app, [session], { partySize: 4 });
  const small = [await Waiter.in(app, [session]), await Waiter.in(app, [session])];
  await free();
  await free();
  expect(await states([first, large, ...small])).toEqual(['waiting', 'waiting', 'offered', 'offered']);
  await free(2);
  expect(await states([first, large])).toEqual(['offered', 'waiting']);
});

it('offers fewer to who said that fewer would do', async () => {
  const { session, free } = await full();
  const modest = await Waiter.in(app, [session], { partySize: 4, fewerIsFine: true });
  await free(2);
  expect((await modest.view()).body).toMatchObject({ state: 'offered', partySize: 4, offer: { people: 2 } });
});

it('offers each party places once, though it waits for several sessions', async () => {
  const [one, other] = [await full(), await full()];
  const both = await Waiter.in(app, [one.session, other.session]);
  const next = await Waiter.in(app, [other.session]);
  await one.free();
  expect((await both.view()).body).toMatchObject({ offer: { sessionId: one.session.id } });
  await other.free();
  expect(await next.state()).toBe('offered');
  expect((await both.decline()).body).toMatchObject({ state: 'waiting' });
  expect((await both.view()).body).toMatchObject({
    lines: expect.arrayContaining([
      {
        waits: true,
        sessionId: other.session.id,
        position: 1,
        endsAt: expect.anything(),
        startsAt: expect.anything(),
        peopleBefore: 0,
        passedOver: 0,
        chance: expect.anything(),
      },
    ]),
  });
  await other.free();
  expect((await both.view()).body).toMatchObject({ offer: { sessionId: other.session.id } });
});

it('offers nobody again what they have declined, and ends the wait with the last of their times', async () => {
  const [one, other] = [await full(), await full()];
  const waiter = await Waiter.in(app, [one.session, other.session]);
  const elseTimes = async () => (await app.get(`/waiting/${waiter.token}`)).text.includes('I wait for my other times');
  await one.free();
  expect(await elseTimes()).toBe(true);
  await waiter.decline();
  await one.free();
  expect(await waiter.state()).toBe('waiting');
  await other.free();
  expect((await waiter.view()).body).toMatchObject({ state: 'offered', offer: { sessionId: other.session.id } });
  expect(await elseTimes()).toBe(false);
  expect((await waiter.decline()).body).toMatchObject({ state: 'ended', endReason: 'declined' });
  expect(await waiter.told()).toEqual(['waiting', 'offer', 'offer']);
});

it('puts nobody back in line for a time that they have dropped', async () => {
  const [first, dropped, other] = [await full(), await full(), await full()];
  const waiter = await Waiter.in(app, [first.session, dropped.session, other.session]);
  const keep = { sessionIds: [first.session.id, other.session.id] };
  expect((await waiter.call('PATCH', '', keep)).body['lines']).toHaveLength(2);
  await first.free();
  await waiter.decline();
  expect((await waiter.view()).body['lines']).toMatchObject([
    { sessionId: other.session.id, waits: true, position: 1 },
  ]);
  await dropped.free();
  expect(await waiter.state()).toBe('waiting');
  expect((await waiter.call('PATCH', '', { sessionIds: [dropped.session.id] })).status).toBe(404);
  await waiter.leave();
  expect((await waiter.call('POST', '/rejoin', {})).body['lines']).toMatchObject([{ sessionId: other.session.id }]);
});

it('gives places to everybody again once nobody waits', async () => {
  const { session, free } = await full();
  const waiter = await Waiter.in(app, [session], { partySize: 2 });
  await free();
  expect((await app.register(session.id)).status).toBe(409);
  await waiter.leave();
  expect((await app.register(session.id)).status).toBe(201);
});

it('looks at once when a pool is enlarged, or a larger party becomes smaller', async () => {
  const { session, free } = await full();
  const waiter = await Waiter.in(app, [session], { partySize: 3 });
  await free();
  expect((await waiter.call('PATCH', '', { partySize: 4 })).body).toMatchObject({ errors: [{ code: 'only_smaller' }] });
  await waiter.call('PATCH', '', { partySize: 1 });
  await lookForThoseWhoWait(app);
  expect((await waiter.view()).body).toMatchObject({ state: 'offered', offer: { people: 1 } });
});

it('takes any full session of the day', async () => {
  const of = await app.make.event({ waitingList: true });
  const [one, other] = [await full(6, of), await full(6, of)];
  const waiter = await Waiter.in(app, [one.session], { anyOfDay: true });
  const lines = (await waiter.view()).body['lines'] as unknown as { sessionId: string }[];
  expect(lines.map(({ sessionId }) => sessionId)).toEqual(expect.arrayContaining([one.session.id, other.session.id]));
});

it('lets nobody wait for more than a session holds, nor in two events at once', async () => {
  const { session } = await full(2);
  expect((await askToWait(app, [session.id], { partySize: 3 })).body).toMatchObject({ code: 'party_never_fits' });
  const elsewhere = await app.make.session(await app.make.event({ waitingList: true }), { capacity: 1 });
  await app.register(elsewhere.id);
  expect((await askToWait(app, [session.id, elsewhere.id])).body).toMatchObject({ errors: [{ code: 'other_event' }] });
});

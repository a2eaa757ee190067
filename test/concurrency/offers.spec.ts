import type { Event, Session } from '#programme';
import { Offering } from '#waiting-list';
import { Holder } from '../support/holder.js';
import { TestApp } from '../support/test-app.js';
import { lookForThoseWhoWait, passAMinute, Waiter } from '../support/waiter.js';
import { deadlocksOf, registrationsOf, tally } from './ledger.js';

let app: TestApp;
let beside: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  beside = await app.beside();
  event = await app.make.event({ waitingList: true });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(async () => {
  await beside[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

async function full(capacity: number): Promise<{ session: Session; holder: Holder }> {
  const session = await app.make.session(event, { capacity });
  return { session, holder: await Holder.in(app, session.id, { partySize: Math.min(capacity, 6) }) };
}

it('makes one registration of an offer that is accepted many times at once', async () => {
  const { session, holder } = await full(2);
  const waiter = await Waiter.in(app, [session], { partySize: 2 });
  await holder.cancel();
  await lookForThoseWhoWait(app);
  const answers = await Promise.all(Array.from({ length: 8 }, () => waiter.accept()));
  expect(tally(answers)).toEqual({ 200: 8 });
  expect(new Set(answers.map(({ body }) => String(body['manageUrl']))).size).toBe(1);
  const live = (await registrationsOf(app, session.id)).filter(({ state }) => state === 'confirmed');
  expect(live).toMatchObject([{ partySize: 2, confirmations: 1 }]);
});

it('either keeps the places or gives them on where an answer and the end of its time meet', async () => {
  const outcomes = new Set<string>();
  for (let round = 0; round < 6; round++) {
    const { session, holder } = await full(1);
    const waiter = await Waiter.in(app, [session]);
    const next = await Waiter.in(app, [session]);
    await holder.cancel();
    await lookForThoseWhoWait(app);
    // The answer reads the clock before the time is over; the worker's look comes when it is.
    const expiry = passAMinute(beside);
    const [answer] = await Promise.all([waiter.accept(), expiry]);
    app.clock.travel({ days: 2 });
    const late = Promise.all([next.accept(), passAMinute(app), passAMinute(beside)]);
    await late;
    const live = (await registrationsOf(app, session.id)).filter(({ state }) => state === 'confirmed');
    expect(live.length).toBe(answer.status === 200 ? 1 : 0);
    outcomes.add(String(answer.status));
    expect(await app.faults()).toEqual([]);
  }
  expect(outcomes).toEqual(new Set(['200']));
});

it('never gives places twice where accepting, declining and expiring meet', async () => {
  for (let round = 0; round < 5; round++) {
    const { session, holder } = await full(3);
    const waiters = [];
    for (let index = 0; index < 6; index++) waiters.push(await Waiter.in(app, [session]));
    await holder.cancel();
    await lookForThoseWhoWait(app);
    const offered = waiters.slice(0, 3);
    app.clock.travel({ days: round % 2 === 0 ? 0 : 2 });
    await Promise.all([
      offered[0]!.accept(),
      offered[0]!.decline(),
      offered[1]!.accept(),
      offered[1]!.leave(),
      offered[2]!.decline(),
      passAMinute(app),
      passAMinute(beside),
      app.register(session.id),
    ]);
    await passAMinute(app);
    expect(await app.faults()).toEqual([]);
  }
});

it('serves a party once where two of its sessions get free places at once, without waiting in a circle', async () => {
  const before = await deadlocksOf(app, beside);
  for (let round = 0; round < 5; round++) {
    const [one, other] = [await full(2), await full(2)];
    const both = [];
    for (let index = 0; index < 4; index++)
      both.push(
        await Waiter.in(
          app,
          [one.session, other.session].toSorted(() => index % 2 || -1),
        ),
      );
    await Promise.all([one.holder.cancel(), other.holder.cancel()]);
    await Promise.all([
      app.service(Offering).offerIn({ sessionId: one.session.id }),
      beside.service(Offering).offerIn({ sessionId: other.session.id }),
    ]);
    await passAMinute(app);
    const offers = await app.database.reader.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM waiting_list_offers WHERE state = 'live' AND entry_id = ANY($1) GROUP BY entry_id`,
      [both.map(({ id }) => id)],
    );
    expect(offers).toEqual(Array.from({ length: 4 }, () => ({ n: 1 })));
  }
  expect(await deadlocksOf(app, beside)).toBe(before);
});

it('keeps what comes free from those who register at the same moment', async () => {
  const { session, holder } = await full(2);
  const waiter = await Waiter.in(app, [session], { partySize: 2 });
  const others = Array.from({ length: 10 }, () => beside.register(session.id));
  const answers = await Promise.all([...others, holder.cancel()]);
  await lookForThoseWhoWait(app);
  expect(tally(answers)).toEqual({ 200: 1, '409 session_full': 10 });
  expect(await waiter.state()).toBe('offered');
});

import type { Event, Session } from '#programme';
import { CallingOff } from '#registration';
import { COMMAND, Reach } from '#staff';
import { idOf, trailOf } from '../../support/desk.js';
import { Holder, part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
let holder: Holder;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  event = await app.make.event({ waitingList: true });
  session = await app.make.session(event, { capacity: 4 });
  holder = await Holder.in(app, session.id, { partySize: 4 });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

const kinds = async (waiter: { id: string }) =>
  part<{ kind: string; reason: string }[]>(await team.get(`waiting-list-decisions?entryId=${waiter.id}`), 'items').map(
    ({ kind, reason }) => `${kind}: ${reason}`,
  );

it('puts somebody who rang on the list, offers places, and accepts for them', async () => {
  const body = { sessionIds: [session.id], partySize: 2, fewerIsFine: false, source: 'phone' };
  const made = await team.post('waiting-list', { ...body, contact: { name: 'Ada Birch', phone: '020 7946 0123' } });
  expect(made.status).toBe(201);
  await holder.cancel({ places: 2 });
  await lookForThoseWhoWait(app);
  const offers = await team.get(`waiting-list-offers?eventId=${event.id}&state=live`);
  expect(part(offers, 'items')).toMatchObject([{ entryId: idOf(made), people: 2 }]);
  const accepted = await team.post(`waiting-list/${idOf(made)}/accept`, {});
  expect(accepted.body).toMatchObject({ state: 'accepted', registrationId: expect.any(String) });
  expect(await kinds({ id: idOf(made) })).toHaveLength(3);
});

it('moves a party ahead for a reason, which stands in the log and the audit trail', async () => {
  const [first, second] = [await Waiter.in(app, [session]), await Waiter.in(app, [session])];
  const read = await team.get(`waiting-list/${second.id}`);
  const change = (body: unknown) => team.change(`waiting-list/${second.id}`, body, read);
  expect((await change({ priority: 5 })).status).toBe(422);
  expect((await change({ priority: 5, reason: 'It was promised.' })).body).toMatchObject({ priority: 5 });
  expect((await change({ priority: 6, reason: 'Again.' })).status).toBe(412);
  await holder.cancel({ places: 1 });
  await lookForThoseWhoWait(app);
  expect([await first.state(), await second.state()]).toEqual(['waiting', 'offered']);
  expect(await kinds(second)).toContain('prioritised: It was promised.');
  expect((await trailOf(team, second.id)).map(({ kind }) => kind)).toContain('waiting-list-entry.prioritised');
});

it('offers places past the line, for a reason', async () => {
  const [large, small] = [
    await Waiter.in(app, [session], { partySize: 4 }),
    await Waiter.in(app, [session], { partySize: 3 }),
  ];
  await holder.cancel({ places: 2 });
  await lookForThoseWhoWait(app);
  const offer = { sessionId: session.id, reason: 'They have a carer inside.' };
  expect((await team.post(`waiting-list/${small.id}/offer`, offer)).body).toMatchObject({ code: 'nothing_to_offer' });
  await holder.cancel({ places: 1 });
  expect((await team.post(`waiting-list/${small.id}/offer`, offer)).body).toMatchObject({
    state: 'offered',
    offer: { people: 3 },
  });
  expect(await kinds(small)).toContain('offered: They have a carer inside.');
  expect(await large.state()).toBe('waiting');
});

it('takes a party off the list for a reason and tells it, and what it was offered goes on', async () => {
  const [gone, next] = [await Waiter.in(app, [session]), await Waiter.in(app, [session])];
  await holder.cancel({ places: 1 });
  await lookForThoseWhoWait(app);
  expect((await team.post(`waiting-list/${gone.id}/remove`, {})).status).toBe(422);
  const removed = await team.post(`waiting-list/${gone.id}/remove`, { reason: 'She rang.' });
  expect(removed.body).toMatchObject({ state: 'ended', endReason: 'removed' });
  await lookForThoseWhoWait(app);
  expect(await next.state()).toBe('offered');
  expect((await gone.told()).at(-1)).toBe('waiting-ended');
});

it('sends the line home when a session is called off, and tells each party once', async () => {
  const other = await app.make.session(event, { capacity: 1 });
  await app.register(other.id);
  const [alone, both, offered] = [
    await Waiter.in(app, [session], { partySize: 3 }),
    await Waiter.in(app, [session, other], { partySize: 1, fewerIsFine: true }),
    await Waiter.in(app, [session]),
  ];
  await holder.cancel({ places: 2 });
  await lookForThoseWhoWait(app);
  expect([await alone.state(), await both.state(), await offered.state()]).toEqual(['waiting', 'offered', 'offered']);
  const asked = { id: session.id, expected: 'any', reach: new Reach(null) } as const;
  const wish = { reason: 'The wall is not safe.', tellPeople: true };
  await app.database.transaction((tx) => app.service(CallingOff).cancelSession(tx, COMMAND, asked, wish as never));
  expect((await both.accept()).status).toBe(409);
  await passAMinute(app);
  await passAMinute(app);
  expect((await alone.view()).body).toMatchObject({ state: 'ended', endReason: 'called-off' });
  expect((await offered.view()).body).toMatchObject({ state: 'ended', endReason: 'called-off' });
  expect(await both.state()).toBe('waiting');
  expect(await alone.told()).toEqual(['waiting', 'waiting-ended']);
  expect(await offered.told()).toEqual(['waiting', 'offer', 'waiting-ended']);
  expect(await both.told()).toEqual(['waiting', 'offer', 'offer-ended']);
  const [mail] = (await both.deliver()).slice(-1);
  expect(mail!.parsed.subject).toMatch(/^What we offered you does not take place/);
  expect(mail!.parsed.text).toContain('We offered you 1 place on');
});

it('sends the line home when it is too near to offer places', async () => {
  const startsAt = new Date(app.clock.now().getTime() + 2 * 60 * 60_000);
  const soon = await app.make.session(event, { capacity: 1, startsAt });
  await app.register(soon.id);
  const waiter = await Waiter.in(app, [soon]);
  app.clock.travel({ minutes: 80 });
  await passAMinute(app);
  expect((await waiter.view()).body).toMatchObject({ state: 'ended', endReason: 'over' });
  expect((await waiter.deliver()).at(-1)!.parsed.subject).toMatch(/^No places came free in time/);
});

it('never changes a decision', async () => {
  await Waiter.in(app, [session]);
  await expect(app.database.reader.query('UPDATE waiting_list_decisions SET reason = $1', ['x'])).rejects.toThrow(
    /never changed/,
  );
  await expect(app.database.reader.query('DELETE FROM waiting_list_decisions')).rejects.toThrow(/never changed/);
});

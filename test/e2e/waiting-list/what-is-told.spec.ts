import { Holder } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';

let app: TestApp;
let team: Team;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

async function publicPool(sessionId: string): Promise<string> {
  const rows = await app.database.reader.query<[{ id: string }]>(
    `SELECT id FROM pools WHERE session_id = $1 AND audience = 'public'`,
    [sessionId],
  );
  return rows[0].id;
}

/** Full by a promise alone, so that nobody holds places and somebody waits. */
async function promised() {
  const event = await app.make.event({ waitingList: true });
  const session = await app.make.session(event, { capacity: 2 });
  const poolId = await publicPool(session.id);
  await team.post('invitations', { sessionId: session.id, poolId, name: 'Ada Birch', partySize: 2 });
  return { event, session, poolId, waiter: await Waiter.in(app, [session]) };
}

it('is nothing while the event is a draft again: it has not been called off', async () => {
  const { event, waiter } = await promised();
  expect((await team.post(`events/${event.id}/unpublish`)).status).toBe(200);
  await passAMinute(app);
  expect((await team.post(`events/${event.id}/publish`)).status).toBe(200);
  await passAMinute(app);
  expect(await waiter.told()).toEqual(['waiting']);
  expect(await waiter.state()).toBe('waiting');
});

it('carries no name to an address that nobody has vouched for, not even as whom it is addressed to', async () => {
  const event = await app.make.event({ waitingList: true, confirmation: 'by-email' });
  const session = await app.make.session(event, { capacity: 1 });
  await team.post('registrations', { sessionId: session.id, contact: { name: 'Ada' }, partySize: 1, source: 'phone' });
  const waiter = await Waiter.in(app, [session], { name: 'Cheap watches at watches.example' });
  const [mail] = await waiter.deliver();
  expect(mail!.raw).not.toContain('watches');
});

it('is not that something was called off, to who joined again before the mail about the offer was sent', async () => {
  const event = await app.make.event({ waitingList: true });
  const session = await app.make.session(event, { capacity: 2 });
  const holder = await Holder.in(app, session.id, { partySize: 2 });
  const waiter = await Waiter.in(app, [session]);
  await Waiter.in(app, [session]);
  await holder.cancel({ places: 1 });
  await lookForThoseWhoWait(app);
  await waiter.deliver();
  app.clock.travel({ days: 2 });
  await passAMinute(app);
  expect(await waiter.told()).toEqual(['waiting', 'offer', 'offer-ended']);
  expect((await waiter.call('POST', '/rejoin')).status).toBe(200);
  expect((await waiter.deliver()).map(({ parsed }) => parsed.subject)).toEqual([]);
  app.clock.travel({ days: -2 });
});

it('nobody waits for what was taken away', async () => {
  const event = await app.make.event({ waitingList: true });
  const session = await app.make.session(event, { capacity: 2 });
  const [first, second] = [await Holder.in(app, session.id), await Holder.in(app, session.id)];
  await Waiter.in(app, [session], { partySize: 2 });
  await app.database.reader.query('DELETE FROM messages WHERE registration_id = ANY($1)', [[first.id, second.id]]);
  await app.database.reader.query('DELETE FROM registrations WHERE session_id = $1', [session.id]);
  await app.database.reader.query('UPDATE pools SET taken = 0, places = 1 WHERE session_id = $1', [session.id]);
  expectProblem(await team.remove(`sessions/${session.id}`), 409, 'in_use');
});

import type { Event, Session } from '#programme';
import { CallingOff, EmailCheck } from '#registration';
import { COMMAND, Reach } from '#staff';
import { AdriftEntries } from '#waiting-list';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { askToWait, lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  event = await app.make.event({ waitingList: true, confirmation: 'by-email' });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

async function full(hours = 30 * 24): Promise<Session> {
  const startsAt = new Date(app.clock.now().getTime() + hours * 60 * 60_000);
  const session = await app.make.session(event, { capacity: 1, startsAt });
  await app.service(EmailCheck).confirm(String((await app.register(session.id)).body['id']));
  return session;
}

async function callOff({ id }: Session): Promise<void> {
  const asked = { id, expected: 'any', reach: new Reach(null) } as const;
  const wish = { reason: 'The wall is not safe.', tellPeople: true };
  await app.database.transaction((tx) => app.service(CallingOff).cancelSession(tx, COMMAND, asked, wish as never));
}

async function waits(sessions: readonly Session[]): Promise<Waiter> {
  const waiter = await Waiter.in(app, sessions);
  await confirm(waiter);
  return waiter;
}

const confirm = (waiter: Waiter) => waiter.call('POST', '/confirm', {});
const page = async (waiter: Waiter) => (await app.get(`/waiting/${waiter.token}`)).text;

describe('who follows the link', () => {
  it('after all of it was called off is told so, and can join for another time', async () => {
    const [session, other] = [await full(), await full()];
    const waiter = await Waiter.in(app, [session]);
    await callOff(session);
    expect((await confirm(waiter)).body).toMatchObject({ state: 'ended', endReason: 'called-off' });
    expect(await page(waiter)).toContain('does not take place');
    await askToWait(app, [other.id], { email: waiter.email });
    expect((await Waiter.known(app, waiter.email)).id).not.toBe(waiter.id);
  });

  it('after it has begun is told that no places came free', async () => {
    const waiter = await Waiter.in(app, [await full(12)]);
    app.clock.travel({ minutes: 13 * 60 });
    expect((await confirm(waiter)).body).toMatchObject({ state: 'ended', endReason: 'over' });
    expect(await page(waiter)).toContain('No places came free for you in time');
  });

  it('after the event gave up its list does not stand in it', async () => {
    const waiter = await Waiter.in(app, [await full()]);
    await (await Team.as(app)).change(`events/${event.id}`, { waitingList: false });
    expect((await confirm(waiter)).body).toMatchObject({ state: 'ended', endReason: 'removed' });
    const [last] = await app.database.reader.query<{ reason: string }[]>(
      'SELECT reason FROM waiting_list_decisions WHERE entry_id = $1 ORDER BY id DESC LIMIT 1',
      [waiter.id],
    );
    expect(last!.reason).toBe('The event keeps no waiting list any more.');
  });

  it('waits for what is left of it', async () => {
    const [one, other] = [await full(), await full()];
    const waiter = await Waiter.in(app, [one, other]);
    await callOff(one);
    await confirm(waiter);
    const { body } = await waiter.view();
    expect(body).toMatchObject({ state: 'waiting' });
    expect(body['lines']).toEqual(
      expect.arrayContaining([expect.objectContaining({ sessionId: other.id, waits: true })]),
    );
  });
});

it('lets nobody keep only times in whose line they do not stand', async () => {
  const [one, other] = [await full(), await full()];
  const waiter = await waits([one, other]);
  await callOff(one);
  await passAMinute(app);
  expect((await waiter.call('PATCH', '', { sessionIds: [one.id] })).status).toBe(404);
  expect((await waiter.call('PATCH', '', { sessionIds: [one.id, other.id] })).status).toBe(200);
  expect(await waiter.state()).toBe('waiting');
});

describe('a party that says it waits and stands in no line', () => {
  const losesItsLines = ({ id }: Waiter) =>
    app.database.reader.query(
      `WITH gone AS (UPDATE waiting_list_wishes SET live = false WHERE entry_id = $1 RETURNING session_id)
       UPDATE waiting_list_lines l SET parties = parties - 1 FROM gone WHERE l.session_id = gone.session_id`,
      [id],
    );
  const endAdrift = () => app.service(AdriftEntries).endAll();

  it('waits no more after a night, and is told so', async () => {
    const session = await full();
    const [adrift, waiting] = [await waits([session]), await waits([session])];
    await losesItsLines(adrift);
    await endAdrift();
    expect((await adrift.view()).body).toMatchObject({ state: 'ended', endReason: 'removed' });
    expect(await adrift.told()).toEqual(['waiting', 'waiting-ended']);
    expect(await waiting.state()).toBe('waiting');
  });

  it('hears nothing more of what is past', async () => {
    const adrift = await waits([await full(12)]);
    await losesItsLines(adrift);
    app.clock.travel({ days: 1 });
    await endAdrift();
    expect((await adrift.view()).body).toMatchObject({ state: 'ended', endReason: 'over' });
    await lookForThoseWhoWait(app);
    expect(await adrift.told()).toEqual(['waiting']);
  });
});

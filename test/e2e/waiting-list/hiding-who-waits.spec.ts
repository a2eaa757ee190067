import type { Event, Session } from '#programme';
import { EmailCheck } from '#registration';
import { toldTo } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';
import { askToWait, lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';
import { tablesThatSay } from '../../support/whole-database.js';

let app: TestApp;
let event: Event;
let session: Session;
let registered: { id: string; email: string };
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ waitingList: true, confirmation: 'by-email' });
});
beforeEach(async () => {
  session = await app.make.session(event, { capacity: 3 });
  const { email } = nextPerson();
  const { body } = await app.register(session.id, { email, partySize: 3 });
  registered = { id: String(body['id']), email };
  await app.service(EmailCheck).confirm(registered.id);
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

const shapeOf = (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…');
const shown = async () => (await app.get(`/api/v1/events/${event.slug}`)).text;

it('answers an address that has places, one that waits and a new one alike, and shows no difference', async () => {
  const waits = await Waiter.in(app, [session]);
  await waits.call('POST', '/confirm', {});
  const before = await shown();
  const answers = [];
  for (const email of [registered.email, waits.email.toUpperCase(), nextPerson().email]) {
    answers.push(await askToWait(app, [session.id], { email }));
    expect(await shown()).toBe(before);
  }
  expect(new Set(answers.map(({ status, text }) => `${status} ${shapeOf(text)}`)).size).toBe(1);
  expect(new Set(answers.map(({ headers }) => [...headers.keys()].join())).size).toBe(1);
});

it('mails what it has to the address alone, and not again and again', async () => {
  app.clock.travel({ minutes: 11 });
  await askToWait(app, [session.id], { email: registered.email });
  await askToWait(app, [session.id], { email: registered.email });
  expect((await toldTo(app, registered.id)).filter(({ kind }) => kind === 'lost-link')).toHaveLength(1);
  const waiter = await Waiter.in(app, [session]);
  await askToWait(app, [session.id], { email: waiter.email });
  expect(await waiter.told()).toEqual(['waiting']);
  app.clock.travel({ minutes: 11 });
  await askToWait(app, [session.id], { email: waiter.email });
  expect(await waiter.told()).toEqual(['waiting', 'waiting']);
});

it('lets an address stand in line once its link was followed, at the place of that moment', async () => {
  const [early, late] = [await Waiter.in(app, [session]), await Waiter.in(app, [session])];
  const [mail] = await early.deliver();
  expect(mail!.parsed.subject).toMatch(/^Please confirm that you would like to wait/);
  expect(mail!.parsed.text).not.toContain('Visitor');
  expect((await early.view()).body).toMatchObject({ state: 'unverified', lines: [{ waits: false, position: null }] });
  await late.call('POST', '/confirm', {});
  await early.call('POST', '/confirm', {});
  expect((await late.view()).body).toMatchObject({ lines: [{ position: 1 }] });
  expect((await early.view()).body).toMatchObject({ lines: [{ position: 2 }] });
});

it('forgets who does not follow the link within a day, and offers them nothing', async () => {
  const nobody = await Waiter.in(app, [session]);
  app.clock.travel({ days: 1 });
  await passAMinute(app);
  expect((await nobody.view()).body).toMatchObject({ state: 'ended', endReason: 'unverified' });
  await lookForThoseWhoWait(app);
  expect(await nobody.told()).toEqual(['waiting']);
});

it('opens an entry to the holder of its own link alone', async () => {
  const [mine, other] = [await Waiter.in(app, [session]), await Waiter.in(app, [session])];
  const headers = { authorization: `Waiting ${other.token}` };
  expect((await app.get(mine.path, headers)).body).toMatchObject({ code: 'invalid_waiting_token' });
  expect((await app.get(mine.path)).status).toBe(401);
});

it('keeps what a party says about itself in no table in plain text', async () => {
  await Waiter.in(app, [session], {
    partySize: 2,
    accessNeeds: 'cannotclimbstairs',
    guests: [{ name: 'Tomasz', accessNeeds: 'needsachair' }],
  });
  for (const said of ['cannotclimbstairs', 'needsachair', 'Tomasz'])
    expect(await tablesThatSay(app.database, said)).toEqual([]);
});

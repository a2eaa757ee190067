import type { Event, Session } from '#programme';
import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';
import { formOf, goesTo, send } from '../pages/forms.js';

let app: TestApp;
let event: Event;
let session: Session;
let holder: Holder;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  event = await app.make.event({ waitingList: true });
  session = await app.make.session(event, { capacity: 4 });
  holder = await Holder.in(app, session.id, { partySize: 4 });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

const ADA = { '/contact/name': 'Ada Birch', '/partySize': '2', '/fewerIsFine': 'no' };

async function offered(): Promise<Waiter> {
  const waiter = await Waiter.in(app, [session], { partySize: 2 });
  await holder.cancel({ places: 2 });
  await lookForThoseWhoWait(app);
  return waiter;
}

it('leads from a full session to the list, and says how many wait', async () => {
  expect((await app.get(`/events/${event.slug}`)).text).toContain('Join the waiting list');
  const full = await app.get(formOf(event, session));
  expect([full.status, full.text]).toEqual([200, expect.stringContaining(`${formOf(event, session)}/wait`)]);
  const sent = await send(app, `${formOf(event, session)}/wait`, { ...ADA, '/contact/email': 'ada-waits@example.org' });
  expect(sent.text).toContain('Check your mail');
  expect((await app.get(`/events/${event.slug}`)).text).toContain('full, 1 party waiting');
});

it('shows what is wrong with the form and keeps what was typed', async () => {
  const answer = await send(app, `${formOf(event, session)}/wait`, { '/contact/name': 'Ada Birch', '/partySize': '2' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Please say whether fewer places would do.');
  expect(answer.text).toContain('Ada Birch');
});

describe('any time of a day', () => {
  const OFFER = 'Any other time of the same day would do as well';

  it('can be wished for by one tick, where there are several', async () => {
    expect((await app.get(`${formOf(event, session)}/wait`)).text).not.toContain(OFFER);
    const startsAt = new Date(session.startsAt.getTime() + 30 * 60_000);
    const later = await app.make.session(event, { capacity: 1, startsAt });
    await app.register(later.id);
    const page = (await app.get(`${formOf(event, session)}/wait`)).text;
    expect(page).toContain(OFFER);
    const [name, value] = [/name="(.anyOfDay)"/.exec(page)![1]!, /name=".anyOfDay" value="(\w+)"/.exec(page)![1]!];
    const email = 'any-time@example.org';
    const wish = { ...ADA, '/partySize': '1', '/contact/email': email, '/sessionIds': session.id, [name]: value };
    expect((await send(app, `${formOf(event, session)}/wait`, wish)).text).toContain('Check your mail');
    const { body } = await (await Waiter.known(app, email)).view();
    expect(body['lines']).toMatchObject([{ waits: true }, { waits: true }]);
  });

  it('stays ticked while something else is corrected', async () => {
    const startsAt = new Date(session.startsAt.getTime() + 30 * 60_000);
    const later = await app.make.session(event, { capacity: 1, startsAt });
    await app.register(later.id);
    const { status, text } = await send(app, `${formOf(event, session)}/wait`, { '/anyOfDay': 'yes' });
    expect(status).toBe(422);
    expect(text).toMatch(/name="\/anyOfDay"[^>]* checked=""/);
  });
});

it('leads to the places where there are some', async () => {
  const open = await app.make.session(event);
  expect(goesTo(await app.get(`${formOf(event, open)}/wait`))).toBe(formOf(event, open));
});

it('changes nothing by looking, however often', async () => {
  const waiter = await offered();
  for (let look = 0; look < 3; look++) {
    const page = await app.get(`/waiting/${waiter.token}`);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('2 places are kept for you')]);
  }
  for (const deed of ['accept', 'decline', 'leave', 'confirm', 'rejoin']) {
    expect((await app.get(`/waiting/${waiter.token}/${deed}`)).status).toBeGreaterThanOrEqual(404);
  }
  expect(await waiter.state()).toBe('offered');
});

it('leads from the button to the places, also when it is pressed twice', async () => {
  const waiter = await offered();
  const [one, two] = [
    goesTo(await send(app, `/waiting/${waiter.token}/accept`, { '/partySize': '1' })),
    goesTo(await send(app, `/waiting/${waiter.token}/accept`, { '/partySize': '2' })),
  ];
  expect(one).toMatch(/^\/manage\/[\w-]+\?done=confirmed$/);
  expect(two).toBe(one);
  expect((await app.get(one)).text).toContain('1 place');
  expect((await app.get(`/waiting/${waiter.token}`)).text).toContain('You have places');
});

it('says plainly that the time is over, and joins again by one button', async () => {
  const waiter = await offered();
  app.clock.travel({ days: 3 });
  await passAMinute(app);
  const late = await send(app, `/waiting/${waiter.token}/accept`, {});
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('These places are not kept any more')]);
  expect((await app.get(`/waiting/${waiter.token}`)).text).toContain('did not hear from you');
  goesTo(await send(app, `/waiting/${waiter.token}/rejoin`, {}));
  expect(await waiter.state()).toBe('waiting');
});

it('says before it is confirmed for which time, and afterwards writes only what is so', async () => {
  const lecture = await app.make.event({ waitingList: true, mood: 'memorial', confirmation: 'by-email' });
  const evening = await app.make.session(lecture, { capacity: 1 });
  await app.register(evening.id);
  const asked = await Waiter.in(app, [evening]);
  const page = (await app.get(`/waiting/${asked.token}`)).text;
  expect(page).toMatch(/One step is left[^]*class="when">[A-Z][a-z]+day \d/);
  const waiter = await offered();
  await waiter.deliver();
  app.clock.travel({ days: 3 });
  await passAMinute(app);
  const [late] = await waiter.deliver();
  expect(late!.parsed.text).toMatch(/You do not\s+stand on it any more\./);
});

it('shows where a party stands with the rule, and lets it leave', async () => {
  const first = await Waiter.in(app, [session], { partySize: 3 });
  const waiter = await Waiter.in(app, [session]);
  const page = await app.get(`/waiting/${waiter.token}`);
  expect(page.text).toContain('1 party is before you, 3 people in all.');
  expect(page.text).toContain('passed over 3 times at most');
  goesTo(await send(app, `/waiting/${waiter.token}/leave`, {}));
  expect((await app.get(`/waiting/${waiter.token}`)).text).toContain('You have left the waiting list');
  expect(await first.state()).toBe('waiting');
  expect((await app.get('/waiting/not-a-link')).status).toBe(401);
});

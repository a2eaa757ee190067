import type { Event, Session } from '#programme';
import { part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { formOf, goesTo, send } from './forms.js';

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
let pool: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
afterAll(() => app[Symbol.asyncDispose]());
beforeEach(async () => {
  event = await app.make.event({ title: 'The garden' });
  session = await app.make.session(event, { capacity: 40, places: 1 });
  pool = await keep(session);
});
afterEach(async () => expect(await app.faults()).toEqual([]));

async function keep({ id: sessionId }: Session): Promise<string> {
  const wish = { ...{ sessionId, name: 'Bereaved families', audience: 'invited', private: true, places: 20 }, ...CODE };
  return `pools/${part<string>(await team.post('pools', wish), 'id')}`;
}

const CODE = { code: 'Lilac & Rose 26', codeLimit: 12 };
const TYPED = 'lilac & rose-26';
const ADA = { '/contact/name': 'Ada Birch', '/contact/email': 'ada@example.org', '/partySize': '2' };
const codePage = () => `/events/${event.slug}/code`;
const typing = (typed: string) => app.get(`${codePage()}?${new URLSearchParams({ '/code': typed }).toString()}`);

it('lead from the event and from the form to a page that asks for one', async () => {
  for (const page of [`/events/${event.slug}`, formOf(event, session)]) {
    expect((await app.get(page)).text).toContain(`<a href="${codePage()}">I have a code</a>`);
  }
  const page = (await app.get(codePage())).text;
  expect(page).toMatch(/<form [^>]*method="get"/);
  expect(page).not.toContain('Bereaved');
});

it('lead to a form that says what is kept, and not by whom, and takes these places', async () => {
  await app.register(session.id);
  const form = goesTo(await typing(TYPED));
  expect(form).toBe(`${formOf(event, session)}?code=${encodeURIComponent(TYPED)}`);
  const page = await app.get(form);
  expect(page.text).toContain('Places kept for you: 12 left');
  expect(page.text).toContain(`name="/poolCode" value="lilac &amp; rose-26"`);
  expect(page.text).not.toContain('Bereaved');
  expect(page.text).not.toContain('I have a code');
  expect(page.headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin|strict-origin)$/);
  const fields = { ...ADA, '/poolCode': TYPED, idempotencyKey: 'one' };
  const answer = await send(app, formOf(event, session), fields);
  expect(goesTo(answer)).toContain('/manage/');
  expect(goesTo(await send(app, formOf(event, session), fields))).toBe(goesTo(answer));
  expect(part(await team.get(pool), 'taken')).toBe(2);
  expect((await app.get(form)).text).toContain('Places kept for you: 10 left');
});

it('stay in a form that is shown again with what is wrong in it', async () => {
  const answer = await send(app, formOf(event, session), { '/poolCode': TYPED, '/partySize': '2' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Places kept for you: 12 left');
  expect(answer.text).toContain('name="/poolCode"');
});

it('that open nothing are asked for again, with what was typed', async () => {
  for (const answer of [await typing('Heather'), await app.get(`${formOf(event, session)}?code=Heather`)]) {
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('This code opens no places here.');
    expect(answer.text).toContain('value="Heather"');
  }
  const sent = await send(app, formOf(event, session), { ...ADA, '/poolCode': 'Heather' });
  expect([sent.status, sent.text.includes('This code opens no places here')]).toEqual([403, true]);
});

it('that are used up say so', async () => {
  await app.database.reader.query('UPDATE pools SET places = 0 WHERE code_id IS NOT NULL AND taken = 0');
  const page = await app.get(`${formOf(event, session)}?code=${encodeURIComponent(TYPED)}`);
  expect(page.text).toContain('No more places are kept for this code.');
  const sent = await send(app, formOf(event, session), { ...ADA, '/poolCode': TYPED });
  expect(sent.status).toBe(409);
});

it('that let in fewer than a party has let fewer go on, with what was typed', async () => {
  await app.database.reader.query('UPDATE pools SET places = 1 WHERE code_id IS NOT NULL AND taken = 0');
  const sent = await send(app, formOf(event, session), { ...ADA, '/poolCode': TYPED });
  expect([sent.status, sent.text]).toEqual([409, expect.stringContaining('Go on with 1 person')]);
  const form = await send(app, formOf(event, session), { ...hiddenIn(sent.text) });
  expect(form.text).toContain('Places kept for you: 1 left');
  expect(form.text).toContain('value="ada@example.org"');
  expect(form.text).toMatch(/name="\/partySize" value="1"/);
});

/** What the page's form sends along. */
function hiddenIn(page: string): Record<string, string> {
  const fields = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name, value]) => [name, value!.replaceAll('&amp;', '&')]));
}

it('that open places at several times let people choose one', async () => {
  const other = await app.make.session(event, { capacity: 40, places: 10 });
  await keep(other);
  const page = await typing(TYPED);
  expect(page.status).toBe(200);
  for (const one of [session, other]) expect(page.text).toContain(`href="${formOf(event, one)}?code=`);
});

it('of one time are left behind when a form is taken along to another', async () => {
  const other = await app.make.session(event, { capacity: 40, places: 10 });
  const form = await send(app, formOf(event, other), { ...ADA, '/poolCode': TYPED, show: 'form' });
  expect(form.status).toBe(200);
  expect(form.text).toContain('Ada Birch');
  expect(form.text).not.toContain('/poolCode');
});

import type { Event, Session } from '#programme';
import { poolsOf } from '../../concurrency/ledger.js';
import { TestApp } from '../../support/test-app.js';
import { formOf, goesTo, send } from './forms.js';

let app: TestApp;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());
beforeEach(async () => {
  event = await app.make.event({ title: 'The garden' });
  session = await app.make.session(event, { places: 4, pools: SPACES });
});
afterEach(async () => expect(await app.faults()).toEqual([]));

const SPACES = [
  { name: 'Wheelchairs', audience: 'wheelchair', places: 1 },
  { name: 'Companions', audience: 'companion', places: 1 },
] as const;
const ADA = { '/contact/name': 'Ada Birch', '/contact/email': 'ada@example.org' };
/** Ada, Tom in a wheelchair, and May who comes to help him. */
const FAMILY = {
  ...ADA,
  ...{ '/partySize': '3', '/guests/0/name': 'Tom', '/guests/1/name': 'May' },
  ...{ '/spaces/0': '', '/spaces/1': 'wheelchair', '/spaces/2': 'of-1' },
};

const take = (fields: Record<string, string>) => send(app, formOf(event, session), fields);

async function counted(): Promise<Record<string, number>> {
  return Object.fromEntries((await poolsOf(app, session.id)).map(({ name, taken }) => [name, taken]));
}

/** The value that a field for a place has on a page. */
function chosen(html: string, person: number): string | undefined {
  const field = new RegExp(`<select name="/spaces/${person}".*?</select>`, 's').exec(html)![0];
  return /value="([^"]*)" selected/.exec(field)?.[1];
}

it('asks each person for their place where the session keeps spaces, and nobody where it does not', async () => {
  const page = (await app.get(formOf(event, session))).text;
  expect(page).toContain('1 wheelchair space is left.');
  expect(page).toContain('>A wheelchair space</option>');
  expect(page).toContain('>I come to help guest 1</option>');
  expect(page).toContain('>Comes to help you</option>');
  const ordinary = await app.make.session(event);
  expect((await app.get(formOf(event, ordinary))).text).not.toContain('/spaces/');
});

it('takes the places that were asked for, and shows them on the page to keep', async () => {
  const manage = goesTo(await take(FAMILY)).split('?')[0]!;
  expect(await counted()).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
  const page = (await app.get(manage)).text;
  expect(page).toMatch(/You have told us<\/dt><dd><bdi>Tom<\/bdi>: a wheelchair space/);
  expect(page).toContain('<bdi>May</bdi>: comes to help Tom');
  expect((await app.get(`${manage}/cancel`)).text).toContain('wheelchair spaces go last');
});

it('says at the field that no space is left, and keeps what was typed', async () => {
  await take({ ...ADA, '/partySize': '1', '/spaces/0': 'wheelchair' });
  const answer = await take({ ...FAMILY, '/contact/email': 'tom@example.org' });
  expect(answer.status).toBe(409);
  expect(answer.text).toContain('All wheelchair spaces are taken at this time.');
  expect(answer.text).toContain('href="#spaces-1"');
  expect([chosen(answer.text, 1), chosen(answer.text, 2)]).toEqual(['wheelchair', 'of-1']);
  expect(await counted()).toEqual({ Public: 0, Wheelchairs: 1, Companions: 0 });
});

it('says in plain words that somebody cannot help a person who does not come', async () => {
  const answer = await take({ ...ADA, '/partySize': '1', '/spaces/0': 'of-2' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Please choose somebody who comes with you.');
  expect(answer.text).toContain('href="#spaces-0"');
});

it('changes who needs what', async () => {
  const manage = goesTo(await take(FAMILY)).split('?')[0]!;
  const form = (await app.get(`${manage}/change`)).text;
  expect([0, 1, 2].map((person) => chosen(form, person))).toEqual(['', 'wheelchair', 'of-1']);
  const changed = { ...FAMILY, '/partySize': '2', '/spaces/0': 'of-1', '/spaces/1': 'wheelchair', '/spaces/2': '' };
  goesTo(await send(app, `${manage}/change`, changed));
  expect(await counted()).toEqual({ Public: 0, Wheelchairs: 1, Companions: 1 });
  goesTo(await send(app, `${manage}/change`, { ...changed, '/spaces/0': '', '/spaces/1': '' }));
  expect(await counted()).toEqual({ Public: 2, Wheelchairs: 0, Companions: 0 });
});

it('offers the other times that have the spaces', async () => {
  const manage = goesTo(await take(FAMILY)).split('?')[0]!;
  const without = await app.make.session(event);
  expect((await app.get(`${manage}/move`)).text).toContain('No other time has room');
  const refused = await send(app, `${manage}/move`, { '/sessionId': without.id });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('No wheelchair spaces are set apart')]);
  const other = await app.make.session(event, { places: 4, pools: SPACES });
  expect((await app.get(`${manage}/move`)).text).toContain(`to=${other.id}`);
  goesTo(await send(app, `${manage}/move`, { '/sessionId': other.id }));
});

it('still opens the form for who needs a wheelchair space when all other places are taken', async () => {
  await take({ ...ADA, '/partySize': '4' });
  expect((await app.get(formOf(event, session))).text).toContain('>A wheelchair space</option>');
  goesTo(await take({ ...ADA, '/contact/email': 'tom@example.org', '/partySize': '1', '/spaces/0': 'wheelchair' }));
  expect((await app.get(formOf(event, session))).text).toContain('All places are taken');
});

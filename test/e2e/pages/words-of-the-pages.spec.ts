import { Links } from '#registration';
import { TestApp } from '../../support/test-app.js';
import { formOf, goesTo, send } from './forms.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const ADA = { '/contact/name': 'Ada Birch', '/contact/email': 'ada@example.org', '/partySize': '2' };

/** The page without what one answer has that no other has. */
function plain({ text }: { readonly text: string }, email: string): string {
  return text.replaceAll(email, '…');
}

it('a form answers the same to every address and size where places are confirmed by mail', async () => {
  const event = await app.make.event({ confirmation: 'by-email' });
  const session = await app.make.session(event);
  const take = (email: string, size: string) =>
    send(app, formOf(event, session), { ...ADA, '/contact/email': email, '/partySize': size });
  const first = await take('one@example.org', '2');
  const again = await take('one@example.org', '3');
  const other = await take('other@example.org', '1');
  const expected = plain(first, 'one@example.org');
  expect([plain(again, 'one@example.org'), plain(other, 'other@example.org')]).toEqual([expected, expected]);
  expect(expected).not.toMatch(/\d places? /);
});

describe('the sheet', () => {
  const QUESTIONS = [
    { label: 'Lunch?', kind: 'choices', options: ['Soup', 'Salad'], askedPer: 'party' },
    { label: 'Tea?', kind: 'yes-no', options: [], askedPer: 'person' },
    { label: 'Anything else?', kind: 'text', options: [], askedPer: 'party' },
  ] as const;

  it('lists what was answered, in words, and by whom', async () => {
    const questions = QUESTIONS.map((one) => ({ ...one, options: [...one.options], help: '', required: false }));
    const event = await app.make.event({ questions });
    const session = await app.make.session(event);
    const view = await app.get(`/api/v1/events/${event.slug}`);
    const ids = (view.body['questions'] as unknown as { id: string }[]).map(({ id }) => id);
    const { body } = await app.register(session.id, {
      partySize: 3,
      answers: { [ids[0]!]: ['Soup', 'Salad'], [ids[1]!]: true },
      guests: [{ name: 'Tom' }, { answers: { [ids[1]!]: false } }],
    });
    const { text } = await app.get(`/manage/${app.service(Links).token('manage', String(body['id']))}`);
    expect(text).toContain('<dt>Lunch?</dt><dd>Soup, Salad</dd>');
    expect(text).toMatch(/<dt>Tea\?<\/dt><dd>Yes<\/dd><dd><bdi>Person 3<\/bdi>: (<!-- -->)?No<\/dd>/);
    expect(text).not.toContain('Anything else?');
  });

  it('leaves the room out where the name of the venue says it', async () => {
    const event = await app.make.event({ venue: { name: 'The Great Hall, BMA House' } });
    const hall = await app.make.session(event, { room: 'Great Hall' });
    const other = await app.make.session(event, { room: 'Library' });
    const sheet = async (session: typeof hall, email: string) =>
      (await app.get(goesTo(await send(app, formOf(event, session), { ...ADA, '/contact/email': email })))).text;
    expect(await sheet(hall, 'hall@example.org')).not.toContain('<span>, ');
    expect(await sheet(other, 'library@example.org')).toContain('Library');
    expect((await app.get(formOf(event, hall))).text).not.toContain('Great Hall, The Great Hall');
  });
});

it('the form for giving up says what is kept', async () => {
  const event = await app.make.event();
  const session = await app.make.session(event);
  const base = goesTo(await send(app, formOf(event, session), { ...ADA, '/partySize': '3' })).split('?')[0]!;
  const { text } = await app.get(`${base}/cancel`);
  for (const label of ['Give up all 3', 'Give up 1, keep 2', 'Give up 2, keep 1']) expect(text).toContain(label);
});

it('an event that is cancelled says so before anything else that it has to say', async () => {
  const event = await app.make.event({ status: 'cancelled' });
  await app.make.session(event);
  const { text } = await app.get(`/events/${event.slug}`);
  expect(text.indexOf('This has been cancelled.')).toBeGreaterThan(text.indexOf('</h1>'));
  expect(text.indexOf('This has been cancelled.')).toBeLessThan(text.indexOf('class="when"'));
});

it('whoever moves to another time sees on whose clock the times are', async () => {
  const event = await app.make.event();
  const [session, other] = [await app.make.session(event), await app.make.session(event)];
  const base = goesTo(await send(app, formOf(event, session), ADA)).split('?')[0]!;
  for (const page of [`${base}/move`, `${base}/move?to=${other.id}`]) {
    expect((await app.get(page)).text.replaceAll('<!-- -->', '')).toContain('Times are London time.');
  }
});

it('a crowd behind one address is not reproached, and told how long to wait', async () => {
  await using limited = await TestApp.start({ RATE_LIMITS: 'manage=1' }, { works: false });
  await limited.get('/manage/x');
  const { status, headers, text } = await limited.get('/manage/x');
  expect(status).toBe(429);
  expect(text).toContain('It is busy from where you are');
  expect(text.replaceAll('<!-- -->', '')).toContain(`try again in ${headers.get('retry-after')} seconds`);
});

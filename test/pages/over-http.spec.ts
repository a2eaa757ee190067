import type { Event, Session } from '#programme';
import { type Answer, TestApp } from '../support/test-app.js';

type Fields = Record<string, string>;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app[Symbol.asyncDispose]());

const ADA = { '/contact/name': 'Ada Birch', '/contact/email': 'ada@example.org', '/partySize': '2' };

function send(path: string, fields: Fields): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return app.call('POST', path, { body: new URLSearchParams(fields).toString(), headers });
}

function formOf({ slug }: Event, { id }: Session): string {
  return `/events/${slug}/sessions/${id}`;
}

/** The hidden fields of a page's forms. */
function hidden({ text }: Answer): Fields {
  const inputs = text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name!, value!]));
}

function goesTo(answer: Answer): string {
  expect(answer.status).toBe(303);
  return answer.headers.get('location')!;
}

async function left(event: Event, session: Session): Promise<number> {
  const { body } = await app.get(`/api/v1/events/${event.slug}`);
  const sessions = body['sessions'] as unknown as { id: string; available: number }[];
  return sessions.find(({ id }) => id === session.id)!.available;
}

describe('taking places by the form', () => {
  it('goes from what is on to places of one’s own', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event);
    expect((await app.get('/')).text).toContain(`href="/events/${event.slug}"`);
    expect((await app.get(`/events/${event.slug}`)).text).toContain(`href="${formOf(event, session)}"`);
    const form = await app.get(formOf(event, session));
    const kept = goesTo(await send(formOf(event, session), { ...hidden(form), ...ADA, '/guests/0/name': 'Tom' }));
    const page = await app.get(kept);
    expect(page.text).toMatch(/GH-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(page.text).toContain('<bdi>Tom</bdi>');
    expect(await left(event, session)).toBe(18);
  });

  it('takes places once for one form, and again for a corrected one', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event);
    const fields = { ...hidden(await app.get(formOf(event, session))), ...ADA };
    const both = await Promise.all([send(formOf(event, session), fields), send(formOf(event, session), fields)]);
    expect(new Set(both.map(goesTo)).size).toBe(1);
    expect(await left(event, session)).toBe(18);
    goesTo(await send(formOf(event, session), { ...fields, '/contact/email': 'eve@example.org' }));
    expect(await left(event, session)).toBe(16);
  });

  it('lets a person who was refused send the same form again', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event, { capacity: 2 });
    const fields = hidden(await app.get(formOf(event, session)));
    const first = await app.register(session.id, { partySize: 2 });
    expect((await send(formOf(event, session), { ...fields, ...ADA })).status).toBe(409);
    const { id, manageUrl } = first.body as unknown as { id: string; manageUrl: string };
    const authorization = `Manage ${manageUrl.split('/').at(-1)}`;
    await app.post(`/api/v1/registrations/${id}/cancel`, {}, { authorization });
    goesTo(await send(formOf(event, session), { ...fields, ...ADA }));
  });

  it('shows a form that does not fit again, with what was typed', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event);
    const answer = await send(formOf(event, session), { ...ADA, '/contact/email': 'ada at home' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#contact-email"');
    expect(answer.text).toContain('value="ada at home"');
    expect(await left(event, session)).toBe(20);
  });

  it('puts what only the house can know is wrong at its field', async () => {
    const questions = [
      { label: 'Tea?', help: '', kind: 'yes-no' as const, options: [], required: true, askedPer: 'person' as const },
    ];
    const event = await app.make.event({ questions });
    const session = await app.make.session(event);
    const answer = await send(formOf(event, session), ADA);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/href="#answers-/);
    expect(answer.text).toMatch(/href="#guests-0-answers-/);
  });

  it('only shows the name fields when that is asked for', async () => {
    const event = await app.make.event({ partyLimit: 30 });
    const session = await app.make.session(event, { capacity: 30 });
    const answer = await send(formOf(event, session), { ...ADA, '/partySize': '4', show: 'names' });
    expect(answer.text).toContain('name="/guests/2/name"');
    expect(answer.text).toContain('value="Ada Birch"');
    expect(await left(event, session)).toBe(30);
  });

  it('offers fewer places and other times when not all fit, and takes along what was typed', async () => {
    const event = await app.make.event();
    const [small, large] = [await app.make.session(event, { capacity: 1 }), await app.make.session(event)];
    const refused = await send(formOf(event, small), ADA);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Go on with 1 person');
    expect(refused.text).toContain(`formAction="${formOf(event, large)}"`);
    const onward = await send(formOf(event, large), hidden(refused));
    expect(onward.text).toContain('value="Ada Birch"');
    expect(onward.text).toMatch(/<input(?=[^>]*name="\/partySize")(?=[^>]*checked)(?=[^>]*value="2")/);
    expect(await left(event, large)).toBe(20);
  });

  it.each([
    ['is not open yet', { registrationOpensAt: new Date('2099-01-01T09:00:00Z') }, 'Places cannot be taken yet'],
    ['is closed', { registrationClosesAt: new Date('2026-01-02T09:00:00Z') }, 'Places can no longer be taken'],
  ])('says instead of a form that registration %s', async (_, wishes, words) => {
    const event = await app.make.event(wishes);
    const session = await app.make.session(event);
    expect((await app.get(formOf(event, session))).text).toContain(words);
    expect((await send(formOf(event, session), ADA)).text).toContain(words);
  });

  it('tells whose address it is where the link went', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event);
    goesTo(await send(formOf(event, session), ADA));
    const again = await send(formOf(event, session), ADA);
    expect(again.status).toBe(409);
    expect(again.text).toContain('There are places with this address already');
    expect(again.text).toContain('<bdi>ada@example.org</bdi>');
  });

  it('knows no session of another event', async () => {
    const [one, other] = [await app.make.event(), await app.make.event()];
    const session = await app.make.session(other);
    expect((await app.get(formOf(one, session))).status).toBe(404);
  });
});

describe('places behind their link', () => {
  async function taken(wishes = {}) {
    const event = await app.make.event(wishes);
    const session = await app.make.session(event);
    const base = goesTo(await send(formOf(event, session), ADA)).split('?')[0]!;
    return { event, session, base };
  }

  it('are corrected, and can become more', async () => {
    const { event, session, base } = await taken();
    expect((await app.get(`${base}/change`)).text).toContain('value="Ada Birch"');
    const change = { ...ADA, '/contact/name': 'Ada Rowan', '/partySize': '3', '/guests/1/name': 'May' };
    const page = await app.get(goesTo(await send(`${base}/change`, change)));
    expect(page.text).toContain('<bdi>Ada Rowan</bdi>');
    expect(page.text).toContain('<bdi>May</bdi>');
    expect(await left(event, session)).toBe(17);
  });

  it('stay as they are when the form does not fit', async () => {
    const { base } = await taken();
    const answer = await send(`${base}/change`, { ...ADA, '/partySize': '60' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#partySize"');
  });

  it('move to another time after a question', async () => {
    const { event, session, base } = await taken();
    const later = await app.make.session(event);
    expect((await app.get(`${base}/move`)).text).toContain(`${base}/move?to=${later.id}`);
    const question = await app.get(`${base}/move?to=${later.id}`);
    expect(await left(event, session)).toBe(18);
    const page = await app.get(goesTo(await send(`${base}/move`, hidden(question))));
    expect(page.text).toContain('You have been moved to the new time');
    expect([await left(event, session), await left(event, later)]).toEqual([20, 18]);
  });

  it('keep what they have when the other time has filled', async () => {
    const { event, session, base } = await taken();
    const filled = await app.make.session(event, { capacity: 1 });
    const answer = await send(`${base}/move`, { '/sessionId': filled.id });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('You still have the places that you had');
    expect(await left(event, session)).toBe(18);
  });

  it('are given up in part, then all, and never by looking', async () => {
    const { event, session, base } = await taken();
    await app.get(`${base}/cancel`);
    expect((await send(`${base}/cancel`, {})).status).toBe(422);
    goesTo(await send(`${base}/cancel`, { '/places': '1' }));
    expect(await left(event, session)).toBe(19);
    const page = await app.get(goesTo(await send(`${base}/cancel`, { '/places': 'all' })));
    expect(page.text).toContain('This place has been given up');
    expect(await left(event, session)).toBe(20);
  });

  it('cannot be changed when it is too late, and the page says so', async () => {
    const { base } = await taken({ changesCloseMinutes: 60 * 24 * 365, cancellationsCloseMinutes: 60 * 24 * 365 });
    expect((await app.get(base)).text).toContain('It is too late to change anything here');
    const refused = await send(`${base}/cancel`, { '/places': 'all' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('It is too late to change this here');
  });

  it('open to nobody without the whole link', async () => {
    const { base } = await taken();
    for (const path of [base.slice(0, -1), `${base.slice(0, -1)}/change`, '/manage/x', '/check/x']) {
      const { status, text } = await app.get(path);
      expect([status, text.includes('This link does not work')]).toEqual([401, true]);
    }
  });
});

describe('an address that is confirmed by mail', () => {
  it('is confirmed by the button, not by following the link', async () => {
    const event = await app.make.event({ confirmation: 'by-email' });
    const session = await app.make.session(event);
    const email = 'by-mail@example.org';
    const waiting = await send(formOf(event, session), { ...ADA, '/contact/email': email });
    expect(waiting.text).toContain('Check your mail');
    expect(waiting.text).toContain(email);
    const [mail] = await app.mail.to(email);
    const link = /\/check\/[\w-]+/.exec(mail!.parsed.text!)![0];
    const page = await app.get(link);
    expect(page.text).toContain('Confirm my places');
    expect((await app.get(link)).text).toContain('Confirm my places');
    const places = goesTo(await send(link, {}));
    expect((await app.get(places)).text).toMatch(/GH-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(goesTo(await app.get(link))).toBe(places.split('?')[0]);
  });
});

describe('the rest of the site', () => {
  it('answers alike whether or not an address has places', async () => {
    const [one, other] = [
      await send('/lost-link', { '/email': 'ada@example.org' }),
      await send('/lost-link', { '/email': 'nobody@example.org' }),
    ];
    expect(one.text).toBe(other.text);
    expect((await send('/lost-link', { '/email': 'nobody' })).status).toBe(422);
  });

  it('lets browsers keep what is named by its content, and has no other files', async () => {
    const css = /href="(\/assets\/site\.[^"]+\.css)"/.exec((await app.get('/')).text)![1]!;
    const { status, headers } = await app.get(css);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'text/css; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    expect((await app.get('/assets/site.css')).status).toBe(404);
    expect((await app.get('/assets/..%2F..%2Fpackage.json')).status).toBe(404);
  });

  it('knows nobody by a cookie and has a page for what is not there', async () => {
    const { status, headers, text } = await app.get('/nothing-here');
    expect(status).toBe(404);
    expect(text).toContain('There is no such page');
    expect(headers.get('set-cookie')).toBeNull();
  });
});

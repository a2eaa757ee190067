import type { Event, Session } from '#programme';
import { Links, UnverifiedExpiry } from '#registration';
import { TestApp } from '../../support/test-app.js';
import { formOf, goesTo, send } from './forms.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const ADA = { '/contact/name': 'Ada Birch', '/contact/email': 'ada@example.org', '/partySize': '2' };

async function taken(wishes = {}) {
  const event = await app.make.event(wishes);
  const session = await app.make.session(event);
  await app.make.session(event);
  return { event, session, base: goesTo(await send(app, formOf(event, session), ADA)).split('?')[0]! };
}

async function expectBack(base: string, deeds: readonly string[]): Promise<void> {
  for (const deed of deeds) expect(goesTo(await app.get(`${base}/${deed}`))).toBe(base);
}

const callOff = ({ id }: Session) =>
  app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [id]);

describe('the pages behind a manage link lead back to the places', () => {
  it('when these have been given up, from a form that was open too', async () => {
    const { base } = await taken();
    expect((await app.get(`${base}/change`)).status).toBe(200);
    await send(app, `${base}/cancel`, { '/places': 'all' });
    await expectBack(base, ['change', 'move', 'cancel']);
    expect(goesTo(await send(app, `${base}/change`, { ...ADA, show: 'names' }))).toBe(base);
    expect(goesTo(await send(app, `${base}/cancel`, {}))).toBe(base);
    const { text } = await app.get(base);
    expect(text).toContain('These places have been given up');
    expect(text).toMatch(/class="when">The garden in June, .* \(London time\)/);
  });

  it('when the time for changes has passed, but not yet that for giving up', async () => {
    const { base } = await taken({ changesCloseMinutes: 60 * 24 * 365 });
    await expectBack(base, ['change', 'move']);
    expect((await app.get(`${base}/cancel`)).status).toBe(200);
  });

  it('when the time has passed altogether', async () => {
    const { base } = await taken({ changesCloseMinutes: 60 * 24 * 365, cancellationsCloseMinutes: 60 * 24 * 365 });
    await expectBack(base, ['change', 'move', 'cancel']);
    expect((await app.get(base)).text).toContain('It is too late to change anything here');
  });

  it('when the session was called off, but for moving out of it', async () => {
    const { base, session } = await taken();
    await callOff(session);
    await expectBack(base, ['change', 'cancel']);
    const { text } = await app.get(base);
    expect(text).toContain('This has been cancelled and will not take place');
    expect(text).not.toContain('too late');
    expect(text).toContain('If another time would suit you');
    expect(text).not.toContain('Times are');
    expect(text).toContain(`href="${base}/move"`);
    expect((await app.get(`${base}/move`)).text).toContain('Times with room for 2 people');
  });
});

describe('the link that confirms', () => {
  let event: Event;
  beforeEach(async () => {
    event = await app.make.event({ confirmation: 'by-email' });
  });

  async function held(capacity = 3) {
    const session = await app.make.session(event, { capacity });
    const { body } = await app.register(session.id, { partySize: 2 });
    const id = String(body['id']);
    return { session, link: `/check/${app.service(Links).token('check', id)}`, id };
  }

  async function runOut(): Promise<void> {
    app.clock.travel({ minutes: 31 });
    await app.service(UnverifiedExpiry).expireDue();
  }

  it('says until when the places are kept, and when that is past', async () => {
    const { link } = await held();
    expect((await app.get(link)).text).toContain('2 places are kept for you until');
    app.clock.travel({ minutes: 31 });
    expect((await app.get(link)).text).toContain('2 places were kept for you until');
  });

  it('gives places back that are still free', async () => {
    const { link } = await held();
    await runOut();
    const { text } = await app.get(link);
    expect(text).toContain('These places are not held any more');
    expect(text).toContain('Take my places after all');
    expect((await app.get(goesTo(await send(app, link, {})))).text).toContain('Your places are confirmed');
  });

  it('promises nothing when others have them', async () => {
    const { link, session } = await held();
    await runOut();
    await app.register(session.id, { partySize: 2 });
    const { text } = await app.get(link);
    expect(text).toContain('There are not enough places left at this time');
    expect(text).toContain(`href="/events/${event.slug}"`);
    expect(text).not.toContain('<form');
  });

  it('promises nothing once registration has closed', async () => {
    const { link } = await held();
    await runOut();
    await app.database.reader.query('UPDATE events SET registration_closes_at = $2 WHERE id = $1', [
      event.id,
      new Date('2026-01-02T09:00:00Z'),
    ]);
    const { text } = await app.get(link);
    expect(text).toContain('Registration has closed');
    expect(text).not.toContain('<form');
  });

  it('says that the session was called off', async () => {
    const { link, session } = await held();
    await callOff(session);
    const { text } = await app.get(link);
    expect(text).toContain('This has been cancelled');
    expect(text).not.toContain('<form');
  });

  it('gives nothing back that its holder gave up', async () => {
    const { link } = await held();
    const base = goesTo(await send(app, link, {})).split('?')[0]!;
    await send(app, `${base}/cancel`, { '/places': 'all' });
    const { text } = await app.get(link);
    expect(text).toContain('These places are not held any more');
    expect(text).toContain(`href="/events/${event.slug}"`);
    expect((await send(app, link, {})).text).toContain('These places have been given up');
  });
});

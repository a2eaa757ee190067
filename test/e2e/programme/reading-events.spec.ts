import { part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const listed = async (query = '') =>
  part<{ slug: string }[]>(await app.get(`/api/v1/events?${query}`), 'items').map(({ slug }) => slug);

async function eventAt(startsAt: string, wishes = {}) {
  const event = await app.make.event(wishes);
  const starts = new Date(startsAt);
  const session = await app.make.session(event, { startsAt: starts });
  return { event, session };
}

describe('the public list of events', () => {
  it('stands in the order of their first sessions, without drafts', async () => {
    const [late, early] = [await eventAt('2031-07-02T10:00:00Z'), await eventAt('2031-07-01T10:00:00Z')];
    const draft = await eventAt('2031-07-01T12:00:00Z', { status: 'draft' });
    const slugs = await listed();
    expect(slugs.indexOf(early.event.slug)).toBeLessThan(slugs.indexOf(late.event.slug));
    expect(slugs).not.toContain(draft.event.slug);
  });

  it('can be those of a programme, or of a time', async () => {
    const { event } = await eventAt('2032-05-05T10:00:00Z');
    expect(await listed(`programme=${event.slug}`)).toEqual([event.slug]);
    expect(await listed('programme=nope')).toEqual([]);
    expect(await listed('from=2032-05-05&to=2032-05-06')).toEqual([event.slug]);
    expect(await listed('from=2032-05-05T10:29:59Z')).toEqual([event.slug]);
    expect(await listed('from=2032-05-05T10:30:00Z')).toEqual([]);
    expect(await listed('from=2032-05-05T11:29:59%2B01:00&to=2040-01-01')).toEqual([event.slug]);
    expect(await listed('from=2032-05-01&to=2032-05-05T10:00:00Z')).toEqual([]);
  });

  it('comes in pages, none left out and none twice', async () => {
    const whole = await listed('limit=200');
    expect(whole.length).toBeGreaterThan(1);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await app.get(`/api/v1/events?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...part<{ slug: string }[]>(page, 'items').map(({ slug }) => slug));
      cursor = part<string | null>(page, 'nextCursor');
    }
    expect(paged).toEqual(whole);
  });

  it.each([
    'from=x',
    'from=2032-02-30',
    'to=2032-13-01',
    'to=1',
    'from=2032-05-05T25:00:00Z',
    'from=',
    'from=2032-05-05T10:00:00',
    `programme=${'x'.repeat(101)}`,
    'programme=a&programme=b',
    'limit=0',
    'limit=201',
    'cursor=x',
    'page=2',
  ])('refuses %s', async (query) => {
    expectProblem(await app.get(`/api/v1/events?${query}`), 422, 'invalid_input');
  });

  it.each(['from=0000-01-01', 'to=0000-01-01', 'from=9999-12-31T23:59:59-23:59', 'to=9999-12-31'])(
    'takes %s',
    async (query) => {
      expect((await app.get(`/api/v1/events?${query}`)).status).toBe(200);
    },
  );
});

describe('one event', () => {
  it('is told with its rules, its venue, its questions and what is left of its sessions', async () => {
    const question = {
      label: 'Lunch?',
      help: '',
      kind: 'choice' as const,
      options: ['Soup'],
      required: true,
      askedPer: 'person' as const,
    };
    const { event, session } = await eventAt('2033-05-05T10:00:00Z', { questions: [question], partyLimit: 3 });
    const { body } = await app.get(`/api/v1/events/${event.slug}`);
    expect(body).toMatchObject({
      ...{ slug: event.slug, status: 'published', timeZone: 'Europe/London' },
      venue: { timeZone: 'Europe/London', access: { stepFree: 'There is a step-free way in.' } },
      registration: { opensAt: '2026-01-01T09:00:00.000Z', closesAt: null, confirmation: 'immediate', partyLimit: 3 },
      questions: [question],
      sessions: [
        {
          id: session.id,
          startsAt: '2033-05-05T10:00:00.000Z',
          capacity: 20,
          available: 20,
          state: 'open',
          waitingList: false,
          waiting: 0,
        },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/safeNumber|"taken"|poolId/);
  });

  it('says when few places are left, and when none', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event, { capacity: 7 });
    const state = async () =>
      part<{ state: string; available: number }[]>(await app.get(`/api/v1/events/${event.slug}`), 'sessions').map(
        (one) => `${one.state} ${one.available}`,
      );
    const seen = [await state()];
    for (const partySize of [1, 1, 5]) {
      await app.register(session.id, { partySize });
      seen.push(await state());
    }
    expect(seen.flat()).toEqual(['open 7', 'open 6', 'few 5', 'full 0']);
  });

  it('tells the public places only', async () => {
    const event = await app.make.event();
    await app.make.session(event, { capacity: 10, pools: [{ name: 'Press', places: 4 }] });
    expect((await app.get(`/api/v1/events/${event.slug}`)).body).toMatchObject({
      sessions: [{ capacity: 6, available: 6 }],
    });
  });

  it.each(['nope', 'NOPE', '%F0%9F%8C%BF', "'--", '%20', '%25', '%2F', 'a%0Ab'])(
    'that is not there is not found: %s',
    async (slug) => {
      expectProblem(await app.get(`/api/v1/events/${slug}`), 404, 'not_found');
    },
  );

  it('is not found under its name in other letters', async () => {
    const event = await app.make.event();
    expectProblem(await app.get(`/api/v1/events/${event.slug.toUpperCase()}`), 404, 'not_found');
  });
});

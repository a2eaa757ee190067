import { NoticeSender } from '#notices';
import type { Event, Session } from '#programme';
import { expectProblem } from '../../support/problems.js';
import { Holder, part } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

interface Item {
  readonly id: string;
  readonly [name: string]: unknown;
}

let app: TestApp;
let key: Record<string, string>;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  key = await app.key();
  event = await app.make.event({ venue: { safeNumber: 5000 } });
  session = await app.make.session(event, { capacity: 500 });
  for (let count = 0; count < 7; count++) {
    await app.make.session(await app.make.event());
    await Holder.in(app, session.id, {
      name: count % 2 ? 'Ada Birch' : '50%_off\\',
      partySize: 2,
      guests: [{ name: `Guest ${count}` }],
    });
  }
});
afterAll(() => app[Symbol.asyncDispose]());

const list = (name: string, query = '') => app.get(`/api/v1/admin/${name}?${query}`, key);
const found = async (name: string, query = '') => part<Item[]>(await list(name, query), 'items');

/** Follows the cursors to the end; `between` happens after every page. */
async function pages(name: string, limit: number, between: () => Promise<unknown> = async () => {}): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await list(name, `limit=${limit}${cursor && `&cursor=${cursor}`}`);
    const items = part<Item[]>(answer, 'items');
    expect(items.length).toBeLessThanOrEqual(limit);
    ids.push(...items.map(({ id }) => id));
    cursor = part<string | null>(answer, 'nextCursor');
    if (cursor !== null) await between();
  }
  return ids;
}

const LISTS = ['events', 'sessions', 'registrations', 'messages'];

describe.each(LISTS)('the list of %s', (name) => {
  it('is the same in pages of any size, in one order, each row once', async () => {
    const whole = (await found(name, 'limit=200')).map(({ id }) => id);
    expect(whole.length).toBeGreaterThanOrEqual(7);
    expect(new Set(whole).size).toBe(whole.length);
    expect([...whole].sort()).toEqual(name === 'sessions' ? whole : [...whole].reverse());
    for (const limit of [1, 3, whole.length, whole.length + 1]) expect(await pages(name, limit)).toEqual(whole);
  });

  it('skips and doubles no row while rows are added', async () => {
    const before = (await found(name, 'limit=200')).map(({ id }) => id);
    const seen = await pages(name, 2, async () => {
      await app.make.session(await app.make.event());
      await Holder.in(app, session.id);
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(before));
  }, 30_000);

  it('takes a cursor in capital letters', async () => {
    const answer = await list(name, 'limit=1');
    const cursor = part<string>(answer, 'nextCursor').toUpperCase();
    expect((await found(name, `limit=1&cursor=${cursor}`))[0]!.id).not.toBe(part<Item[]>(answer, 'items')[0]!.id);
  });

  it('says times in UTC', async () => {
    for (const [, time] of (await list(name)).text.matchAll(/"\w+At":"([^"]+)"/g)) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });
});

describe.each(LISTS)('one of the %s', (name) => {
  it('is what the list says of it', async () => {
    const [first] = await found(name, 'limit=1');
    for (const id of [first!.id, first!.id.toUpperCase()]) {
      expect((await app.get(`/api/v1/admin/${name}/${id}`, key)).body).toEqual(first);
    }
  });

  it('that does not exist is not found', async () => {
    for (const id of ['x', '00000000-0000-0000-0000-000000000000', `${session.id}x`, "'", '1', '%20', 'null']) {
      expectProblem(await app.get(`/api/v1/admin/${name}/${id}`, key), 404, 'not_found');
    }
  });
});

describe('the sessions', () => {
  it('are told with what each of their pools holds', async () => {
    const releasesAt = new Date('2030-06-01T10:00:00+01:00');
    const made = await app.make.session(event, { capacity: 9, pools: [{ name: 'Press', places: 3, releasesAt }] });
    await Holder.in(app, made.id, { partySize: 2 });
    const one = await app.get(`/api/v1/admin/sessions/${made.id}`, key);
    expect(one.body).toMatchObject({
      ...{ eventId: event.id, capacity: 9, timeZone: 'Europe/London', state: 'few' },
      pools: [
        { name: 'Public', audience: 'public', places: 6, taken: 2, free: 4, releasesAt: null },
        { name: 'Press', places: 3, taken: 0, free: 3, releasesAt: '2030-06-01T09:00:00.000Z', releasedAt: null },
      ],
    });
  });

  it('can be those of one event', async () => {
    const ids = (await found('sessions', `eventId=${event.id}&limit=200`)).map(({ eventId }) => eventId);
    expect(new Set(ids)).toEqual(new Set([event.id]));
    expect(await found('sessions', `eventId=${session.id}`)).toEqual([]);
  });
});

describe('the registrations', () => {
  const total = async (query: string) => (await found('registrations', `limit=200&${query}`)).length;

  it('can be those of one event, one session or one state', async () => {
    const all = await total('');
    expect(await total(`eventId=${event.id}`)).toBe(all);
    expect(await total(`sessionId=${session.id.toUpperCase()}`)).toBeGreaterThanOrEqual(7);
    expect(await total(`eventId=${session.id}`)).toBe(0);
    const holder = await Holder.in(app, session.id);
    await holder.cancel();
    expect((await found('registrations', 'state=cancelled')).map(({ id }) => id)).toEqual([holder.id]);
    expect(await total('state=confirmed')).toBe(all);
    expect(await total('state=unverified')).toBe(0);
  });

  it('are found by a part of name, guest, address or reference, in any letters', async () => {
    const holder = await Holder.in(app, session.id, {
      ...{ name: 'Zoë Quartz', email: 'zoe.quartz@example.org', partySize: 2 },
      guests: [{ name: 'Xaver Flint' }],
    });
    const queries = [
      'zoë',
      'QUARTZ',
      'zoe.quartz@',
      'xaver',
      holder.reference,
      holder.reference.slice(3, 7).toLowerCase(),
    ];
    for (const q of queries) {
      const ids = (await found('registrations', `q=${encodeURIComponent(q)}`)).map(({ id }) => id);
      expect([q, ids]).toEqual([q, expect.arrayContaining([holder.id])]);
    }
    expect(await total('q=nobody+like+that')).toBe(0);
    expect(await total(`q=quartz&sessionId=${session.id}&state=cancelled`)).toBe(0);
  });

  it('are searched for letters, not for patterns', async () => {
    expect(await total(`q=${encodeURIComponent('50%_off\\')}`)).toBe(4);
    expect(await total(`q=${encodeURIComponent('%')}`)).toBe(0);
    expect(await total(`q=${encodeURIComponent('__a')}`)).toBe(await total('q=a'));
    expect(await total(`q=${encodeURIComponent('Ada%zBirch')}`)).toBe(0);
  });

  it.each(['q=', 'q=%20', `q=${'x'.repeat(201)}`, 'state=x', 'state=', 'eventId=x', 'sessionId=', 'q=a&q=b'])(
    'cannot be those with %s',
    async (query) => {
      expectProblem(await list('registrations', query), 422, 'invalid_input');
    },
  );

  it('are told without tickets, and without links to those who may change nothing', async () => {
    const { text } = await app.get('/api/v1/admin/registrations?limit=200', await app.key('viewer'));
    expect(text).not.toMatch(/ticket|manage\/|token|emailKey|calendarUid/i);
    const guest = (item: Item) => JSON.stringify(item).includes('"Guest 3"');
    expect((await found('registrations', 'q=guest+3')).find(guest)).toMatchObject({
      ...{ partySize: 2, state: 'confirmed', source: 'api', contact: { name: 'Ada Birch', phone: null } },
      places: [{ name: 'Ada Birch' }, { name: 'Guest 3', accessNeeds: null, answers: {} }],
    });
  });
});

describe('the messages', () => {
  it('tell what was mailed to whom, and what became of it', async () => {
    const holder = await Holder.in(app, session.id, { email: 'log@example.org' });
    const [queued] = await found('messages', `registrationId=${holder.id}`);
    expect(queued).toMatchObject({ kind: 'confirmation', recipient: 'log@example.org', state: 'queued', tries: 0 });
    await app.service(NoticeSender).send({ eventId: event.id, messageId: queued!.id });
    const { body } = await app.get(`/api/v1/admin/messages/${queued!.id}`, key);
    expect(body).toMatchObject({ state: 'sent', tries: 1, lastError: null, nextTryAt: null });
    expect(body['subject']).toMatch(/^Confirmed: /);
    expect(body).not.toHaveProperty('calendarSequence');
  });

  it('can be those of one event, one registration or one state', async () => {
    const sent = await found('messages', 'state=sent');
    expect(sent.length).toBeGreaterThan(0);
    expect(new Set(sent.map(({ state }) => state))).toEqual(new Set(['sent']));
    expect(await found('messages', `eventId=${session.id}`)).toEqual([]);
    expect((await found('messages', `eventId=${event.id}&state=queued`)).length).toBeGreaterThan(5);
    for (const query of ['state=x', 'eventId=x', 'registrationId=x']) {
      expectProblem(await list('messages', query), 422, 'invalid_input');
    }
  });
});

describe('the events', () => {
  it('are told with drafts, which the public does not see', async () => {
    const draft = await app.make.event({ status: 'draft' });
    expect((await found('events', 'limit=1'))[0]).toMatchObject({ id: draft.id, status: 'draft' });
    expect((await app.get('/api/v1/events')).text).not.toContain(draft.slug);
  });
});

import { parseReference } from '#kernel';
import { type RegistrationFilter, RegistrationMatching, RegistrationSearch } from '#registration';
import { Reach } from '#staff';
import type { Event, Session } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Person, TestApp } from '../../support/test-app.js';

interface Item {
  readonly id: string;
  readonly sessionId: string;
  readonly contact: { readonly name: string };
}

let app: TestApp;
let event: Event;
let session: Session;
let owner: Team;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event();
  session = await app.make.session(event, { capacity: 200 });
  owner = await Team.as(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const list = (query: Record<string, string>, team = owner) =>
  team.get(`registrations?${new URLSearchParams(query).toString()}`);
const items = async (query: Record<string, string>, team = owner) => part<Item[]>(await list(query, team), 'items');
const ids = async (query: Record<string, string>, team = owner) => (await items(query, team)).map(({ id }) => id);
const found = (q: string) => ids({ q, limit: '200' });
const register = (person: Partial<Person>, where = session) => Holder.in(app, where.id, person);

/** Follows the cursors to the end. */
async function walk(query: Record<string, string>): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await list({ ...query, limit: '2', ...(cursor && { cursor }) });
    seen.push(...part<Item[]>(page, 'items').map(({ id }) => id));
    cursor = part<string | null>(page, 'nextCursor');
  }
  return seen;
}

describe('a search', () => {
  it.each([
    ["Siobhan O'Connor", ['oconnor', "o'connor", 'O’CONNOR', 'siobhan oconnor', 'connor sio', 'OConnor']],
    ['Jo-Li Smith/Jones', ['jo li', 'joli', 'jo-li', 'smithjones', 'jones-smith', 'smith, jo-li']],
    ['Siobhan O’Connor-Byrne', ['oconnorbyrne', 'connor byrne', 'byrne-o’connor', "o'connor-byrne"]],
    ['Jürgen Müller', ['muller', 'mueller', 'müller', 'MÜLLER', 'juergen', 'jurgen muell', 'üll']],
    ['Juergen Mueller', ['müller', 'muller', 'mueller', 'elle', 'jürgen']],
    ['Søren Kierkegård', ['soren', 'søren', 'kierkegard', 'gård']],
    ['Zoë Łukasz Weiß', ['zoe', 'lukasz', 'łukasz', 'weiss', 'WEISS', 'weiß zoë']],
    ['Ludwig van der Berg', ['vanderberg', 'van der berg', 'berg van', 'der']],
    ['李小龍', ['李', '小龍', '李小龍']],
    ['Анна Ива\u0301нова', ['анна', 'ИВАНОВА', 'иванова анна']],
    ['Li Wu', ['li', 'wu', 'WU LI', 'l w']],
  ])('finds %s', async (name, queries) => {
    const { id } = await register({ name });
    for (const q of queries) expect([q, await found(q)]).toEqual([q, expect.arrayContaining([id])]);
  });

  it('finds a guest by a part of the name, and the address by any of its parts', async () => {
    const { id } = await register({
      ...{ name: 'Host Somebody', email: 'quite.unlike-it@garden-club.example.org', partySize: 2 },
      guests: [{ name: 'Thérèse Xylander' }],
    });
    for (const q of [
      'therese',
      'xyland',
      'host xylander',
      'quite.unlike',
      'unlike-it@garden',
      'CLUB.example',
      'gardenclub',
    ])
      expect([q, await found(q)]).toEqual([q, [id]]);
  });

  it('finds a part of a reference, as it is read out and written down', async () => {
    const holder = await register({ name: 'Somebody' });
    const reference = holder.reference;
    const [, front, back] = reference.split('-') as [string, string, string];
    const alike = reference.replaceAll('0', 'O').replaceAll('1', 'l');
    const typed = [
      reference,
      front + back,
      `${front} ${back}`,
      `gh ${front}-${back}`,
      `gh${front}`,
      back.slice(0, 3) && back,
    ];
    for (const q of [...typed, alike, alike.toLowerCase()]) {
      expect([q, await found(q)]).toEqual([q, expect.arrayContaining([holder.id])]);
    }
    expect((await found(reference)).length).toBe(1);
  });

  it('finds a whole reference of which a part is typed as letters alone', async () => {
    const { id } = await register({ name: 'Somebody' });
    const reference = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
      .map((check) => parseReference(`GH-0110-7K2${check}`))
      .find((one) => one !== undefined)!;
    await app.database.reader.query('UPDATE registrations SET reference = $1 WHERE id = $2', [reference, id]);
    const back = reference.slice(-4);
    for (const q of [`GH-OllO-${back}`, `gh olio ${back}`, `oilo ${back}`, `OLLO${back}`]) {
      expect([q, await found(q)]).toEqual([q, [id]]);
    }
  });

  it('takes letters that look like digits for them in references alone', async () => {
    const { id } = await register({ name: 'Lio Olli', email: 'lio@example.org' });
    const other = await register({ name: 'Somebody', email: 'user110-0111@example.org' });
    expect(await found('lio')).toContain(id);
    expect(await found('lio')).not.toContain(other.id);
  });

  it('wants all of the words, in any order', async () => {
    const { id } = await register({ name: 'Quentin Aardvark', partySize: 2, guests: [{ name: 'Beryl Zebra' }] });
    expect(await found('zebra aardvark quentin')).toEqual([id]);
    expect(await found('zebra quentin giraffe')).toEqual([]);
  });

  it('takes one or two letters for the beginning of a word', async () => {
    const { id } = await register({ name: 'Xq Vandal' });
    expect(await found('xq')).toEqual([id]);
    expect(await found('qv')).toEqual([]);
  });

  it.each(['%', '_', "'", '--', '\\', '( )', '@', '…'])('finds nothing by %j', async (q) => {
    expect((await list({ q })).body).toEqual({ items: [], nextCursor: null });
  });

  it('never looks into what is sensitive', async () => {
    const sensitive = { accessNeeds: 'wolverine', guests: [{ name: 'Tom', accessNeeds: 'wolverine' }] };
    await register({ partySize: 2, ...sensitive });
    expect(await found('wolverine')).toEqual([]);
  });

  it('finds what was registered, changed or made smaller a moment ago', async () => {
    const holder = await register({ name: 'Gertrude Early', partySize: 2, guests: [{ name: 'Nestor Early' }] });
    expect(await found('gertrude nestor')).toEqual([holder.id]);
    await holder.change({ contact: { name: 'Gertrude Late' } });
    expect([await found('gertrude late'), await found('gertrude nestor')]).toEqual([[holder.id], [holder.id]]);
    await holder.cancel({ places: 1 });
    expect([await found('gertrude'), await found('nestor')]).toEqual([[holder.id], []]);
  });

  it('finds those of a rush, of which the worker knows nothing yet, without the worker', async () => {
    const rush = await Promise.all(Array.from({ length: 60 }, (_, index) => register({ name: `Rushing ${index}` })));
    expect((await found('rushing')).toSorted()).toEqual(rush.map(({ id }) => id).toSorted());
  });

  it('is brought up to date by several at once as by one', async () => {
    const name = 'Parallel Person';
    const { id } = await register({ name });
    const search = app.service(RegistrationSearch);
    await Promise.all(Array.from({ length: 8 }, () => search.catchUp()));
    expect(await found(name)).toEqual([id]);
    const [row] = await app.database.reader.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM registrations r FULL JOIN registration_search f ON f.registration_id = r.id
       WHERE (f.words = search_words(r.contact_name, r.contact_email, r.reference, r.places)) IS NOT TRUE`,
    );
    expect(row!.count).toBe(0);
  });

  it('goes on beside a party whose name has no letters and who has no address', async () => {
    const contact = { name: '%', phone: '020 7946 0123' };
    const made = await owner.post('registrations', { sessionId: session.id, partySize: 1, source: 'phone', contact });
    expect(made.status).toBe(201);
    expect(await found(part<string>(made, 'reference'))).toEqual([part<string>(made, 'id')]);
  });

  it('refuses more words than anybody types', async () => {
    const problem = expectProblem(await list({ q: 'a '.repeat(11) }), 422, 'invalid_input');
    expect(problem['errors']).toMatchObject([{ pointer: '/q' }]);
  });

  it('shows nobody what is out of their reach', async () => {
    const { id } = await register({ name: 'Unreachable Person' });
    const other = await app.make.event();
    const there = await Team.as(app, { scopes: ['registrations:read'], eventIds: [other.id] });
    const here = await Team.as(app, { scopes: ['registrations:read'], eventIds: [event.id, other.id] });
    expect(await ids({ q: 'unreachable' }, there)).toEqual([]);
    expect(await ids({ q: 'unreachable' }, here)).toEqual([id]);
  });
});

describe('the filters', () => {
  let other: Session;
  let holders: Holder[];
  beforeAll(async () => {
    const apart = await app.make.event();
    other = await app.make.session(apart, { pools: [{ name: 'Families', places: 3, private: true }] });
    holders = [];
    for (let size = 1; size <= 4; size++)
      holders.push(await register({ name: `Filter ${size}`, partySize: size }, other));
  });
  const those = (query: Record<string, string>, team = owner) => ids({ sessionId: other.id, ...query }, team);
  const of = (...numbers: number[]) => numbers.map((number) => holders[number - 1]!.id).toReversed();

  it('take those of a size', async () => {
    expect(await those({})).toEqual(of(1, 2, 3, 4));
    expect(await those({ partySizeMin: '3' })).toEqual(of(3, 4));
    expect(await those({ partySizeMin: '2', partySizeMax: '3' })).toEqual(of(2, 3));
    expect(await those({ partySizeMin: '4', partySizeMax: '3' })).toEqual([]);
  });

  it('take those that were made in a time', async () => {
    const [{ at }] = (await app.database.reader.query<{ at: Date }[]>(
      'SELECT created_at AS at FROM registrations WHERE id = $1',
      [holders[1]!.id],
    )) as [{ at: Date }];
    const moment = at.toISOString();
    expect(await those({ from: moment })).toEqual(expect.arrayContaining(of(2)));
    expect(await those({ to: moment })).not.toContain(holders[1]!.id);
    expect(await those({ from: '2020-01-01T00:00:00+01:00', to: '2020-01-02T00:00:00Z' })).toEqual([]);
  });

  it('take those of a source or a state', async () => {
    expect(await those({ source: 'api' })).toEqual(of(1, 2, 3, 4));
    expect(await those({ source: 'web' })).toEqual([]);
    await holders[0]!.cancel();
    expect(await those({ state: 'cancelled' })).toEqual(of(1));
    expect(await those({ state: 'confirmed', q: 'filter' })).toEqual(of(2, 3, 4));
  });

  it('take those of a pool; of a private one for those alone to whom it is named', async () => {
    const pools = await app.database.reader.query<{ id: string; private: boolean }[]>(
      'SELECT id, private FROM pools WHERE session_id = $1 ORDER BY private',
      [other.id],
    );
    const [open, hidden] = pools.map(({ id }) => id) as [string, string];
    await app.database.reader.query('UPDATE registrations SET pool_id = $1 WHERE id = $2', [hidden, holders[3]!.id]);
    const viewer = await Team.as(app, 'viewer');
    expect(await those({ poolId: open })).toEqual(of(1, 2, 3));
    expect(await those({ poolId: open }, viewer)).toEqual(of(1, 2, 3));
    expect(await ids({ poolId: hidden })).toEqual(of(4));
    expect(await ids({ poolId: hidden }, viewer)).toEqual([]);
  });

  it('take those with access needs, for those alone who may see them', async () => {
    const own = await register({ name: 'Needing', accessNeeds: 'a chair' });
    const guests = await register({ partySize: 2, guests: [{ name: 'Tom', accessNeeds: 'a chair' }] });
    const query = { hasAccessNeeds: 'true', sessionId: session.id };
    expect(await ids(query)).toEqual(expect.arrayContaining([own.id, guests.id]));
    expect(await ids({ ...query, hasAccessNeeds: 'false' })).not.toContain(guests.id);
    expectProblem(await list(query, await Team.as(app, 'viewer')), 403, 'forbidden');
    const elsewhere = await Team.as(app, {
      scopes: ['registrations:read', 'registrations:sensitive'],
      eventIds: [(await app.make.event()).id],
    });
    expect(await ids({ hasAccessNeeds: 'true' }, elsewhere)).toEqual([]);
  });

  it.each([
    'partySizeMin=0',
    'partySizeMax=x',
    'from=yesterday',
    'to=2027-01-01',
    'hasAccessNeeds=yes',
    'bounced=yes',
    'poolId=1',
    'sort=id',
    'email=x',
  ])('refuse %s', async (query) => {
    expectProblem(await owner.get(`registrations?${query}`), 422, 'invalid_input');
  });
});

describe('what is done with all that a filter finds', () => {
  it('is done with those that the list shows, whatever they are filtered by', async () => {
    const matching = app.service(RegistrationMatching);
    const everywhere = new Reach(null);
    const filters: Partial<RegistrationFilter>[] = [
      ...[{}, { q: 'filter' }, { q: '%' }, { q: 'nobody at all' }, { partySizeMin: 3 }, { source: 'web' }],
      ...[
        { from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' },
        { eventId: event.id, q: 'muller' },
      ],
      ...[{ bounced: 'true' as const }, { bounced: 'false' as const, q: 'filter' }],
      ...[{ state: 'cancelled' as const }, { sessionId: session.id }, { poolId: session.id }],
    ];
    for (const filter of filters) {
      const query = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]));
      const shown = await ids({ ...query, limit: '200' });
      const matched = await matching.ids(app.database.reader, filter, everywhere, 200);
      expect([filter, matched.map(({ id }) => id)]).toEqual([filter, shown]);
      expect((await matching.count(filter, everywhere)).registrations).toBe(shown.length);
    }
  });
});

describe('the order', () => {
  let apart: Event;
  let holders: Record<string, string>;
  beforeAll(async () => {
    apart = await app.make.event({ oneRegistrationPer: 'event' });
    const later = await app.make.session(apart, { startsAt: new Date('2030-06-13T10:00:00Z') });
    const sooner = await app.make.session(apart, { startsAt: new Date('2030-06-12T10:00:00Z') });
    holders = {};
    for (const [name, where] of [
      ['Ünal', later],
      ['bude', sooner],
      ["O'Neill", later],
      ['Adam', later],
      ['Oneill', sooner],
      ['bude', later],
    ] as const)
      holders[`${name} ${where === later ? 'later' : 'sooner'}`] = (await register({ name }, where)).id;
  });
  const named = (order: string[]) => order.map((id) => Object.entries(holders).find(([, one]) => one === id)![0]);

  it('is that of the names, whatever marks they have, in pages of any size', async () => {
    const order = ['Adam later', 'bude sooner', 'bude later', "O'Neill later", 'Oneill sooner', 'Ünal later'];
    const query = { eventId: apart.id, sort: 'name' };
    expect(named(await ids(query))).toEqual(order);
    expect(named(await walk(query))).toEqual(order);
    expect(named(await walk({ ...query, q: 'oneil' }))).toEqual(["O'Neill later", 'Oneill sooner']);
  });

  it('is that of the sessions by their time, in pages of any size', async () => {
    const order = ['bude sooner', 'Oneill sooner', 'Ünal later', "O'Neill later", 'Adam later', 'bude later'];
    const query = { eventId: apart.id, sort: 'session' };
    expect(named(await ids(query))).toEqual(order);
    expect(named(await walk(query))).toEqual(order);
    expect(named(await walk({ ...query, q: 'bude' }))).toEqual(['bude sooner', 'bude later']);
  });

  it('is the newest first where nothing else is asked for', async () => {
    const query = { eventId: apart.id };
    expect(await ids(query)).toEqual(Object.values(holders).toReversed());
    expect(await walk({ ...query, sort: 'newest' })).toEqual(await ids(query));
    expect(await walk({ ...query, q: 'bude' })).toEqual([holders['bude later'], holders['bude sooner']]);
  });
});

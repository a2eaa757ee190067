import type { Event, Question, Session } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

const QUESTION = { help: '', kind: 'text', options: [] as string[], required: false, askedPer: 'person' } as const;

let app: TestApp;
let event: Event;
let session: Session;
let meal: string;
let loss: string;
let holder: Holder;
let privatePool: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({
    questions: [
      { ...QUESTION, label: 'Meal?', sensitive: false },
      { ...QUESTION, label: 'Whom do you mourn?', sensitive: true },
    ],
  });
  session = await app.make.session(event, { pools: [{ name: 'Bereaved families', places: 3, private: true }] });
  const rows = await app.database.reader.query<Question[]>('SELECT id FROM questions ORDER BY position');
  [meal, loss] = rows.map(({ id }) => id) as [string, string];
  holder = await Holder.in(app, session.id, {
    ...{ partySize: 2, accessNeeds: 'a wheelchair', answers: { [meal]: 'soup', [loss]: 'my sister' } },
    guests: [{ name: 'Tom', accessNeeds: 'crutches', answers: { [loss]: 'my aunt' } }],
  });
  const [pool] = await app.database.reader.query<{ id: string }[]>('SELECT id FROM pools WHERE private');
  privatePool = pool!.id;
});
afterAll(() => app[Symbol.asyncDispose]());

const SECRETS = /wheelchair|crutches|sister|aunt|bereaved|sealed/i;

/** Every answer of the admin API that tells of registrations or pools. */
const READS = () => [
  'registrations',
  `registrations?q=${encodeURIComponent('Tom')}`,
  `registrations/${holder.id}`,
  'sessions',
  `sessions/${session.id}`,
];

it('shows everything to those who need it', async () => {
  for (const role of ['owner', 'manager'] as const) {
    const team = await Team.as(app, role);
    expect((await team.get(`registrations/${holder.id}`)).body).toMatchObject({
      ...{ accessNeeds: 'a wheelchair', answers: { [meal]: 'soup', [loss]: 'my sister' }, masked: [] },
      places: [{ accessNeeds: null }, { name: 'Tom', accessNeeds: 'crutches', answers: { [loss]: 'my aunt' } }],
    });
    expect(part<unknown[]>(await team.get(`sessions/${session.id}`), 'pools')).toMatchObject([
      { name: 'Public', audience: 'public', private: false },
      { name: 'Bereaved families', audience: 'invited', private: true, places: 3 },
    ]);
  }
});

it('says to a viewer what is masked, and nothing of it', async () => {
  const team = await Team.as(app, 'viewer');
  expect((await team.get(`registrations/${holder.id}`)).body).toMatchObject({
    ...{ accessNeeds: null, answers: { [meal]: 'soup', [loss]: null } },
    places: [
      { accessNeeds: null, answers: { [loss]: null } },
      { name: 'Tom', accessNeeds: null, answers: { [loss]: null } },
    ],
    masked: ['accessNeeds', 'places.accessNeeds', 'places.space', `answers.${loss}`],
  });
  expect(part<unknown[]>(await team.get(`sessions/${session.id}`), 'pools')).toMatchObject([
    { name: 'Public', audience: 'public' },
    { name: null, audience: null, private: true, places: 3, taken: 0, free: 3 },
  ]);
});

it('tells nobody without the permission anything, by any way of reading', async () => {
  const callers = [
    await Team.as(app, 'viewer'),
    await Team.as(app, { scopes: ['programme:read', 'registrations:read'] }),
    await Team.as(app, { scopes: ['programme:read', 'registrations:read', 'registrations:write'] }),
  ];
  for (const team of callers) {
    for (const path of READS()) {
      const { status, text } = await team.get(path);
      expect([path, status, SECRETS.exec(text)?.[0]]).toEqual([path, 200, undefined]);
    }
  }
});

it('does not tell from what is masked whether there is anything', async () => {
  const team = await Team.as(app, 'viewer');
  const silent = await Holder.in(app, session.id, {
    partySize: 2,
    guests: [{ name: 'Tom' }],
    answers: { [meal]: 'soup' },
  });
  const hidden = ({ body }: { body: object }) => {
    const { accessNeeds, answers, masked, places } = body as Record<string, unknown>;
    return { accessNeeds, answers, masked, places: (places as object[]).slice(1) };
  };
  const [one, two] = [await team.get(`registrations/${holder.id}`), await team.get(`registrations/${silent.id}`)];
  expect(hidden(one)).toEqual(hidden(two));
});

it('does not tell which private pool somebody is in', async () => {
  const guest = await Holder.in(app, session.id);
  await app.database.reader.query('UPDATE registrations SET pool_id = $1 WHERE id = $2', [privatePool, guest.id]);
  const seen = async (team: Team) => (await team.get(`registrations/${guest.id}`)).body;
  expect(await seen(await Team.as(app, 'manager'))).toMatchObject({ poolId: privatePool, masked: [] });
  const masked = await seen(await Team.as(app, 'viewer'));
  expect(masked).toMatchObject({ poolId: null, masked: expect.arrayContaining(['poolId']) as string[] });
});

it('opens what a colleague may see in the events where they may', async () => {
  const otherEvent = await app.make.event();
  const other = await Holder.in(app, (await app.make.session(otherEvent)).id, { accessNeeds: 'a quiet seat' });
  const both = { scopes: ['registrations:read'] as const, eventIds: [event.id, otherEvent.id] };
  const team = await Team.as(app, { ...both, scopes: [...both.scopes, 'registrations:sensitive'] });
  const needs = async (id: string) => part(await team.get(`registrations/${id}`), 'accessNeeds');
  expect(await needs(holder.id)).toBe('a wheelchair');
  expect(await needs(other.id)).toBe('a quiet seat');
  const one = await Team.as(app, { scopes: ['registrations:read', 'registrations:sensitive'], eventIds: [event.id] });
  expect((await one.get(`registrations/${other.id}`)).status).toBe(404);
});

it('keeps a sealed answer closed when its question is not sensitive any more', async () => {
  const set = (sensitive: boolean) =>
    app.database.reader.query('UPDATE questions SET sensitive = $1 WHERE id = $2', [sensitive, loss]);
  await set(false);
  const { text } = await (await Team.as(app, 'viewer')).get(`registrations/${holder.id}`);
  expect(text).not.toMatch(SECRETS);
  await set(true);
});

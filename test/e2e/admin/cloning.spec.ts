import { Admission, PoolRelease } from '#admission';
import { instantAt, zoned } from '#kernel';
import type { Event } from '#programme';
import { type EventWishes, type SessionWishes } from '../../support/programme.js';
import { expectProblem } from '../../support/problems.js';
import { poolNamed } from '../../support/desk.js';
import { Holder, part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';

interface Cloned {
  readonly instead: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly pools: readonly {
    readonly audience: string;
    readonly places: number;
    readonly releasesAt: string | null;
    readonly newCode: boolean;
  }[];
}

interface CodedSession {
  readonly id: string;
  readonly startsAt: string;
  readonly pools: readonly { readonly code: string | null }[];
}

const LONDON = 'Europe/London';
const london = (local: string) => instantAt(local, LONDON);
const localOf = (instant: string) => zoned(new Date(instant), LONDON).toPlainDateTime().toString().slice(0, 16);

let app: TestApp;
let team: Team;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
afterAll(() => app[Symbol.asyncDispose]());

// The days of 2055 fall as those of 2027 do, and are long to come: people register here.
let made = 0;
const event = (wishes: EventWishes = {}) =>
  app.make.event({ slug: `open-squares-2055-${++made}`, title: 'Open Squares 2055', ...wishes });
const session = (of: Event, start: string, end: string, wishes: SessionWishes = {}) =>
  app.make.session(of, { startsAt: london(start), endsAt: london(end), ...wishes });
const clone = (of: Event, wish: object, query = '') => team.post(`events/${of.id}/clone${query}`, wish);
const sessionsOf = (answer: Answer) => part<Cloned[]>(answer, 'sessions');
const startsOf = (answer: Answer) => sessionsOf(answer).map(({ startsAt }) => localOf(startsAt));
const faultsOf = (answer: Answer) => part<{ pointer: string; code: string; detail: string }[]>(answer, 'errors');

/** Two days in June with a part that is kept for the press until the week before. */
async function weekend(wishes: EventWishes = {}): Promise<Event> {
  const of = await event({
    registrationOpensAt: london('2055-01-10T09:00'),
    registrationClosesAt: london('2055-06-11T18:00'),
    ...wishes,
  });
  const pools = [{ name: 'Press', places: 5, releasesAt: london('2055-06-05T09:00') }];
  await session(of, '2055-06-13T14:00', '2055-06-13T15:00');
  await session(of, '2055-06-12T10:30', '2055-06-12T11:30', { pools, title: 'Morning', room: 'Lawn' });
  return of;
}

describe('an event copied to another year', () => {
  it('is a draft with everything that was planned, on its new days', async () => {
    const of = await weekend({
      questions: [
        { ...{ label: 'Lunch?', help: '', kind: 'choice', options: ['Soup'] }, required: true, askedPer: 'party' },
        { ...{ label: 'Diet?', help: '', kind: 'text', options: [] }, required: false, askedPer: 'person' },
      ],
    });
    await team.change(`events/${of.id}`, { speakers: [{ name: 'Ada', role: 'Guide' }], consentText: 'In 2055?' });
    const answer = await clone(of, { year: 2056 });
    expect([answer.status, answer.body]).toEqual([
      201,
      expect.objectContaining({ title: 'Open Squares 2056', movedByDays: 364, timeZone: LONDON }),
    ]);
    const id = part<string>(answer, 'id');
    expect((await team.get(`events/${id}`)).body).toMatchObject({
      ...{ status: 'draft', version: 1, programmeId: of.programmeId, venueId: of.venueId, story: of.story },
      ...{ slug: of.slug.replace('2055', '2056'), title: 'Open Squares 2056', consentText: 'In 2055?' },
      speakers: [{ name: 'Ada', role: 'Guide', biography: '' }],
      registrationOpensAt: london('2056-01-09T09:00').toISOString(),
      registrationClosesAt: london('2056-06-09T18:00').toISOString(),
      sessions: { scheduled: 2, firstStartsAt: london('2056-06-10T10:30').toISOString() },
    });
    const questions = part<object[]>(await team.get(`questions?eventId=${id}`), 'items');
    expect(questions).toMatchObject([
      { label: 'Lunch?', options: ['Soup'], required: true },
      { label: 'Diet?', position: 1, askedPer: 'person' },
    ]);
    const [morning] = part<{ pools: { id: string; releasesTo: string | null }[] }[]>(
      await team.get(`sessions?eventId=${id}`),
      'items',
    );
    expect(morning).toMatchObject({
      ...{ title: 'Morning', room: 'Lawn', capacity: 20 },
      startsAt: london('2056-06-10T10:30').toISOString(),
      endsAt: london('2056-06-10T11:30').toISOString(),
      pools: [
        { name: 'Public', places: 15, taken: 0 },
        { name: 'Press', places: 5, releasesAt: london('2056-06-03T09:00').toISOString() },
      ],
    });
    expect(morning!.pools[1]!.releasesTo).toBe(morning!.pools[0]!.id);
    expectProblem(await app.get(`/api/v1/events/${String(answer.body['slug'])}`), 404, 'not_found');
    expect(await app.faults()).toEqual([]);
  });

  it.each([
    ['same weekday', ['2056-06-10T10:30', '2056-06-11T14:00']],
    ['week of 7 July', ['2056-07-08T10:30', '2056-07-09T14:00']],
    ['last weekend of May', ['2056-05-27T10:30', '2056-05-28T14:00']],
    ['first Monday of March', ['2056-03-06T10:30', '2056-03-07T14:00']],
  ])('goes by “%s” at the same times of the day', async (dateRule, starts) => {
    expect(startsOf(await clone(await weekend(), { year: 2056, dateRule }))).toEqual(starts);
  });

  it('has the same times of the day where the clocks go forward or back between its days', async () => {
    const of = await event();
    await session(of, '2055-03-20T10:00', '2055-03-20T12:00');
    await session(of, '2055-03-21T10:00', '2055-03-21T12:00');
    const answer = await clone(of, { year: 2055, dateRule: 'last weekend of March', slug: `march-${of.id}` });
    expect(sessionsOf(answer).map(({ startsAt }) => startsAt)).toEqual([
      '2055-03-27T10:00:00.000Z',
      '2055-03-28T09:00:00.000Z',
    ]);
    expect(startsOf(answer)).toEqual(['2055-03-27T10:00', '2055-03-28T10:00']);
  });

  it('has the name that it is given', async () => {
    const of = await weekend();
    const given = { slug: `another-${of.id}`, title: 'Another' };
    expect((await clone(of, { year: 2056, ...given })).body).toMatchObject(given);
    expectProblem(await clone(of, { year: 2056, slug: of.slug }), 409, 'slug_taken');
    const undated = await event({ slug: `undated-${of.id}`, title: 'The 20551 roses' });
    expect((await clone(undated, { year: 2056 })).body).toMatchObject({
      slug: `undated-${of.id}-2056`,
      title: 'The 20551 roses',
    });
  });

  it('leaves out what was cancelled by itself, and nobody’s places come along', async () => {
    const of = await weekend();
    const { id } = await session(of, '2055-06-12T16:00', '2055-06-12T17:00');
    await app.database.reader.query("UPDATE sessions SET status = 'cancelled' WHERE id = $1", [id]);
    expect(sessionsOf(await clone(of, { year: 2056 }))).toHaveLength(2);
    await app.database.reader.query("UPDATE events SET status = 'cancelled' WHERE id = $1", [of.id]);
    expect(sessionsOf(await clone(of, { year: 2058 }))).toHaveLength(3);
  });

  it('has its pools as they were planned before they were released', async () => {
    const of = await event();
    const pools = [{ name: 'Press', places: 8, releasesAt: new Date('2026-06-01T09:00:00Z') }];
    const { id } = await session(of, '2055-06-12T10:30', '2055-06-12T11:30', { pools });
    await Holder.in(app, id, { partySize: 3 });
    await app.service(PoolRelease).releaseDue();
    const [now] = part<{ pools: object[] }[]>(await team.get(`sessions?eventId=${of.id}`), 'items');
    expect(now).toMatchObject({ pools: [{ places: 20 }, { places: 0 }] });
    expect(sessionsOf(await clone(of, { year: 2056 }))[0]!.pools).toEqual([
      { audience: 'public', places: 12, releasesAt: null, newCode: false },
      { audience: 'invited', places: 8, releasesAt: '2027-05-31T09:00:00.000Z', newCode: false },
    ]);
  });

  it('releases by itself only what was planned to be, whenever that was released by hand', async () => {
    const of = await event();
    const planned = new Date('2026-06-01T09:00:00Z');
    const pools = [
      { name: 'Press', places: 8 },
      { name: 'Friends', places: 4, releasesAt: london('2055-06-05T09:00') },
      { name: 'City', places: 3, releasesAt: planned },
    ];
    const { id } = await session(of, '2055-06-12T10:30', '2055-06-12T11:30', { pools });
    for (const name of ['Press', 'Friends']) {
      expect((await team.post(`pools/${await poolNamed(team, id, name)}/release`)).status).toBe(200);
    }
    // At the very moment that was planned.
    await app.clock.at(planned, () => app.service(PoolRelease).releaseDue());
    const answer = await clone(of, { year: 2056 });
    const kept = { audience: 'invited', newCode: false };
    expect(sessionsOf(answer)[0]!.pools).toEqual([
      { audience: 'public', places: 5, releasesAt: null, newCode: false },
      { ...kept, places: 8, releasesAt: null },
      { ...kept, places: 4, releasesAt: london('2056-06-03T09:00').toISOString() },
      { ...kept, places: 3, releasesAt: '2027-05-31T09:00:00.000Z' },
    ]);
    const eventId = part<string>(answer, 'id');
    const [made] = part<{ id: string }[]>(await team.get(`sessions?eventId=${eventId}`), 'items');
    const press = await team.get(`pools/${await poolNamed(team, made!.id, 'Press')}`);
    expect(press.body).toMatchObject({ places: 8, releasesAt: null, releasesTo: null, releasedAt: null });
  });

  it('keeps to itself whom its private pools are for', async () => {
    const of = await event();
    const { id } = await session(of, '2055-06-12T10:30', '2055-06-12T11:30', { capacity: 30, places: 20 });
    const pool = { name: 'Families', audience: 'invited' as const, places: 10, private: true };
    await app.database.transaction((tx) =>
      app.service(Admission).openPool(tx, { eventId: of.id, sessionId: id, ...pool }),
    );
    const answer = await clone(of, { year: 2056 });
    expect(answer.text).not.toContain('Families');
    expect(sessionsOf(answer)[0]!.pools[1]).toMatchObject({ audience: null, places: 10, releasesAt: null });
    const sessions = await team.get(`sessions?eventId=${part<string>(answer, 'id')}`);
    const [{ pools }] = part<[{ pools: object[] }]>(sessions, 'items');
    expect(pools[1]).toMatchObject({ private: true, name: 'Families', audience: 'invited', places: 10 });
  });

  it('opens by new codes what codes opened, with the same limit, and says so', async () => {
    const of = await event();
    const kept = { audience: 'invited', places: 5 } as const;
    for (const [day, code] of [12, 13].flatMap((on) => [
      [on, 'PRESS-2055'] as const,
      [on, `Lunch 2055-${on}`] as const,
    ])) {
      const at = `2055-06-${day}T1${code.startsWith('P') ? 0 : 4}`;
      const { id: sessionId } = await session(of, `${at}:00`, `${at}:30`, { places: 5 });
      await team.post('pools', { ...kept, sessionId, name: code, code, codeLimit: 3 });
      await team.post('pools', { ...kept, sessionId, name: 'Guests' });
    }
    const answer = await clone(of, { year: 2056 });
    const marks = sessionsOf(answer).map(({ pools }) => pools.map(({ newCode }) => newCode));
    expect(marks).toEqual(Array.from({ length: 4 }, () => [false, true, false]));
    const eventId = part<string>(answer, 'id');
    const made = part<CodedSession[]>(await team.get(`sessions?eventId=${eventId}`), 'items');
    const inOrder = made.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
    const pools = inOrder.map(({ pools: [, coded] }) => coded!);
    expect(pools).toMatchObject(Array.from({ length: 4 }, () => ({ access: 'code', codeLimit: 3 })));
    const [press, lunch, pressAgain, otherLunch] = pools.map(({ code }) => code!);
    expect(press).toBe(pressAgain);
    expect(new Set([press, lunch, otherLunch, 'PRESS-2055', 'Lunch 2055-12', 'Lunch 2055-13']).size).toBe(6);
    const publish = `UPDATE events SET status = 'published', registration_opens_at = now() - interval '1 day' WHERE id = $1`;
    await app.database.reader.query(publish, [eventId]);
    const come = (poolCode: string) => app.register(inOrder[0]!.id, { poolCode });
    expect(await come(press!)).toMatchObject({ status: 201 });
    expectProblem(await come('PRESS-2055'), 403, 'code_unknown');
  });

  it('takes the words of its invitations and its reminders along', async () => {
    const of = await event();
    const words = { kind: 'invitation', subject: 'Come to {{event}}', body: 'Dear {{name}}, please come.' };
    await team.post('invitation-templates', { eventId: of.id, ...words });
    for (const daysBefore of [14, 3]) await team.post('reminder-rules', { eventId: of.id, daysBefore, at: '10:00' });
    const answer = await clone(of, { year: 2056 });
    expect(answer.body['copiedAlong']).toEqual([
      { what: 'invitation-templates', count: 1 },
      { what: 'reminder-rules', count: 2 },
    ]);
    const eventId = part<string>(answer, 'id');
    const copies = async (what: string) => part<object[]>(await team.get(`${what}?eventId=${eventId}`), 'items');
    expect(await copies('invitation-templates')).toMatchObject([{ ...words, eventId, version: 1 }]);
    expect(await copies('reminder-rules')).toMatchObject([
      { daysBefore: 3, at: '10:00' },
      { daysBefore: 14, at: '10:00' },
    ]);
    expect((await copies('audit')).map((one) => (one as { kind: string }).kind).toSorted()).toEqual([
      'event.made',
      'invitation-template.made',
      'reminder-rule.made',
      'reminder-rule.made',
    ]);
  });

  it('can have many sessions', async () => {
    const of = await event({ venue: { safeNumber: 100_000 } });
    await app.database.reader.query(
      `INSERT INTO sessions (id, event_id, starts_at, ends_at, admission_opens_at, admission_closes_at, capacity,
                             status, created_at, updated_at)
       SELECT gen_random_uuid(), $1, at, at + interval '20 minutes', at, at + interval '20 minutes', 5,
              'scheduled', now(), now()
       FROM generate_series(timestamptz '2055-06-01T06:00Z', '2055-06-10T06:00Z', interval '30 minutes') AS at`,
      [of.id],
    );
    await app.database.reader.query(
      `INSERT INTO pools (id, event_id, session_id, name, audience, places, created_at, updated_at)
       SELECT gen_random_uuid(), event_id, id, 'Public', 'public', 5, now(), now() FROM sessions WHERE event_id = $1`,
      [of.id],
    );
    const answer = await clone(of, { year: 2056 });
    expect(sessionsOf(answer)).toHaveLength(433);
    expect((await team.get(`events/${String(answer.body['id'])}`)).body).toMatchObject({
      sessions: { scheduled: 433 },
    });
    expect(await app.faults()).toEqual([]);
  });

  it('can be one without sessions, by its weekday alone', async () => {
    const of = await event({ registrationOpensAt: london('2055-01-10T09:00') });
    expect((await clone(of, { year: 2056 })).body).toMatchObject({ movedByDays: 364, sessions: [] });
    const answer = await clone(of, { year: 2057, dateRule: 'week of 7 July' });
    expect(faultsOf(answer)).toMatchObject([{ pointer: '/dateRule', code: 'no_session' }]);
  });

  it('is noted as made, with what it was copied from', async () => {
    const of = await weekend();
    const id = part<string>(await clone(of, { year: 2056 }), 'id');
    expect(part<object[]>(await team.get(`audit?subjectId=${id}`), 'items')).toMatchObject([
      { kind: 'event.made', eventId: id, changed: { clonedFrom: { from: null, to: of.id }, sessions: { to: 2 } } },
    ]);
  });
});

describe('a preview of a copy', () => {
  it('answers what would be made, and makes nothing', async () => {
    const of = await weekend();
    const wish = { year: 2056, dateRule: 'second weekend of June' };
    const headers = { 'idempotency-key': `preview-${of.id}` };
    const shown = await team.post(`events/${of.id}/clone?preview=true`, wish, headers);
    expect([shown.status, shown.body['id']]).toEqual([200, null]);
    const { slug } = shown.body;
    expect(part<object[]>(await team.get(`events?q=${String(slug)}`), 'items')).toEqual([]);
    const cloned = await team.post(`events/${of.id}/clone?preview=false`, wish, headers);
    expect([cloned.status, { ...cloned.body, id: null }]).toEqual([201, shown.body]);
    expect(cloned.headers.get('idempotency-replayed')).toBeNull();
    const trail = part<object[]>(await team.get(`audit?eventId=${String(cloned.body['id'])}`), 'items');
    expect(trail).toHaveLength(1);
  });

  it('is refused what the copy would be refused', async () => {
    const of = await weekend();
    await clone(of, { year: 2056 });
    expectProblem(await clone(of, { year: 2056 }, '?preview=true'), 409, 'slug_taken');
  });
});

describe('no copy is made', () => {
  it('at a time that does not exist', async () => {
    const of = await event();
    await session(of, '2055-03-27T01:30', '2055-03-27T04:00');
    const answer = await clone(of, { year: 2056, dateRule: 'last Sunday of March' });
    expectProblem(answer, 422, 'invalid_input');
    expect(faultsOf(answer)[0]).toEqual({
      pointer: '/dateRule',
      code: 'time_does_not_exist',
      detail: '2056-03-26T01:30:00 does not exist in Europe/London: the clocks go forward over it.',
    });
  });

  it('that would end before it begins', async () => {
    const of = await event();
    const [startsAt, endsAt] = [new Date('2055-10-31T00:50:00Z'), new Date('2055-10-31T01:10:00Z')];
    await app.make.session(of, { startsAt, endsAt });
    expect(faultsOf(await clone(of, { year: 2056, dateRule: 'second Sunday of June' }))).toMatchObject([
      { pointer: '/dateRule', code: 'times_out_of_order' },
    ]);
  });

  it.each([
    [{}, '/year'],
    [{ year: 56 }, '/year'],
    [{ year: 2056.5 }, '/year'],
    [{ year: 2056, dateRule: 'some day in June' }, '/dateRule'],
    [{ year: 2056, dateRule: 'fifth Sunday of June' }, '/dateRule'],
    [{ year: 2055, dateRule: 'week of 29 February' }, '/dateRule'],
    [{ year: 2056, status: 'published' }, '/status'],
  ])('by %j', async (wish, pointer) => {
    const answer = await clone(await weekend(), wish);
    expectProblem(answer, 422, 'invalid_input');
    expect(faultsOf(answer).map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('of what there is not, with a preview that is neither true nor false, or by who may not plan everything', async () => {
    const of = await weekend();
    expectProblem(await team.post('events/x/clone', { year: 2056 }), 404, 'not_found');
    expectProblem(await clone(of, { year: 2056 }, '?preview=maybe'), 422, 'invalid_input');
    const one = await Team.as(app, { scopes: ['programme:write'], eventIds: [of.id] });
    expectProblem(await one.post(`events/${of.id}/clone`, { year: 2056 }), 403, 'forbidden');
  });
});

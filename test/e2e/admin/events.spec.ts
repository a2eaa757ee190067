import { newId } from '#kernel';
import { type Event } from '#programme';
import { expectProblem } from '../../support/problems.js';
import { Holder, part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let hung: Pick<Event, 'programmeId' | 'venueId'>;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
  const { programmeId, venueId } = await app.make.event();
  hung = { programmeId, venueId };
});
afterAll(() => app[Symbol.asyncDispose]());

const wish = (more: object = {}) => ({ ...hung, slug: `open-${newId()}`, title: 'The garden in June', ...more });
const make = async (more: object = {}) => {
  const answer = await team.post('events', wish(more));
  expect([answer.status, answer.body['errors']]).toEqual([201, undefined]);
  return answer;
};
const at = (answer: Answer) => `events/${part<string>(answer, 'id')}`;
const errorsOf = (answer: Answer) => part<{ pointer: string; code: string }[]>(answer, 'errors');
const codesOf = (answer: Answer) => errorsOf(answer).map(({ pointer, code }) => `${pointer} ${code}`);
const contact = { email: 'garden@example.org', phone: null };

/** A draft that could be published. */
async function ready(more: Partial<Event> = {}) {
  const event = await app.make.event({ status: 'draft', ...more });
  return { event, session: await app.make.session(event), path: `events/${event.id}` };
}

describe('a new event', () => {
  it('is a draft with little more than a title', async () => {
    const answer = await make();
    expect(answer.body).toMatchObject({
      ...{ status: 'draft', version: 1, summary: '', speakers: [], partyLimit: 6 },
      contact: { email: null, phone: null },
      sessions: { scheduled: 0, cancelled: 0, firstStartsAt: null, lastEndsAt: null },
      programme: { name: 'Open Squares Weekend' },
      venue: { timeZone: 'Europe/London' },
    });
    expect((await team.get(at(answer))).body).toEqual(answer.body);
  });

  it('holds whatever is said of it', async () => {
    const said = {
      ...{ summary: 'One.', story: 'Two.\n\nThree.', drawing: 'poppy', confirmation: 'by-email', partyLimit: 4 },
      ...{ oneRegistrationPer: 'event', changesCloseMinutes: 60, cancellationsCloseMinutes: 30 },
      speakers: [
        { name: 'B', role: 'Second', biography: 'Long.' },
        { name: 'A', role: 'First', biography: '' },
      ],
      ...{ contact, arrival: 'Gates.', accessHelp: 'Ring.', consentText: 'You may write.', consentRequired: true },
      registrationClosesAt: '2099-06-12T11:00:00.000Z',
    };
    const answer = await make({ ...said, registrationOpensAt: '2027-01-10T10:00:00+01:00' });
    expect(answer.body).toMatchObject({ ...said, registrationOpensAt: '2027-01-10T09:00:00.000Z' });
  });

  it('is made once by the same request sent twice', async () => {
    const [body, headers] = [wish(), { 'idempotency-key': 'event' }];
    const [first, second] = [await team.post('events', body, headers), await team.post('events', body, headers)];
    expect([second.status, second.body, second.headers.get('etag')]).toEqual([
      201,
      first.body,
      first.headers.get('etag'),
    ]);
  });

  it('hangs on a programme and a venue that there are', async () => {
    const answer = await team.post('events', wish({ programmeId: hung.venueId, venueId: newId() }));
    expectProblem(answer, 422, 'invalid_input');
    expect(codesOf(answer)).toEqual(['/programmeId unknown_programme', '/venueId unknown_venue']);
  });

  it('makes sense as a whole', async () => {
    const answer = await team.post(
      'events',
      wish({
        registrationOpensAt: '2027-02-01T09:00:00Z',
        registrationClosesAt: '2027-02-01T10:00:00+01:00',
        consentRequired: true,
      }),
    );
    expect(codesOf(answer)).toEqual([
      '/registrationClosesAt closes_before_it_opens',
      '/consentText consent_without_text',
    ]);
  });

  it.each([
    [{ id: 'x' }, '/id'],
    [{ status: 'published' }, '/status'],
    [{ version: 9 }, '/version'],
    [{ sessions: {} }, '/sessions'],
    [{ contact: { email: 'a@example.org', name: 'A' } }, '/contact/name'],
    [{ speakers: [{ name: 'A', role: 'B', id: 'x' }] }, '/speakers/0/id'],
    [{ registrationOpensAt: '2027-06-12T10:30' }, '/registrationOpensAt'],
    [{ registrationOpensAt: '0001-01-01T00:00:00Z' }, '/registrationOpensAt'],
    [{ title: 'Two\r\nlines' }, '/title'],
    [{ partyLimit: 101 }, '/partyLimit'],
    [{ slug: 'Not a slug' }, '/slug'],
    [{ contact: { email: 'nowhere' } }, '/contact/email'],
  ])('takes no %j', async (more, pointer) => {
    const answer = await team.post('events', wish(more));
    expectProblem(answer, 422, 'invalid_input');
    expect(errorsOf(answer).map((error) => error.pointer)).toEqual([pointer]);
  });

  it('is made by who may plan everything', async () => {
    const { event } = await ready();
    const one = await Team.as(app, { scopes: ['programme:write'], eventIds: [event.id] });
    expectProblem(await one.post('events', wish()), 403, 'forbidden');
  });
});

describe('the list of events', () => {
  const ids = async (query: string) =>
    part<{ id: string }[]>(await team.get(`events?${query}`), 'items').map(({ id }) => id);

  it('can be those of a programme, of a venue, of a status, or with some letters', async () => {
    const event = await app.make.event({ title: '100% Roses_', status: 'cancelled' });
    for (const query of [
      `programmeId=${event.programmeId}`,
      `venueId=${event.venueId.toUpperCase()}`,
      'q=0%25 rOSES_',
      `q=${event.slug}`,
      `status=cancelled&programmeId=${event.programmeId}`,
    ]) {
      expect([query, await ids(query)]).toEqual([query, [event.id]]);
    }
    expect(await ids(`status=draft&programmeId=${event.programmeId}`)).toEqual([]);
    expect(await ids('q=%25')).toEqual([event.id]);
    expectProblem(await team.get('events?status=over'), 422, 'invalid_input');
  });

  it('counts sessions and says from when to when they are', async () => {
    const { event, session } = await ready();
    const [, cancelled] = [await app.make.session(event), await app.make.session(event)];
    await app.database.reader.query("UPDATE sessions SET status = 'cancelled', ends_at = '2199-01-01' WHERE id = $1", [
      cancelled.id,
    ]);
    expect((await team.get(`events/${event.id}`)).body['sessions']).toEqual({
      ...{ scheduled: 2, cancelled: 1 },
      firstStartsAt: session.startsAt.toISOString(),
      lastEndsAt: session.endsAt.toISOString(),
    });
  });
});

describe('an event', () => {
  it('is changed in what is said, by who has seen it as it is', async () => {
    const before = await make({ speakers: [{ name: 'A', role: 'First' }], contact, consentText: 'Yes?' });
    const change = {
      ...{ title: 'The garden in May', consentText: null, contact: { phone: '020 7946 0146' } },
      speakers: [
        { name: 'C', role: 'Third' },
        { name: 'A', role: 'First' },
      ],
    };
    const after = await team.change(at(before), change, before);
    expect([after.status, after.body]).toEqual([
      200,
      expect.objectContaining({
        ...{ version: 2, title: 'The garden in May', consentText: null, slug: before.body['slug'] },
        contact: { email: 'garden@example.org', phone: '020 7946 0146' },
        speakers: [
          { name: 'C', role: 'Third', biography: '' },
          { name: 'A', role: 'First', biography: '' },
        ],
      }),
    ]);
    expectProblem(await team.change(at(before), { title: 'Lost' }, before), 412, 'stale');
    expect((await team.change(at(before), {}, after)).body).toMatchObject({ speakers: [{ name: 'C' }, { name: 'A' }] });
  });

  it('still makes sense after a change', async () => {
    const made = await make({ registrationOpensAt: '2027-02-01T09:00:00Z' });
    const answer = await team.change(at(made), { registrationClosesAt: '2027-01-01T09:00:00Z' });
    expect(codesOf(answer)).toEqual(['/registrationClosesAt closes_before_it_opens']);
    expectProblem(await team.change(at(made), { consentRequired: true }), 422, 'invalid_input');
    expectProblem(await team.change(at(made), { venueId: newId() }), 422, 'invalid_input');
    expectProblem(await team.change(at(made), { status: 'cancelled' }), 422, 'invalid_input');
    const slug = part<string>(await make(), 'slug');
    expectProblem(await team.change(at(made), { slug }), 409, 'slug_taken');
  });

  it('goes to another venue only if that holds its sessions safely', async () => {
    const { event, path } = await ready({ status: 'published' });
    const small = await app.make.event({ venue: { safeNumber: 19 } });
    expectProblem(await team.change(path, { venueId: small.venueId }), 409, 'over_safe_number');
    expect((await team.get(path)).body).toMatchObject({ version: 1, venueId: event.venueId });
    expect((await team.change(path, { venueId: hung.venueId })).body).toMatchObject({ venueId: hung.venueId });
  });

  it('stays where people were told it is, and as often as they were told they may come', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event);
    const path = `events/${event.id}`;
    const holder = await Holder.in(app, session.id, { partySize: 2 });
    for (const change of [{ venueId: hung.venueId }, { oneRegistrationPer: 'event' }]) {
      expect(expectProblem(await team.change(path, change), 409, 'people_registered')).toMatchObject({ people: 2 });
    }
    const same = { venueId: event.venueId.toUpperCase(), oneRegistrationPer: 'session', title: 'New' };
    expect((await team.change(path, same)).status).toBe(200);
    await holder.cancel();
    expect((await team.change(path, { venueId: hung.venueId })).status).toBe(200);
  });

  it('is what people see once it is published, at once', async () => {
    const event = await app.make.event();
    await app.make.session(event);
    await team.change(`events/${event.id}`, { title: 'A new name', speakers: [{ name: 'Ada', role: 'Speaker' }] });
    expect((await app.get(`/api/v1/events/${event.slug}`)).body).toMatchObject({
      ...{ title: 'A new name', speakers: [{ name: 'Ada', role: 'Speaker', biography: '' }] },
    });
    expect((await app.get(`/events/${event.slug}`)).text).toContain('A new name');
  });

  it('is out of reach for who may only work on another', async () => {
    const [{ event: mine, path }, { event: other }] = [await ready(), await ready()];
    const one = await Team.as(app, { scopes: ['programme:read', 'programme:write'], eventIds: [mine.id] });
    const there = `events/${other.id}`;
    expect((await one.change(path, { title: 'Mine' })).status).toBe(200);
    expect(part<object[]>(await one.get('events'), 'items')).toHaveLength(1);
    for (const answer of [
      await one.get(there),
      await one.change(there, { title: 'Mine' }),
      await one.remove(there),
      await one.post(`${there}/publish`),
      await one.post(`${there}/unpublish`),
    ]) {
      expectProblem(answer, 404, 'not_found');
    }
    expect((await one.post(`${path}/publish`)).status).toBe(200);
  });
});

describe('a draft', () => {
  it('is seen by nobody outside the team', async () => {
    const { event, session } = await ready();
    const places = ['/api/v1/events?limit=200', '/', '/api/v1/events?programme='.concat(event.slug)];
    for (const place of places) expect((await app.get(place)).text).not.toContain(event.slug);
    expectProblem(await app.get(`/api/v1/events/${event.slug}`), 404, 'not_found');
    expect((await app.get(`/events/${event.slug}`)).status).toBe(404);
    expect((await app.get(`/events/${event.slug}/register/${session.id}`)).status).toBe(404);
    expectProblem(await app.register(session.id), 404, 'not_found');
  });

  it('is not where a party can move to', async () => {
    const { session } = await ready();
    const open = await app.make.session(await app.make.event());
    const holder = await Holder.in(app, open.id);
    expectProblem(await holder.move(session.id), 404, 'not_found');
  });

  it('is published when nothing is missing, and can be seen and registered for', async () => {
    const { event, session, path } = await ready();
    const answer = await team.post(`${path}/publish`);
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ status: 'published', version: 2 })]);
    expect((await app.get(`/api/v1/events/${event.slug}`)).status).toBe(200);
    expect((await app.register(session.id)).status).toBe(201);
    expectProblem(await team.post(`${path}/publish`), 409, 'event_not_draft');
  });

  it('is told everything that is missing at once', async () => {
    const made = await make();
    const bare = await team.post(`${at(made)}/publish`);
    expectProblem(bare, 409, 'not_ready_to_publish');
    expect(codesOf(bare)).toEqual(['/sessions no_session', '/contact/email no_contact']);

    const { event, path } = await ready({
      ...{
        contactEmail: '',
        registrationOpensAt: new Date('2020-01-01'),
        registrationClosesAt: new Date('2020-02-01'),
      },
    });
    await app.database.reader.query("UPDATE pools SET audience = 'staff' WHERE event_id = $1", [event.id]);
    expect(codesOf(await team.post(`${path}/publish`))).toEqual([
      '/sessions no_places',
      '/registrationClosesAt registration_closed',
      '/contact/email no_contact',
    ]);
  });

  it('is published with places for invited guests alone', async () => {
    const { event, path } = await ready();
    await app.database.reader.query("UPDATE pools SET audience = 'invited' WHERE event_id = $1", [event.id]);
    expect((await team.post(`${path}/publish`)).status).toBe(200);
  });

  it.each([
    [{ startsAt: new Date('2026-01-02T10:00:00Z') }, {}, ['/sessions sessions_over']],
    [{}, { registrationOpensAt: new Date('2199-01-01T00:00:00Z') }, ['/registrationOpensAt registration_never_opens']],
  ])('is not published if nobody could register: %j %j', async (times, more, codes) => {
    const event = await app.make.event({
      ...{ status: 'draft', registrationOpensAt: new Date('2025-01-01T09:00:00Z'), ...more },
    });
    await app.make.session(event, times);
    expect(codesOf(await team.post(`events/${event.id}/publish`))).toEqual(codes);
  });

  it('is taken away with its sessions and pools', async () => {
    const { event, path } = await ready();
    await app.make.session(event, { pools: [{ name: 'Press', places: 3, releasesAt: new Date('2099-01-01') }] });
    const seen = await team.get(path);
    await team.change(path, { title: 'Newer' });
    expectProblem(await team.remove(path, seen), 412, 'stale');
    expect((await team.remove(path)).status).toBe(204);
    expectProblem(await team.get(path), 404, 'not_found');
    const left = await app.database.reader.query('SELECT id FROM pools WHERE event_id = $1', [event.id]);
    expect(left).toEqual([]);
    expect(await app.faults()).toEqual([]);
  });

  it('stays if anybody was ever registered, and what is published stays in any case', async () => {
    const event = await app.make.event();
    const holder = await Holder.in(app, (await app.make.session(event)).id);
    const path = `events/${event.id}`;
    expectProblem(await team.remove(path), 409, 'event_not_draft');
    await holder.cancel();
    expect((await team.post(`${path}/unpublish`)).status).toBe(200);
    expectProblem(await team.remove(path), 409, 'in_use');
  });
});

describe('a published event', () => {
  it('becomes a draft again if nobody is registered', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event);
    const path = `events/${event.id}`;
    const holder = await Holder.in(app, session.id, { partySize: 3 });
    expect(expectProblem(await team.post(`${path}/unpublish`), 409, 'people_registered')).toMatchObject({ people: 3 });
    await holder.cancel();
    expect((await team.post(`${path}/unpublish`)).body).toMatchObject({ status: 'draft' });
    expectProblem(await app.get(`/api/v1/events/${event.slug}`), 404, 'not_found');
    // Who gave their places up before finds nothing any more, and nothing breaks.
    expect((await holder.view()).status).toBe(404);
    const token = holder.headers['authorization']!.replace('Manage ', '');
    expect((await app.get(`/manage/${token}`)).status).toBeLessThan(500);
    expectProblem(await team.post(`${path}/unpublish`), 409, 'event_not_published');
  });

  it('is never a draft with somebody in it, however close they come', async () => {
    for (let round = 0; round < 8; round++) {
      const event = await app.make.event();
      const session = await app.make.session(event);
      const [taken, back] = await Promise.all([app.register(session.id), team.post(`events/${event.id}/unpublish`)]);
      expect([
        [201, 409],
        [404, 200],
      ]).toContainEqual([taken.status, back.status]);
    }
    expect(await app.faults()).toEqual([]);
  });
});

it('everything done to an event is in the audit trail and in the feed of changes', async () => {
  const { event, path } = await ready();
  await team.change(path, { title: 'Renamed', partyLimit: 2, speakers: [{ name: 'A', role: 'B' }] });
  await team.post(`${path}/publish`);
  await team.post(`${path}/unpublish`);
  await team.remove(path);
  const trail = part<object[]>(await team.get(`audit?subjectId=${event.id}`), 'items');
  expect(trail).toMatchObject([
    { kind: 'event.removed', eventId: event.id },
    { kind: 'event.unpublished', changed: { status: { from: 'published', to: 'draft' } } },
    { kind: 'event.published', changed: { status: { from: 'draft', to: 'published' } } },
    {
      kind: 'event.changed',
      changed: {
        title: { from: event.title, to: 'Renamed' },
        partyLimit: { from: 6, to: 2 },
        speakers: { from: [], to: [{ name: 'A', role: 'B', biography: '' }] },
      },
    },
  ]);
  const made = await make();
  const feed = part<{ kind: string; subjectId: string }[]>(await team.get('changes?limit=200'), 'items');
  expect(feed).toContainEqual(expect.objectContaining({ kind: 'event.made', subjectId: made.body['id'] }));
});

import type { Event } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  event = await app.make.event({ venue: { safeNumber: 100 } });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const session = (change: object = {}) => ({
  eventId: event.id,
  startsAt: '2030-06-12T10:30:00+01:00',
  endsAt: '2030-06-12T11:00:00+01:00',
  capacity: 40,
  ...change,
});
const make = (change: object = {}) => team.post('sessions', session(change));
const at = (answer: Answer) => `sessions/${part<string>(answer, 'id')}`;
const pointersOf = (answer: Answer) => part<{ pointer: string }[]>(answer, 'errors').map(({ pointer }) => pointer);

describe('a session', () => {
  it('is made with one public pool for all of it if nothing else is said', async () => {
    const answer = await make();
    expect([answer.status, answer.body]).toEqual([
      201,
      expect.objectContaining({
        ...{ version: 1, capacity: 40, status: 'scheduled', state: 'open', title: null, timeZone: 'Europe/London' },
        ...{ startsAt: '2030-06-12T09:30:00.000Z', endsAt: '2030-06-12T10:00:00.000Z' },
        ...{ admissionOpensAt: '2030-06-12T09:30:00.000Z', admissionClosesAt: '2030-06-12T10:00:00.000Z' },
        pools: [expect.objectContaining({ name: 'Public', audience: 'public', places: 40, taken: 0, free: 40 })],
      }),
    ]);
    expect((await team.get(at(answer))).body).toEqual(answer.body);
    expect((await app.register(part(answer, 'id'))).status).toBe(201);
  });

  it('is made with the pools that it is to have, each released to where it says', async () => {
    const pools = [
      { name: 'Everybody', audience: 'public', places: 20 },
      { name: 'Press', audience: 'invited', places: 8, releasesAt: '2030-06-01T09:00:00Z' },
      { name: 'Team', audience: 'staff', places: 5, releasesAt: '2030-06-02T09:00:00Z', releasesTo: 'Everybody' },
    ];
    const made = part<{ id: string; name: string; releasesTo: string | null }[]>(await make({ pools }), 'pools');
    const [open] = made;
    expect(made.map(({ name, releasesTo }) => [name, releasesTo])).toEqual([
      ['Everybody', null],
      ['Press', open!.id],
      ['Team', open!.id],
    ]);
  });

  it('has no pools that hold more than it does, nor any that do not fit together', async () => {
    const open = { name: 'Public', audience: 'public', places: 30 };
    const press = { name: 'Press', audience: 'invited', places: 11 };
    expectProblem(await make({ pools: [open, press] }), 409, 'over_capacity');
    const wrong = [
      [[], '/pools'],
      [[open, { ...press, places: 5, name: 'Public' }], '/pools/1/name'],
      [[open, { ...press, places: 5, audience: 'public' }], '/pools/1/audience'],
      [[open, { ...press, places: 5, releasesTo: 'Public' }], '/pools/1/releasesAt'],
      [[{ ...open, private: true }], '/pools/0/private'],
      [[{ ...open, taken: 3 }], '/pools/0/taken'],
    ] as const;
    for (const [pools, pointer] of wrong) {
      const answer = await make({ pools });
      expectProblem(answer, 422, 'invalid_input');
      expect(pointersOf(answer)).toEqual([pointer]);
    }
    const nowhere = { ...press, places: 5, releasesAt: '2030-06-01T09:00:00Z', releasesTo: 'Nobody' };
    expectProblem(await make({ pools: [open, nowhere] }), 409, 'nowhere_to_release');
    expect(await app.database.reader.query('SELECT FROM sessions WHERE event_id = $1', [event.id])).toEqual([]);
  });

  it('has times that make sense', async () => {
    const wrong = [
      { endsAt: '2030-06-12T10:30:00+01:00' },
      { admissionOpensAt: '2030-06-12T10:31:00+01:00' },
      { admissionOpensAt: '2030-06-12T10:00:00+01:00', admissionClosesAt: '2030-06-12T10:00:00+01:00' },
      { startsAt: '2030-06-12T10:30:00' },
      { startsAt: '9999-06-12T10:30:00Z' },
      { capacity: -1 },
      { capacity: 1.5 },
      { status: 'cancelled' },
    ];
    for (const change of wrong) expectProblem(await make(change), 422, 'invalid_input');
  });

  it('is made by the same request once', async () => {
    const headers = { 'idempotency-key': 'one session' };
    const [first, second] = [
      await team.post('sessions', session(), headers),
      await team.post('sessions', session(), headers),
    ];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(part<object[]>(await team.get(`sessions?eventId=${event.id}`), 'items')).toHaveLength(1);
  });

  it('needs an event that is there, in reach and not cancelled', async () => {
    expectProblem(await make({ eventId: '00000000-0000-7000-8000-000000000000' }), 404, 'not_found');
    const other = await app.make.event();
    const elsewhere = await Team.as(app, { role: 'manager', eventIds: [other.id] });
    expectProblem(await elsewhere.post('sessions', session()), 404, 'not_found');
    const cancelled = await app.make.event({ status: 'cancelled' });
    expectProblem(await make({ eventId: cancelled.id }), 409, 'event_cancelled');
  });
});

describe('the safe number', () => {
  it('holds for sessions at one time', async () => {
    await make({ capacity: 61 });
    expectProblem(await make({ capacity: 40 }), 409, 'over_safe_number');
    expect((await make({ capacity: 39 })).status).toBe(201);
    const later = { startsAt: '2030-06-12T11:00:00+01:00', endsAt: '2030-06-12T12:00:00+01:00', capacity: 100 };
    expect((await make(later)).status).toBe(201);
  });

  it('is passed by owners alone, and with a reason', async () => {
    const safeNumberOverride = 'The east gate is open too.';
    const manager = await Team.as(app, 'manager');
    expectProblem(await manager.post('sessions', session({ capacity: 120, safeNumberOverride })), 403, 'forbidden');
    expectProblem(await make({ capacity: 120, safeNumberOverride: '' }), 422, 'invalid_input');
    const made = await make({ capacity: 120, safeNumberOverride });
    expect([made.status, part(made, 'safeNumberOverride')]).toEqual([201, safeNumberOverride]);
    expectProblem(await manager.change(at(made), { capacity: 130 }), 403, 'forbidden');
    expect((await manager.change(at(made), { capacity: 110 })).status).toBe(200);
    expectProblem(await team.change(at(made), { safeNumberOverride: null }), 409, 'over_safe_number');
    expect((await manager.change(at(made), { safeNumberOverride: null, capacity: 100 })).status).toBe(200);
    expectProblem(await manager.change(at(made), { safeNumberOverride }), 403, 'forbidden');
  });
});

describe('a change', () => {
  it('is of what the caller has seen', async () => {
    const before = await make();
    const after = await team.change(at(before), { title: 'With a guide', room: 'Court' }, before);
    expect([after.status, after.body]).toEqual([
      200,
      expect.objectContaining({ version: 2, title: 'With a guide', room: 'Court' }),
    ]);
    expectProblem(await team.change(at(before), { title: null }, before), 412, 'stale');
    expect((await team.change(at(before), { title: null }, after)).status).toBe(200);
  });

  it('of the capacity takes free public places away, and never anybody’s', async () => {
    const pools = [
      { name: 'Public', audience: 'public', places: 30 },
      { name: 'Press', audience: 'invited', places: 10 },
    ];
    const made = await make({ pools });
    await Holder.in(app, part(made, 'id'), { partySize: 6 });
    const smaller = await team.change(at(made), { capacity: 25 }, made);
    expect(part(smaller, 'pools')).toMatchObject([
      { name: 'Public', places: 15, taken: 6 },
      { name: 'Press', places: 10 },
    ]);
    expectProblem(await team.change(at(made), { capacity: 15 }), 409, 'over_capacity');
    const refused = expectProblem(await team.change(at(made), { capacity: 4 }), 409, 'capacity_below_taken');
    expect(refused).toMatchObject({ by: 2 });
    const larger = await team.change(at(made), { capacity: 50 });
    expect(larger.body).toMatchObject({ capacity: 50, pools: [{ places: 15 }, { places: 10 }] });
    expectProblem(await team.change(at(made), { capacity: 101 }), 409, 'over_safe_number');
  });

  it('of what people have to know goes by rescheduling once somebody is registered', async () => {
    const made = await make();
    expect((await team.change(at(made), { admissionOpensAt: '2030-06-12T09:00:00Z', room: 'Court' })).status).toBe(200);
    await Holder.in(app, part(made, 'id'), { partySize: 3 });
    for (const change of [{ room: 'Hall' }, { admissionClosesAt: '2030-06-12T09:45:00Z' }]) {
      expect(expectProblem(await team.change(at(made), change), 409, 'people_to_tell')).toMatchObject({ people: 3 });
    }
    expect((await team.change(at(made), { room: 'Court', title: 'A walk' })).status).toBe(200);
  });

  it('touches nothing but what may be changed here', async () => {
    const made = await make();
    const change = { id: 'x', startsAt: '2030-06-12T10:00:00Z', status: 'cancelled', taken: 0, version: 9 };
    const answer = await team.change(at(made), change);
    expect(pointersOf(answer).sort()).toEqual(['/id', '/startsAt', '/status', '/taken', '/version']);
  });
});

describe('a session that goes', () => {
  it('goes with its pools if nobody was ever registered', async () => {
    const [used, unused] = [await make(), await make()];
    await (await Holder.in(app, part(used, 'id'))).cancel();
    expectProblem(await team.remove(at(used)), 409, 'in_use');
    expectProblem(await team.remove(at(unused), { ...unused, headers: new Headers({ etag: '"7.x"' }) }), 412, 'stale');
    expect((await team.remove(at(unused), unused)).status).toBe(204);
    expectProblem(await team.get(at(unused)), 404, 'not_found');
    expect((await team.get(at(used))).status).toBe(200);
  });
});

describe('the list of sessions', () => {
  it('can be those of a time or a state', async () => {
    const day = (date: string) => ({ startsAt: `${date}T10:00:00Z`, endsAt: `${date}T11:00:00Z` });
    const made: Answer[] = [];
    for (const date of ['2030-07-01', '2030-07-02', '2030-07-03']) made.push(await make(day(date)));
    const ids = made.map((one) => part<string>(one, 'id'));
    await app.database.reader.query("UPDATE sessions SET status = 'cancelled' WHERE id = $1", [ids[2]]);
    const found = async (query: string) => {
      const answer = await team.get(`sessions?eventId=${event.id}&${query}`);
      return part<{ id: string }[]>(answer, 'items').map(({ id }) => ids.indexOf(id));
    };
    expect(await found('from=2030-07-01T11:00:00Z')).toEqual([1, 2]);
    expect(await found('to=2030-07-02T10:00:00Z')).toEqual([0]);
    expect(await found('from=2030-07-02T00:00:00Z&to=2030-07-03T00:00:00Z')).toEqual([1]);
    expect(await found('status=cancelled')).toEqual([2]);
    expect(await found('status=scheduled&limit=1')).toEqual([0]);
    expectProblem(await team.get('sessions?status=over'), 422, 'invalid_input');
    expectProblem(await team.get('sessions?from=yesterday'), 422, 'invalid_input');
  });

  it('and what is done to them are for those in reach', async () => {
    const made = await make();
    const other = await app.make.event();
    const elsewhere = await Team.as(app, { role: 'manager', eventIds: [other.id] });
    expect(part(await elsewhere.get('sessions'), 'items')).toEqual([]);
    expectProblem(await elsewhere.get(at(made)), 404, 'not_found');
    expectProblem(await elsewhere.change(at(made), { title: 'Mine' }), 404, 'not_found');
    expectProblem(await elsewhere.remove(at(made)), 404, 'not_found');
    const viewer = await Team.as(app, 'viewer');
    expectProblem(await viewer.change(at(made), { title: 'Mine' }), 403, 'forbidden');
  });

  it('leaves everything that is done to them in the audit trail', async () => {
    const made = await make();
    await team.change(at(made), { capacity: 30 });
    await team.remove(at(made));
    const trail = await team.get(`audit?subjectId=${part<string>(made, 'id')}`);
    expect(part<object[]>(trail, 'items')).toMatchObject([
      { kind: 'session.removed', changed: { capacity: { from: 30, to: null } } },
      { kind: 'session.changed', changed: { capacity: { from: 40, to: 30 } } },
      {
        kind: 'session.made',
        eventId: event.id,
        changed: { startsAt: { from: null, to: '2030-06-12T09:30:00.000Z' } },
      },
    ]);
    const pool = part<{ id: string }[]>(made, 'pools')[0]!;
    const ofPool = part<object[]>(await team.get(`audit?subjectId=${pool.id}`), 'items');
    expect(ofPool).toMatchObject([
      { kind: 'pool.changed', changed: { places: { from: 40, to: 30 } } },
      { kind: 'pool.made', changed: { places: { from: null, to: 40 } } },
    ]);
  });
});

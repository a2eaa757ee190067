import { PoolRelease } from '#admission';
import type { Event, Session } from '#programme';
import { available, Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  event = await app.make.event();
  session = await app.make.session(event, { capacity: 40, places: 20 });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

interface PoolPart {
  readonly id: string;
  readonly name: string | null;
}
const press = (change: object = {}) => ({
  ...{ sessionId: session.id, name: 'Press', audience: 'invited', places: 10 },
  ...change,
});
const make = (change: object = {}) => team.post('pools', press(change));
const at = (answer: Answer) => `pools/${part<string>(answer, 'id')}`;
const pools = async (of = session) => part<PoolPart[]>(await team.get(`pools?sessionId=${of.id}`), 'items');
const openPool = async () => `pools/${(await pools())[0]!.id}`;

describe('a pool', () => {
  it('is made, read and listed', async () => {
    const answer = await make();
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        ...{ id: expect.any(String), version: 1, eventId: event.id, sessionId: session.id, name: 'Press' },
        ...{ audience: 'invited', private: false, ownerId: null, ownerName: null, places: 10, taken: 0, free: 10 },
        ...{ access: 'invitation', code: null, codeLimit: null },
        ...{ releasesAt: null, releasesTo: null, releasedAt: null },
      },
    ]);
    expect((await team.get(at(answer))).body).toEqual(answer.body);
    expect(await pools()).toEqual([expect.objectContaining({ name: 'Public' }), answer.body]);
    expect(part(await team.get(`pools?eventId=${event.id}&limit=1`), 'nextCursor')).not.toBeNull();
  });

  it('takes of the session what no other has, and no more', async () => {
    expectProblem(await make({ places: 21 }), 409, 'over_capacity');
    expect((await make({ places: 20 })).status).toBe(201);
    expectProblem(await make({ places: 1 }), 409, 'over_capacity');
    expect((await make({ places: 0 })).status).toBe(201);
  });

  it('of public places is there once', async () => {
    expectProblem(await make({ audience: 'public' }), 409, 'second_public_pool');
  });

  it('is not made where nothing takes place', async () => {
    await app.database.reader.query("UPDATE sessions SET status = 'cancelled' WHERE id = $1", [session.id]);
    expectProblem(await make(), 409, 'session_cancelled');
    await app.database.reader.query("UPDATE events SET status = 'cancelled' WHERE id = $1", [event.id]);
    expectProblem(await make(), 409, 'event_cancelled');
    expectProblem(await make({ sessionId: event.id }), 404, 'not_found');
  });

  it('is refused by name of what is wrong in it', async () => {
    const wrong = [{ taken: 1 }, { id: session.id }, { places: -1 }, { audience: 'everybody' }, { name: '' }];
    for (const change of wrong) {
      const answer = await make(change);
      expectProblem(answer, 422, 'invalid_input');
      expect(part(answer, 'errors')).toMatchObject([{ pointer: `/${Object.keys(change)[0]}` }]);
    }
    expectProblem(await make({ audience: 'public', private: true }), 409, 'second_public_pool');
    expectProblem(await team.change(await openPool(), { private: true }), 422, 'invalid_input');
  });
});

describe('the size of a pool', () => {
  it('is changed by who has seen it, down to what is taken', async () => {
    const path = await openPool();
    await Holder.in(app, session.id, { partySize: 5 });
    const before = await team.get(path);
    expect(expectProblem(await team.change(path, { places: 3 }), 409, 'capacity_below_taken')).toMatchObject({ by: 2 });
    const after = await team.change(path, { places: 5 }, before);
    expect([after.status, after.body]).toEqual([
      200,
      expect.objectContaining({ version: 2, places: 5, taken: 5, free: 0 }),
    ]);
    expectProblem(await team.change(path, { places: 6 }, before), 412, 'stale');
    expectProblem(await app.register(session.id), 409, 'session_full');
    expectProblem(await team.change(path, { places: 41 }), 409, 'over_capacity');
    expect((await team.change(path, { places: 40, name: 'Everybody' }, after)).body).toMatchObject({
      ...{ version: 3, places: 40, name: 'Everybody' },
    });
    expect((await app.register(session.id)).status).toBe(201);
  });

  it('does not get stale because somebody registers', async () => {
    const path = await openPool();
    const before = await team.get(path);
    await Holder.in(app, session.id);
    expect((await team.get(path)).headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect((await team.change(path, { places: 7 }, before)).status).toBe(200);
  });
});

describe('a release', () => {
  it('has a date and a pool that takes the places', async () => {
    const releasesAt = '2030-06-01T09:00:00.000Z';
    const made = await make({ releasesAt });
    const [open] = await pools();
    expect(made.body).toMatchObject({ releasesAt, releasesTo: open!.id });
    const kept = await team.change(at(made), { releasesAt: null });
    expect(kept.body).toMatchObject({ releasesAt: null, releasesTo: null });
    expectProblem(await team.change(at(made), { releasesTo: open!.id }), 422, 'invalid_input');
    expect((await team.change(at(made), { releasesAt, releasesTo: open!.id })).status).toBe(200);
  });

  it('goes one step, to another pool of the same session', async () => {
    const releasesAt = '2030-06-01T09:00:00.000Z';
    const made = await make({ releasesAt });
    const id = part<string>(made, 'id');
    const other = await pools(await app.make.session(event));
    for (const releasesTo of [id, other[0]!.id, session.id]) {
      expectProblem(await team.change(at(made), { releasesTo }), 409, 'nowhere_to_release');
    }
    expectProblem(await make({ name: 'Team', places: 1, releasesAt, releasesTo: id }), 409, 'nowhere_to_release');
    const team2 = await make({ name: 'Team', places: 1 });
    expectProblem(await team.change(await openPool(), { releasesAt }), 409, 'nowhere_to_release');
    const passedOn = { releasesAt, releasesTo: part<string>(team2, 'id') };
    expectProblem(await team.change(await openPool(), passedOn), 409, 'nowhere_to_release');
  });

  it('is made at its date by the worker, who says so in the audit trail', async () => {
    const made = await make({ releasesAt: '2026-01-01T09:00:00Z' });
    expect(await app.service(PoolRelease).releaseDue()).toBe(1);
    expect(await pools()).toMatchObject([{ places: 30 }, { places: 0, releasedAt: expect.any(String) }]);
    const trail = await team.get(`audit?subjectId=${part<string>(made, 'id')}&limit=1`);
    expect(part(trail, 'items')).toMatchObject([
      { kind: 'pool.released', actor: { kind: 'worker' }, changed: { places: { from: 10, to: 0 } } },
    ]);
    expectProblem(await team.change(at(made), { releasesAt: null }), 409, 'already_released');
  });

  it('is made at once by the team, once, and nothing that is given back later stays behind', async () => {
    const made = await make();
    await app.database.reader.query('UPDATE pools SET places = 0 WHERE id = $1', [(await pools())[0]!.id]);
    expectProblem(await app.register(session.id), 409, 'session_full');
    const answer = await team.post(`${at(made)}/release`, { reason: 'They have told us.' });
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ places: 0, free: 0, releasedAt: expect.any(String) }),
    ]);
    expect(await available(app, event.slug, session.id)).toBe(10);
    expect((await team.post(`${at(made)}/release`)).body).toEqual(answer.body);
    expect(await available(app, event.slug, session.id)).toBe(10);
    const trail = part<object[]>(await team.get(`audit?subjectId=${part<string>(made, 'id')}`), 'items');
    expect(trail).toMatchObject([{ kind: 'pool.released', reason: 'They have told us.' }, { kind: 'pool.made' }]);
    expectProblem(await team.post(`${await openPool()}/release`), 409, 'nowhere_to_release');
  });
});

describe('a pool that goes', () => {
  it('goes if it was never used, is not the last, and takes nobody’s places', async () => {
    expectProblem(await team.remove(await openPool()), 409, 'last_pool');
    const made = await make({ releasesAt: '2030-06-01T09:00:00Z' });
    expectProblem(await team.remove(await openPool()), 409, 'in_use');
    await (await Holder.in(app, session.id)).cancel();
    await team.change(at(made), { releasesAt: null });
    expectProblem(await team.remove(await openPool()), 409, 'in_use');
    expectProblem(await team.remove(at(made), made), 412, 'stale');
    expect((await team.remove(at(made))).status).toBe(204);
    expectProblem(await team.get(at(made)), 404, 'not_found');
  });
});

describe('whom a pool is for', () => {
  it('is shown of a private one to those alone who may see it, and is not in the audit trail', async () => {
    const made = await make({ name: 'Families', private: true });
    expect(made.body).toMatchObject({ name: 'Families', audience: 'invited', private: true });
    const planner = await Team.as(app, { scopes: ['programme:read', 'programme:write', 'audit:read'] });
    for (const path of [at(made), `pools?sessionId=${session.id}`, `sessions/${session.id}/ledger`]) {
      expect((await planner.get(path)).text).not.toMatch(/Families/);
    }
    const resized = await planner.change(at(made), { places: 12 });
    expect(resized.body).toMatchObject({ name: null, audience: null, private: true, places: 12 });
    for (const change of [{ private: false }, { name: 'Press' }]) {
      expectProblem(await planner.change(at(made), change), 403, 'forbidden');
    }
    expect((await team.change(at(made), { name: 'Relatives' })).body).toMatchObject({ name: 'Relatives' });
    const trail = await team.get(`audit?eventId=${event.id}`);
    expect(trail.text).not.toMatch(/Families|Relatives|invited/);
    expect((await team.change(at(made), { private: false })).body).toMatchObject({ name: 'Relatives', private: false });
  });
});

describe('the pools of an event', () => {
  it('are for those in its reach', async () => {
    const made = await make();
    const other = await app.make.event();
    const elsewhere = await Team.as(app, { role: 'manager', eventIds: [other.id] });
    expect(part(await elsewhere.get('pools'), 'items')).toEqual([]);
    expectProblem(await elsewhere.get(at(made)), 404, 'not_found');
    expectProblem(await elsewhere.post('pools', press()), 404, 'not_found');
    expectProblem(await elsewhere.change(at(made), { places: 1 }), 404, 'not_found');
    expectProblem(await elsewhere.post(`${at(made)}/release`), 404, 'not_found');
    expectProblem(await elsewhere.remove(at(made)), 404, 'not_found');
  });
});

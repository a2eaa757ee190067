import { newId } from '#kernel';
import type { Event, Session } from '#programme';
import { part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { Teammate } from '../../support/teammate.js';
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

const idOf = (answer: Answer) => part<string>(answer, 'id');
const invited = async (name: string) => {
  const grants = [{ role: 'manager', eventIds: null }];
  return idOf(await team.post('staff', { name, email: `${newId()}@example.org`, grants }));
};
const press = (more: object) =>
  team.post('pools', { sessionId: session.id, name: 'Press', audience: 'invited', places: 5, ...more });
const ownedBy = async (ownerId: string) =>
  part<{ id: string }[]>(await team.get(`pools?ownerId=${ownerId}`), 'items').map(({ id }) => id);

describe('the owner of a pool', () => {
  it('is a person of the team, shown by name, and can be another or nobody', async () => {
    const [tom, ruth] = [await invited('Tom Rowan'), await invited('Ruth Ash')];
    const made = await press({ ownerId: tom });
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ ownerId: tom, ownerName: 'Tom Rowan' })]);
    const path = `pools/${idOf(made)}`;
    expect((await team.change(path, { places: 6 })).body).toMatchObject({ ownerName: 'Tom Rowan', places: 6 });
    expect((await team.change(path, { ownerId: ruth })).body).toMatchObject({ ownerId: ruth, ownerName: 'Ruth Ash' });
    const [deed] = part<object[]>(await team.get(`audit?subjectId=${idOf(made)}`), 'items');
    expect(deed).toMatchObject({ kind: 'pool.changed', changed: { ownerId: { from: tom, to: ruth } } });
    const shown = part<object[]>(await team.get(`sessions/${session.id}`), 'pools');
    expect(shown).toMatchObject([
      { ownerId: null, ownerName: null },
      { ownerId: ruth, ownerName: 'Ruth Ash' },
    ]);
    expect((await team.change(path, { ownerId: null })).body).toMatchObject({ ownerId: null, ownerName: null });
  });

  it('is found by a filter', async () => {
    const [tom, ruth] = [await invited('Tom Rowan'), await invited('Ruth Ash')];
    const [one, two] = [await press({ ownerId: tom }), await press({ ownerId: tom })];
    await press({ ownerId: ruth });
    expect(await ownedBy(tom)).toEqual([idOf(one), idOf(two)]);
    expect(await ownedBy(tom.toUpperCase())).toHaveLength(2);
    expect(await ownedBy(newId())).toEqual([]);
    expectProblem(await team.get('pools?ownerId=tom'), 422, 'invalid_input');
  });

  it('belongs to the team', async () => {
    const key = idOf(await team.post('api-keys', { name: 'A program', role: 'viewer' }));
    for (const ownerId of [newId(), key]) {
      const refused = await press({ ownerId });
      expectProblem(refused, 422, 'invalid_input');
      expect(part(refused, 'errors')).toMatchObject([{ pointer: '/ownerId', code: 'unknown_member' }]);
    }
    const made = await press({});
    expectProblem(await team.change(`pools/${idOf(made)}`, { ownerId: newId() }), 422, 'invalid_input');
    expect((await team.get(`pools/${idOf(made)}`)).body).toMatchObject({ version: 1, ownerId: null });
  });

  it('is named as a session is made, generated or copied', async () => {
    const ownerId = await invited('Tom Rowan');
    const pools = [
      { name: 'Public', audience: 'public', places: 20 },
      { name: 'Press', audience: 'invited', places: 5, ownerId },
    ];
    const times = { startsAt: '2030-06-12T10:00:00Z', endsAt: '2030-06-12T11:00:00Z' };
    const made = await team.post('sessions', { eventId: event.id, capacity: 25, ...times, pools });
    expect(part(made, 'pools')).toMatchObject([{ ownerId: null }, { ownerName: 'Tom Rowan' }]);
    const rule = {
      ...{ eventId: event.id, days: ['2030-06-13'], opens: '10:00', closes: '11:00', lengthMinutes: 30, capacity: 25 },
      pools,
    };
    expect((await team.post('sessions/generate', rule)).status).toBe(201);
    expect(await ownedBy(ownerId)).toHaveLength(3);
    expect((await team.post(`events/${event.id}/clone`, { year: 2031 })).status).toBe(201);
    expect(await ownedBy(ownerId)).toHaveLength(6);
    const unknown = [pools[0], { ...pools[1], ownerId: newId() }];
    const refused = await team.post('sessions', { eventId: event.id, capacity: 25, ...times, pools: unknown });
    expectProblem(refused, 422, 'invalid_input');
    expect(part(refused, 'errors')).toMatchObject([{ pointer: '/pools/1/ownerId', code: 'unknown_member' }]);
  });

  it('is nobody any more once they have left the team, and again if they come back', async () => {
    const owner = await Teammate.signedIn(app);
    const mate = await Teammate.signedIn(app, [{ role: 'manager', eventIds: null }]);
    const made = await press({ ownerId: mate.id });
    const path = `pools/${idOf(made)}`;
    expect((await owner.post(`staff/${mate.id}/disable`)).status).toBe(200);
    expect((await team.get(path)).body).toMatchObject({ ownerId: null, ownerName: null });
    expect(await ownedBy(mate.id)).toEqual([]);
    expect((await team.get(path)).headers.get('etag')).not.toBe(made.headers.get('etag'));
    expectProblem(await press({ ownerId: mate.id }), 422, 'invalid_input');
    expect((await owner.post(`staff/${mate.id}/enable`)).status).toBe(200);
    expect((await team.get(path)).body).toMatchObject({ ownerId: mate.id });
  });

  it('is nobody any more once their invitation to the team is withdrawn', async () => {
    const ownerId = await invited('Tom Rowan');
    const made = await press({ ownerId });
    expect((await team.remove(`staff/${ownerId}`)).status).toBe(204);
    expect((await team.get(`pools/${idOf(made)}`)).body).toMatchObject({ ownerId: null, ownerName: null });
  });
});

import { Admission, type LockedPool } from '#admission';
import type { Tx } from '#database';
import { newId } from '#kernel';
import type { Event, Session } from '#programme';
import { registerFor } from '../../support/desk.js';
import { part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

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
  const pools = [
    { name: 'Press', places: 6, releasesAt: new Date('2030-01-01T00:00:00Z') },
    { name: 'Families', places: 4, private: true },
  ];
  session = await app.make.session(event, { capacity: 30, pools });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

interface Report {
  readonly poolId: string;
  readonly name: string | null;
}
const poolsOf = async (of = session) =>
  part<{ id: string; name: string }[]>(await team.get(`pools?sessionId=${of.id}`), 'items');
const idOf = async (name: string, of = session) => (await poolsOf(of)).find((pool) => pool.name === name)!.id;
const report = async (name: string) => (await team.get(`pools/${await idOf(name)}/report`)).body;
const ofEvent = (query = '', as = team) => as.get(`events/${event.id}/pool-report?${query}`);
const items = async (query = '', as = team) => part<Report[]>(await ofEvent(query, as), 'items');

const come = async (name: string, partySize: number) => {
  const answer = await registerFor(team, session.id, { partySize, poolId: await idOf(name) });
  expect(answer.status).toBe(201);
  return part<string>(answer, 'id');
};

const invite = async (name: string, partySize: number) =>
  part<string>(
    await team.post('invitations', {
      ...{ sessionId: session.id, poolId: await idOf(name), name: 'Ada Birch', partySize },
      email: `${newId()}@example.org`,
    }),
    'id',
  );

describe('the report of a pool', () => {
  it('says how many places were planned, taken and promised, and are unused', async () => {
    await come('Press', 2);
    await invite('Press', 3);
    expect(await report('Press')).toEqual({
      ...{ poolId: await idOf('Press'), eventId: event.id, sessionId: session.id, sessionTitle: null },
      ...{ startsAt: session.startsAt.toISOString(), status: 'scheduled', name: 'Press', audience: 'invited' },
      ...{ private: false, ownerId: null, ownerName: null },
      ...{ planned: 6, received: 0, released: 0, places: 6 },
      ...{ taken: 2, offered: 0, invited: 3, promised: 3, declined: 0, unused: 4 },
      releasesAt: '2030-01-01T00:00:00.000Z',
      releasesTo: { poolId: await idOf('Public'), name: 'Public' },
      releasedAt: null,
    });
  });

  it('says what is offered to people who wait', async () => {
    const id = await idOf('Public');
    const within = (deed: (tx: Tx, admission: Admission, pool: LockedPool) => Promise<unknown>) =>
      app.database.transaction(async (tx) => {
        const admission = app.service(Admission);
        await deed(tx, admission, (await admission.lock(tx, [id])).get(id)!);
      });
    await within((tx, admission, pool) => admission.offer(tx, pool, 2));
    expect(await report('Public')).toMatchObject({ taken: 2, offered: 2, unused: 18 });
    await within((tx, admission, pool) => admission.endOffer(tx, pool, 2, 0));
    expect(await report('Public')).toMatchObject({ taken: 0, offered: 0, unused: 20 });
  });

  it('says what was released and to where, what is given back later included', async () => {
    const registration = await come('Press', 2);
    await team.post(`pools/${await idOf('Press')}/release`);
    expect(await report('Press')).toMatchObject({
      ...{ planned: 6, released: 4, places: 2, taken: 2, unused: 0, releasedAt: expect.any(String) },
      releasesTo: { name: 'Public' },
    });
    expect(await report('Public')).toMatchObject({ planned: 20, received: 4, places: 24, unused: 24 });
    await team.post(`registrations/${registration}/cancel`);
    expect(await report('Press')).toMatchObject({ planned: 6, released: 6, places: 0, taken: 0 });
    expect(await report('Public')).toMatchObject({ planned: 20, received: 6, places: 26 });
  });

  it('counts who declined an invitation, by whatever way, and not whose invitation was withdrawn', async () => {
    const [no, gaveUp, withdrawn] = [await invite('Press', 1), await invite('Press', 2), await invite('Press', 4)];
    await invite('Press', 1);
    await team.post(`invitations/${no}/decline`, { source: 'phone' });
    const accepted = await team.post(`invitations/${gaveUp}/accept`, { partySize: 2, source: 'letter' });
    await team.post(`invitations/${withdrawn}/withdraw`);
    expect(await report('Press')).toMatchObject({ invited: 4, taken: 2, promised: 1, declined: 1 });
    expect(accepted.status).toBe(200);
    const [{ registrationId }] = part<[{ registrationId: string }]>(
      await team.get(`invitations?poolId=${await idOf('Press')}&state=accepted`),
      'items',
    );
    await team.post(`registrations/${registrationId}/cancel`);
    expect(await report('Press')).toMatchObject({ invited: 4, taken: 0, promised: 1, declined: 3, unused: 6 });
    expect((await ofEvent()).body['totals']).toMatchObject({ pools: 3, invited: 4, declined: 3 });
  });

  it('does not say whom a private pool is for, and is hidden out of reach', async () => {
    const id = await idOf('Families');
    const viewer = await Team.as(app, 'viewer');
    const shown = await viewer.get(`pools/${id}/report`);
    expect(shown.body).toMatchObject({ name: null, audience: null, private: true, planned: 4 });
    expect((await ofEvent('', viewer)).text).not.toContain('Families');
    expect((await items('audience=invited', viewer)).map(({ name }) => name)).toEqual(['Press']);
    expect((await items('audience=invited')).map(({ name }) => name)).toEqual(['Press', 'Families']);
    const elsewhere = await Team.as(app, { role: 'owner', eventIds: [(await app.make.event()).id] });
    for (const path of [`pools/${id}/report`, `events/${event.id}/pool-report`]) {
      expectProblem(await elsewhere.get(path), 404, 'not_found');
    }
    expectProblem(await team.get(`pools/${newId()}/report`), 404, 'not_found');
  });
});

describe('the report of an event', () => {
  it('has the sums of all pools and of those of one name, without what is cancelled', async () => {
    await app.make.session(event, { capacity: 12, pools: [{ name: 'Press', places: 2 }] });
    const off = await app.make.session(event, { capacity: 9 });
    await team.post(`sessions/${off.id}/cancel`, { reason: 'Rain.' });
    await come('Press', 2);
    const { body } = await ofEvent();
    expect(body['totals']).toMatchObject({ pools: 5, planned: 42, places: 42, taken: 2, unused: 40 });
    expect(body['byName']).toMatchObject([
      { name: 'Public', pools: 2, planned: 30, taken: 0 },
      { name: 'Press', pools: 2, planned: 8, taken: 2, unused: 6 },
      { name: 'Families', pools: 1, planned: 4 },
    ]);
    expect(await items()).toHaveLength(6);
  });

  it('comes in pages and by filters, whose sums it has then', async () => {
    const other = await app.make.session(event, { capacity: 12, pools: [{ name: 'Press', places: 2 }] });
    const first = await ofEvent('limit=3');
    const cursor = part<string>(first, 'nextCursor');
    const second = await ofEvent(`limit=3&cursor=${cursor}`);
    expect(part(second, 'nextCursor')).toBeNull();
    const names = [first, second].flatMap((page) => part<Report[]>(page, 'items').map(({ name }) => name));
    expect(names).toEqual(['Public', 'Press', 'Families', 'Public', 'Press']);
    expect(second.body['totals']).toEqual(first.body['totals']);
    expect((await ofEvent(`sessionId=${other.id}`)).body['totals']).toMatchObject({ pools: 2, planned: 12 });
    expect((await ofEvent(`ownerId=${newId()}`)).body).toMatchObject({ totals: { pools: 0 }, byName: [], items: [] });
    expectProblem(await ofEvent('cursor=x'), 422, 'invalid_input');
    expectProblem(await ofEvent('audience=friends'), 422, 'invalid_input');
  });
});

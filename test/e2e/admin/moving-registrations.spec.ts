import { newId } from '#kernel';
import type { Event } from '#programme';
import { idOf, poolNamed, registerFor, trailOf } from '../../support/desk.js';
import { available, Holder } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

const DAY = 24 * 60 * 60_000;

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app, 'manager');
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const session = (capacity = 5) => app.make.session(event, { capacity });
const left = ({ id }: { id: string }) => available(app, event.slug, id);
const move = (id: string, body: object) => team.post(`registrations/${id}/move`, body);

describe('moving a party for its people', () => {
  it('takes the new places and gives back the old, and says why', async () => {
    const [from, to] = [await session(), await session()];
    const holder = await Holder.in(app, from.id, { partySize: 3 });
    const answer = await move(holder.id, { sessionId: to.id, reason: 'Their train is late.' });
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ sessionId: to.id, reference: holder.reference, version: 2 }),
    ]);
    expect([await left(from), await left(to)]).toEqual([5, 2]);
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'change' }]);
    const [entry] = await trailOf(team, holder.id);
    expect(entry).toMatchObject({ kind: 'registration.moved', reason: 'Their train is late.', actor: { kind: 'key' } });
  });

  it('is possible after registration has closed, until the session is over', async () => {
    const closed = await app.make.event({ registrationClosesAt: new Date(Date.now() + DAY), changesCloseMinutes: 9e4 });
    const [from, to] = [await app.make.session(closed), await app.make.session(closed)];
    const holder = await Holder.in(app, from.id);
    app.clock.travel({ days: 2 });
    expect((await holder.move(to.id)).body['code']).toBe('too_late');
    expect((await move(holder.id, { sessionId: to.id })).status).toBe(200);
    const over = await app.make.session(closed, {
      startsAt: new Date(Date.now() - 2 * DAY),
      endsAt: new Date(Date.now() - DAY),
    });
    expectProblem(await move(holder.id, { sessionId: over.id }), 409, 'session_over');
    app.clock.travel({ days: -2 });
  });

  it('to another pool of its session changes nothing for the party, which is not mailed', async () => {
    const here = await app.make.session(event, { capacity: 6, pools: [{ name: 'Press', places: 2 }] });
    const poolId = await poolNamed(team, here.id, 'Press');
    const holder = await Holder.in(app, here.id, { partySize: 2 });
    const answer = await move(holder.id, { sessionId: here.id, poolId });
    expect([answer.status, answer.body['poolId'], answer.body['version']]).toEqual([200, poolId, 2]);
    expect([await left(here), await holder.sequence(), (await holder.told()).length]).toEqual([4, 0, 1]);
    expectProblem(await move((await Holder.in(app, here.id)).id, { sessionId: here.id, poolId }), 409, 'session_full');
  });

  it('to where it is already changes nothing', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id);
    const before = await team.get(`registrations/${holder.id}`);
    expect((await move(holder.id, { sessionId: here.id })).text).toBe(before.text);
    expect(await trailOf(team, holder.id)).toEqual([]);
  });

  it('keeps the old places if there are too few, and names other sessions', async () => {
    const [from, to] = [await session(), await session(2)];
    const holder = await Holder.in(app, from.id, { partySize: 3 });
    const problem = expectProblem(await move(holder.id, { sessionId: to.id }), 409, 'session_full');
    expect(problem).toMatchObject({ available: 2, alternatives: expect.any(Array) as object });
    expect([await left(from), await left(to)]).toEqual([2, 2]);
  });

  it('tells nobody if that is wished, and nobody who has no address', async () => {
    const [from, to] = [await session(), await session()];
    const holder = await Holder.in(app, from.id);
    expect((await move(holder.id, { sessionId: to.id, tell: false })).status).toBe(200);
    expect(await holder.told()).toHaveLength(1);
    const id = idOf(await registerFor(team, from.id, { contact: { name: 'Ida' } }));
    expect((await move(id, { sessionId: to.id })).body).toMatchObject({ sessionId: to.id });
  });

  it('goes nowhere out of its event, to no pool of another session, and to no session that is cancelled', async () => {
    const [from, to] = [await session(), await session()];
    const { id } = await Holder.in(app, from.id);
    const foreign = await app.make.session(await app.make.event());
    const pool = await poolNamed(team, from.id, 'Public');
    for (const body of [{ sessionId: foreign.id }, { sessionId: newId() }, { sessionId: to.id, poolId: pool }]) {
      expectProblem(await move(id, body), 404, 'not_found');
    }
    await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [to.id]);
    expectProblem(await move(id, { sessionId: to.id }), 409, 'session_cancelled');
  });

  it('is for parties that are confirmed', async () => {
    const [from, to] = [await session(), await session()];
    const holder = await Holder.in(app, from.id);
    await holder.cancel();
    expectProblem(await move(holder.id, { sessionId: to.id }), 409, 'registration_cancelled');
  });
});

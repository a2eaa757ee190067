import type { Event } from '#programme';
import { idOf, poolNamed, registerFor, trailOf } from '../../support/desk.js';
import { available, Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

const overCapacity = { reason: 'She is to speak.' };

let app: TestApp;
let owner: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  owner = await Team.as(app, 'owner');
});
beforeEach(async () => {
  event = await app.make.event({ venue: { safeNumber: 6 } });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

/** A session of four places that are all taken. */
async function full() {
  const session = await app.make.session(event, { capacity: 4 });
  await Holder.in(app, session.id, { partySize: 4 });
  return session;
}

const capacityOf = async (sessionId: string) => {
  const answer = await owner.get(`sessions/${sessionId}`);
  const [pool] = part<{ places: number; taken: number }[]>(answer, 'pools');
  return { capacity: part<number>(answer, 'capacity'), places: pool!.places, taken: pool!.taken };
};

describe('going over the capacity', () => {
  it('takes nothing that came free for those who wait, and adds no more than who is let in', async () => {
    const session = await app.make.session(event, { capacity: 4 });
    await Holder.in(app, session.id, { partySize: 3 });
    await app.database.reader.query('UPDATE pools SET waited_for = true, promised = 2 WHERE session_id = $1', [
      session.id,
    ]);
    expect((await registerFor(owner, session.id, { overCapacity })).status).toBe(201);
    expect(await capacityOf(session.id)).toEqual({ capacity: 5, places: 5, taken: 4 });
    await app.database.reader.query('UPDATE pools SET waited_for = false, promised = 0 WHERE session_id = $1', [
      session.id,
    ]);
  });

  it('adds what is missing, for a reason that stays in the audit trail', async () => {
    const { id } = await full();
    const answer = await registerFor(owner, id, { partySize: 2, overCapacity });
    expect([answer.status, await capacityOf(id)]).toEqual([201, { capacity: 6, places: 6, taken: 6 }]);
    const reasons = [...(await trailOf(owner, idOf(answer))), ...(await trailOf(owner, id))];
    expect(reasons.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['registration.made', 'She is to speak.'],
      ['session.changed', 'She is to speak.'],
    ]);
  });

  it('goes up to the safe number of the venue, and no further', async () => {
    const { id } = await full();
    expectProblem(await registerFor(owner, id, { partySize: 3, overCapacity }), 409, 'over_safe_number');
    expect(await capacityOf(id)).toEqual({ capacity: 4, places: 4, taken: 4 });
  });

  it('is for owners, and for nobody without a reason', async () => {
    const { id } = await full();
    expectProblem(await registerFor(await Team.as(app, 'manager'), id, { overCapacity }), 403, 'forbidden');
    for (const wrong of [{}, { reason: '' }, { reason: ' ' }, true]) {
      expectProblem(await registerFor(owner, id, { overCapacity: wrong }), 422, 'invalid_input');
    }
    expectProblem(await registerFor(owner, id), 409, 'session_full');
  });

  it('takes what is free before it adds', async () => {
    const session = await app.make.session(event, { capacity: 4 });
    await Holder.in(app, session.id, { partySize: 3 });
    expect((await registerFor(owner, session.id, { partySize: 2, overCapacity })).status).toBe(201);
    expect(await capacityOf(session.id)).toEqual({ capacity: 5, places: 5, taken: 5 });
  });

  it('is possible for a party that grows, moves or comes back', async () => {
    const [one, { id: two }] = [await app.make.session(event, { capacity: 1 }), await full()];
    const { id } = await Holder.in(app, one.id);
    await app.database.reader.query(
      `UPDATE sessions SET starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day',
         admission_opens_at = admission_opens_at + interval '1 day',
         admission_closes_at = admission_closes_at + interval '1 day' WHERE id = $1`,
      [two],
    );
    expect((await owner.change(`registrations/${id}`, { partySize: 2, overCapacity })).body).toMatchObject({
      partySize: 2,
    });
    expect((await owner.post(`registrations/${id}/move`, { sessionId: two, overCapacity })).status).toBe(200);
    expect(await capacityOf(two)).toEqual({ capacity: 6, places: 6, taken: 6 });
    await owner.post(`registrations/${id}/cancel`);
    expect(await available(app, event.slug, two)).toBe(2);
    await Holder.in(app, two);
    expectProblem(await owner.post(`registrations/${id}/restore`), 409, 'session_full');
    expectProblem(await owner.post(`registrations/${id}/restore`, { overCapacity }), 409, 'over_safe_number');
  });

  it('leaves the other pools of the session alone', async () => {
    const session = await app.make.session(event, { capacity: 4, pools: [{ name: 'Press', places: 2 }] });
    const poolId = await poolNamed(owner, session.id, 'Press');
    expect((await registerFor(owner, session.id, { partySize: 3, poolId, overCapacity })).status).toBe(201);
    const pools = part<{ name: string; places: number; taken: number }[]>(
      await owner.get(`sessions/${session.id}`),
      'pools',
    );
    expect(pools).toMatchObject([
      { name: 'Public', places: 2, taken: 0 },
      { name: 'Press', places: 3, taken: 3 },
    ]);
  });
});

import { newId } from '#kernel';
import type { Event } from '#programme';
import { available, Holder, part } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const session = (capacity: number) => app.make.session(event, { capacity });
const left = ({ id }: { id: string }) => available(app, event.slug, id);

describe('moving', () => {
  it('takes the new places and gives back the old; reference, tickets and link stay', async () => {
    const [from, to] = [await session(5), await session(5)];
    const holder = await Holder.in(app, from.id, { partySize: 3 });
    const before = (await holder.view()).body;
    const answer = await holder.move(to.id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ sessionId: to.id, reference: before['reference'], places: before['places'] });
    expect([await left(from), await left(to)]).toEqual([5, 2]);
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'change' }]);
    expect(await holder.sequence()).toBe(1);
  });

  it('keeps the old places when the new session is full, and names others', async () => {
    const [from, to, third] = [await session(5), await session(2), await session(9)];
    const holder = await Holder.in(app, from.id, { partySize: 3 });
    const answer = await holder.move(to.id);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'session_full', available: 2, waitingList: false });
    const alternatives = part<{ sessionId: string }[]>(answer, 'alternatives');
    expect(alternatives.map(({ sessionId }) => sessionId)).toContain(third.id);
    expect([await left(from), await left(to)]).toEqual([2, 2]);
    expect(await holder.told()).toHaveLength(1);
  });

  it('to where the party is already changes nothing', async () => {
    const here = await session(1);
    const holder = await Holder.in(app, here.id);
    const before = (await holder.view()).text;
    const answer = await holder.move(here.id);
    expect([answer.status, answer.text]).toEqual([200, before]);
    expect([await left(here), await holder.sequence(), (await holder.told()).length]).toEqual([0, 0, 1]);
  });

  it('to a session of another event, or to none, is not found', async () => {
    const holder = await Holder.in(app, (await session(5)).id);
    const foreign = await app.make.session(await app.make.event());
    for (const id of [foreign.id, newId()]) {
      const answer = await holder.move(id);
      expect([answer.status, answer.body['code']]).toEqual([404, 'not_found']);
    }
  });

  it.each([
    ['session_cancelled', `UPDATE sessions SET status = 'cancelled' WHERE id = $1`],
    [
      'registration_closed',
      `UPDATE sessions SET starts_at = '2020-01-01', admission_opens_at = '2020-01-01' WHERE id = $1`,
    ],
  ])('to a session that takes nobody is refused with %s', async (code, sql) => {
    const [from, to] = [await session(5), await session(5)];
    const holder = await Holder.in(app, from.id);
    await app.database.reader.query(sql, [to.id]);
    const answer = await holder.move(to.id);
    expect([answer.status, answer.body['code']]).toEqual([409, code]);
  });

  it('out of a cancelled session is possible', async () => {
    const [from, to] = [await session(5), await session(5)];
    const holder = await Holder.in(app, from.id);
    await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [from.id]);
    expect((await holder.move(to.id)).body).toMatchObject({ sessionId: to.id });
  });

  it('to a session where the address has places is refused, and nobody is mailed', async () => {
    const [from, to] = [await session(5), await session(5)];
    const { email } = nextPerson();
    const [holder, other] = [await Holder.in(app, from.id, { email }), await Holder.in(app, to.id, { email })];
    const answer = await holder.move(to.id);
    expect([answer.status, answer.body['code']]).toEqual([409, 'already_registered']);
    expect([await left(from), await left(to), (await other.told()).length]).toEqual([4, 4, 1]);
  });

  it('of places that were given up is refused', async () => {
    const [from, to] = [await session(5), await session(5)];
    const holder = await Holder.in(app, from.id);
    await holder.cancel();
    expect((await holder.move(to.id)).body['code']).toBe('registration_cancelled');
  });

  it('crosswise and at once deadlocks nobody', async () => {
    const [one, two] = [await session(6), await session(6)];
    const there = await Promise.all(Array.from({ length: 3 }, () => Holder.in(app, one.id)));
    const back = await Promise.all(Array.from({ length: 3 }, () => Holder.in(app, two.id)));
    const moves = [...there.map((holder) => holder.move(two.id)), ...back.map((holder) => holder.move(one.id))];
    expect((await Promise.all(moves)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect([await left(one), await left(two)]).toEqual([3, 3]);
  });

  it.each(['x', '', null, 7, undefined])('to %j is no session', async (sessionId) => {
    const holder = await Holder.in(app, (await session(5)).id);
    const answer = await holder.move(sessionId as string);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ pointer: '/sessionId' }] });
  });
});

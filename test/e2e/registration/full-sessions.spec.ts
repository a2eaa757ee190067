import type { Event } from '#programme';
import { TestApp } from '../../support/test-app.js';

const HOUR = 60 * 60_000;
const NOON = new Date(Math.ceil(Date.now() / (24 * HOUR)) * 24 * HOUR + 20 * 24 * HOUR);
const at = (hours: number) => ({ startsAt: new Date(NOON.getTime() + hours * HOUR) });

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

describe('a session without enough places', () => {
  it('says how many are left, and that nobody can wait', async () => {
    const session = await app.make.session(event, { capacity: 3, ...at(0) });
    await app.register(session.id, { partySize: 2 });
    const answer = await app.register(session.id, { partySize: 2 });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'session_full', available: 1, waitingList: false });
    expect(answer.body.detail).toBe('There is 1 place left, not enough for your party.');
  });

  it('still takes a party that fits', async () => {
    const session = await app.make.session(event, { capacity: 3, ...at(0) });
    expect((await app.register(session.id, { partySize: 4 })).status).toBe(409);
    expect((await app.register(session.id, { partySize: 3 })).status).toBe(201);
    const full = await app.register(session.id);
    expect(full.body).toMatchObject({ available: 0, detail: 'All places are taken.' });
  });

  it('never gives the places of another pool', async () => {
    const session = await app.make.session(event, { capacity: 5, pools: [{ name: 'Press', places: 4 }], ...at(0) });
    expect((await app.register(session.id, { partySize: 2 })).body).toMatchObject({ available: 1 });
  });

  it('names the nearest other sessions that hold the party, at most five', async () => {
    const festival = await app.make.event();
    const full = await app.make.session(festival, { capacity: 1, ...at(0) });
    const make = (hours: number, more = {}) => app.make.session(festival, { capacity: 4, ...at(hours), ...more });
    const [far, near, before] = [await make(9), await make(1), await make(-2)];
    await make(2, { capacity: 1 });
    const gone = await make(3);
    await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [gone.id]);
    const { body } = await app.register(full.id, { partySize: 2 });
    expect(body['alternatives']).toEqual(
      [near, before, far].map(({ id, startsAt }) => ({
        sessionId: id,
        startsAt: startsAt.toISOString(),
        available: 4,
      })),
    );
    for (const hours of [10, 11, 12]) await make(hours);
    expect((await app.register(full.id, { partySize: 2 })).body['alternatives']).toHaveLength(5);
  });

  it('names no session of another event', async () => {
    const [one, other] = [await app.make.event(), await app.make.event()];
    const full = await app.make.session(one, { capacity: 1 });
    await app.make.session(other);
    expect((await app.register(full.id, { partySize: 2 })).body['alternatives']).toEqual([]);
  });

  it('asks for an invitation where no places are public', async () => {
    const session = await app.make.session(event, { capacity: 5, ...at(0) });
    await app.database.reader.query(`UPDATE pools SET audience = 'invited' WHERE session_id = $1`, [session.id]);
    const answer = await app.register(session.id);
    expect([answer.status, answer.body['code']]).toEqual([403, 'invitation_required']);
  });
});

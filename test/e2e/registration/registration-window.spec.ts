import { newId } from '#kernel';
import type { EventWishes } from '../../support/programme.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const inMinutes = (minutes: number) => new Date(app.clock.now().getTime() + minutes * 60_000);
const sql = (text: string, id: string) => app.database.reader.query(text, [id]);

async function sessionOf(wishes: EventWishes, startsIn = 24 * 60) {
  const event = await app.make.event(wishes);
  return { event, session: await app.make.session(event, { startsAt: inMinutes(startsIn) }) };
}

async function expectState(slug: string, state: string) {
  expect((await app.get(`/api/v1/events/${slug}`)).body).toMatchObject({ sessions: [{ state, available: 0 }] });
}

describe('registration', () => {
  it('is refused before it opens, with the time when it will', async () => {
    const registrationOpensAt = inMinutes(10);
    const { event, session } = await sessionOf({ registrationOpensAt });
    const early = await app.register(session.id);
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ code: 'not_yet_open', opensAt: registrationOpensAt.toISOString() });
    await expectState(event.slug, 'not_yet_open');
    app.clock.travel({ minutes: 10 });
    expect((await app.register(session.id)).status).toBe(201);
  });

  it('is refused after it closes', async () => {
    const { event, session } = await sessionOf({ registrationClosesAt: inMinutes(10) });
    expect((await app.register(session.id)).status).toBe(201);
    app.clock.travel({ minutes: 10 });
    const late = await app.register(session.id);
    expect([late.status, late.body['code']]).toEqual([409, 'registration_closed']);
    await expectState(event.slug, 'closed');
  });

  it('is refused once the session has begun', async () => {
    const { event, session } = await sessionOf({}, 10);
    expect((await app.register(session.id)).status).toBe(201);
    app.clock.travel({ minutes: 10 });
    expect((await app.register(session.id)).body['code']).toBe('registration_closed');
    await expectState(event.slug, 'closed');
  });

  it('is refused in a cancelled session', async () => {
    const { event, session } = await sessionOf({});
    await sql(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, session.id);
    const answer = await app.register(session.id);
    expect([answer.status, answer.body['code']]).toEqual([409, 'session_cancelled']);
    await expectState(event.slug, 'cancelled');
  });

  it('is refused in a cancelled event', async () => {
    const { event, session } = await sessionOf({});
    await sql(`UPDATE events SET status = 'cancelled' WHERE id = $1`, event.id);
    expect((await app.register(session.id)).body['code']).toBe('session_cancelled');
    await expectState(event.slug, 'cancelled');
  });

  it('does not know the sessions of a draft', async () => {
    const { event, session } = await sessionOf({ status: 'draft' });
    const answer = await app.register(session.id);
    expect([answer.status, answer.body['code']]).toEqual([404, 'not_found']);
    expect((await app.get(`/api/v1/events/${event.slug}`)).status).toBe(404);
  });

  it('does not know sessions that were never made', async () => {
    const answer = await app.register(newId());
    expect([answer.status, answer.body['code']]).toEqual([404, 'not_found']);
  });

  it('takes the id of a session in capital letters for the same', async () => {
    const { session } = await sessionOf({});
    const answer = await app.register(session.id.toUpperCase());
    expect([answer.status, answer.body['sessionId']]).toEqual([201, session.id]);
  });
});

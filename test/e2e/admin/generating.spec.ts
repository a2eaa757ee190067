import type { Event } from '#programme';
import { part } from '../../support/holder.js';
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
afterAll(() => app[Symbol.asyncDispose]());

const rule = (change: object = {}) => ({
  ...{ eventId: event.id, days: ['2030-06-12'], opens: '10:00', closes: '13:00' },
  ...{ lengthMinutes: 45, gapMinutes: 15, capacity: 30, ...change },
});
const generate = (change: object = {}, query = '') => team.post(`sessions/generate${query}`, rule(change));
const preview = (change: object = {}) => generate(change, '?preview=true');

interface Item {
  readonly id: string | null;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly admissionClosesAt: string;
  readonly localTime: string;
}
const items = (answer: Answer) => part<Item[]>(answer, 'items');
const starts = (answer: Answer) => items(answer).map(({ localTime }) => localTime.slice(-5));
const made = async () => part<Item[]>(await team.get(`sessions?eventId=${event.id}&limit=200`), 'items');

describe('a rule', () => {
  it('makes the timed entries of its days, with their pools', async () => {
    const pools = [
      { name: 'Public', audience: 'public', places: 25 },
      { name: 'Press', audience: 'invited', places: 5, releasesAt: '2030-06-01T09:00:00Z' },
    ];
    const answer = await generate({ days: ['2030-06-13', '2030-06-12'], pools });
    expect([answer.status, answer.body]).toEqual([
      201,
      expect.objectContaining({ preview: false, count: 6, capacity: 180, timeZone: 'Europe/London' }),
    ]);
    expect(items(answer)[0]).toEqual({
      id: expect.any(String),
      startsAt: '2030-06-12T09:00:00.000Z',
      endsAt: '2030-06-12T09:45:00.000Z',
      admissionOpensAt: '2030-06-12T09:00:00.000Z',
      admissionClosesAt: '2030-06-12T09:45:00.000Z',
      localTime: '2030-06-12T10:00',
      capacity: 30,
    });
    expect(items(answer).map(({ localTime }) => localTime)).toEqual([
      ...['2030-06-12T10:00', '2030-06-12T11:00', '2030-06-12T12:00'],
      ...['2030-06-13T10:00', '2030-06-13T11:00', '2030-06-13T12:00'],
    ]);
    const sessions = await made();
    expect(sessions.map(({ id }) => id)).toEqual(items(answer).map(({ id }) => id));
    for (const session of sessions) {
      const [open, press] = (session as unknown as { pools: { id: string }[] }).pools;
      expect(open).toMatchObject({ name: 'Public', places: 25 });
      expect(press).toMatchObject({ name: 'Press', places: 5, releasesTo: open!.id });
    }
    expect((await app.register(sessions[5]!.id!)).status).toBe(201);
  });

  it('is only shown by a preview, which answers the same', async () => {
    const shown = await preview();
    expect([shown.status, part(shown, 'preview'), part(shown, 'count')]).toEqual([200, true, 3]);
    expect(await made()).toEqual([]);
    expect(await app.database.reader.query('SELECT FROM audit_trail WHERE event_id = $1', [event.id])).toEqual([]);
    const done = items(await generate()).map((item) => ({ ...item, id: null }));
    expect(items(shown)).toEqual(done);
  });

  it('is not done by the key that its preview was sent with', async () => {
    const headers = { 'idempotency-key': `preview of ${event.id}` };
    expect((await team.post('sessions/generate?preview=true', rule(), headers)).status).toBe(200);
    const again = await team.post('sessions/generate?preview=true', rule(), headers);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expectProblem(await team.post('sessions/generate', rule(), headers), 422, 'idempotency_key_reused');
    expect(await made()).toEqual([]);
  });

  it('ends the last entry in time', async () => {
    expect(starts(await preview({ closes: '12:45' }))).toEqual(['10:00', '11:00', '12:00']);
    expect(starts(await preview({ closes: '12:44' }))).toEqual(['10:00', '11:00']);
    expect(starts(await preview({ closes: '10:45' }))).toEqual(['10:00']);
    expectProblem(await preview({ closes: '10:44' }), 422, 'invalid_input');
  });

  it('lets people arrive in a window and stay longer', async () => {
    const answer = await preview({ lengthMinutes: 120, admissionMinutes: 30, gapMinutes: 15, closes: '14:00' });
    expect(starts(answer)).toEqual(['10:00', '10:45', '11:30']);
    expect(items(answer)[1]).toMatchObject({
      ...{ startsAt: '2030-06-12T09:45:00.000Z', admissionClosesAt: '2030-06-12T10:15:00.000Z' },
      endsAt: '2030-06-12T11:45:00.000Z',
    });
    expectProblem(await preview({ admissionMinutes: 46 }), 422, 'invalid_input');
  });

  it('means the clock of the venue on every day, whatever it did that night', async () => {
    const days = ['2030-03-30', '2030-03-31', '2030-10-26', '2030-10-27'];
    const answer = await preview({ days, opens: '09:00', closes: '10:00' });
    expect(items(answer).map(({ startsAt }) => startsAt)).toEqual([
      ...['2030-03-30T09:00:00.000Z', '2030-03-31T08:00:00.000Z'],
      ...['2030-10-26T08:00:00.000Z', '2030-10-27T09:00:00.000Z'],
    ]);
    expect(starts(answer)).toEqual(['09:00', '09:00', '09:00', '09:00']);
  });

  it('refuses a time that the clocks leave out, and makes nothing', async () => {
    const answer = await generate({ days: ['2030-03-30', '2030-03-31'], opens: '00:30', closes: '03:00' });
    expectProblem(answer, 422, 'invalid_input');
    expect(part(answer, 'errors')).toMatchObject([
      {
        pointer: '/days',
        code: 'time_does_not_exist',
        detail: expect.stringContaining('2030-03-31 there is no 01:30'),
      },
    ]);
    expect(await made()).toEqual([]);
  });

  it('makes at most 500 entries', async () => {
    const days = Array.from({ length: 63 }, (_, index) =>
      new Date(Date.UTC(2030, 5, 1 + index)).toISOString().slice(0, 10),
    );
    const long = { opens: '10:00', closes: '18:00', lengthMinutes: 60, gapMinutes: 0 };
    expectProblem(await generate({ ...long, days }), 422, 'invalid_input');
    const answer = await generate({ ...long, days: days.slice(0, 62) });
    expect([answer.status, part(answer, 'count')]).toEqual([201, 496]);
  });

  it('makes all or nothing where the venue cannot hold them', async () => {
    await app.make.session(event, {
      startsAt: new Date('2030-06-12T11:00:00Z'),
      endsAt: new Date('2030-06-12T12:00:00Z'),
      capacity: 80,
    });
    for (const query of ['', '?preview=true']) expectProblem(await generate({}, query), 409, 'over_safe_number');
    expect(await made()).toHaveLength(1);
    expect((await generate({ closes: '12:00' })).status).toBe(201);
  });

  it('is refused by name of what is wrong in it', async () => {
    const wrong = [
      [{ days: [] }, '/days'],
      [{ days: ['2030-06-31'] }, '/days/0'],
      [{ days: ['2030-06-12', '2030-06-12'] }, '/days'],
      [{ opens: '24:00' }, '/opens'],
      [{ opens: '9:00' }, '/opens'],
      [{ lengthMinutes: 0 }, '/lengthMinutes'],
      [{ gapMinutes: -15 }, '/gapMinutes'],
      [{ state: 'open' }, '/state'],
    ] as const;
    for (const [change, pointer] of wrong) {
      const answer = await generate(change);
      expectProblem(answer, 422, 'invalid_input');
      expect(part(answer, 'errors')).toMatchObject([{ pointer }]);
    }
    expectProblem(await generate({}, '?preview=yes'), 422, 'invalid_input');
    const viewer = await Team.as(app, 'viewer');
    expectProblem(await viewer.post('sessions/generate?preview=true', rule()), 403, 'forbidden');
    const manager = await Team.as(app, 'manager');
    const override = rule({ capacity: 200, safeNumberOverride: 'More stewards.' });
    expectProblem(await manager.post('sessions/generate', override), 403, 'forbidden');
    expect((await team.post('sessions/generate?preview=true', override)).status).toBe(200);
  });
});

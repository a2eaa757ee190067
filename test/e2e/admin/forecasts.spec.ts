import type { Forecast, ForecastQuarter } from '#contracts';
import type { Event, Session } from '#programme';
import { newId } from '#kernel';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
/** Published, in London, at a venue for 100 people. */
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

const at = (time: string) => new Date(`2030-06-12T${time}:00Z`);
const session = (from: string, until: string, more: Partial<Session> = {}, of = event) =>
  app.make.session(of, { startsAt: at(from), endsAt: at(until), capacity: 40, ...more });
const draft = async () => {
  const made = await app.make.event({ status: 'draft', title: 'A plan' });
  await app.database.reader.query('UPDATE events SET venue_id = $1 WHERE id = $2', [event.venueId, made.id]);
  return made;
};
const ofVenue = async (query: string, as = team, venueId = event.venueId) =>
  (await as.get(`venues/${venueId}/forecast?${query}`)).body as unknown as Forecast;
/** The quarters that begin at these times of the day in UTC. */
const quartersAt = ({ quarters }: Forecast, ...times: string[]) =>
  times.map((time) => quarters.find(({ startsAt }) => startsAt === at(time).toISOString())!);
const planned = (quarters: readonly ForecastQuarter[]) => quarters.map((quarter) => quarter.planned);

describe('the forecast of a venue', () => {
  it('shows for every quarter-hour who may be there, at most and by the places that are taken', async () => {
    const first = await session('10:00', '10:30', { stayMinutes: 30 });
    const second = await session('10:30', '11:00');
    await Holder.in(app, first.id, { partySize: 3 });
    const forecast = await ofVenue('from=2030-06-12');
    expect(forecast).toMatchObject({
      ...{ venueId: event.venueId, timeZone: 'Europe/London', safeNumber: 100 },
      peak: { planned: 80, published: 80, expected: 3, over: 0 },
    });
    expect(forecast.quarters).toHaveLength(96);
    const [before, one, both, after] = quartersAt(forecast, '09:45', '10:15', '10:45', '11:00');
    expect(before).toMatchObject({ planned: 0, expected: 0, sessions: [] });
    expect(one).toMatchObject({
      planned: 40,
      expected: 3,
      sessions: [first.id],
      localTime: '2030-06-12T11:15:00+01:00',
    });
    expect(both).toMatchObject({ planned: 80, expected: 3, sessions: [first.id, second.id] });
    expect(after).toMatchObject({ planned: 0 });
    expect(forecast.sessions[0]).toEqual({
      ...{ id: first.id, eventId: event.id, eventTitle: event.title, draft: false, title: null, room: null },
      ...{ startsAt: at('10:00').toISOString(), endsAt: at('10:30').toISOString() },
      ...{ onSiteFrom: at('10:00').toISOString(), onSiteUntil: at('11:00').toISOString() },
      ...{ capacity: 40, taken: 3, safeNumberOverride: null },
    });
  });

  it('counts those together in a quarter who are there at one moment of it, and no others', async () => {
    await session('10:00', '10:05');
    await session('10:05', '10:10', { capacity: 30 });
    await session('10:08', '10:20', { capacity: 20 });
    const forecast = await ofVenue('from=2030-06-12');
    expect(planned(quartersAt(forecast, '10:00', '10:15', '10:30'))).toEqual([50, 20, 0]);
  });

  it('shows drafts and marks them, and by how many the plan is too large', async () => {
    await session('10:00', '11:00', { capacity: 90 });
    const plan = await draft();
    const planning = await session('10:30', '11:00', { capacity: 30 }, plan);
    const forecast = await ofVenue('from=2030-06-12');
    expect(forecast.peak).toEqual({ planned: 120, published: 90, expected: 0, over: 20 });
    expect(forecast.sessions.find(({ id }) => id === planning.id)).toMatchObject({ draft: true, eventTitle: 'A plan' });
    expect(quartersAt(forecast, '10:15', '10:30')).toMatchObject([{ over: 0 }, { planned: 120, over: 20 }]);
    const override = { safeNumberOverride: 'Both gates.' };
    await team.change(`sessions/${planning.id}`, override);
    expect((await ofVenue('from=2030-06-12')).peak).toMatchObject({ planned: 120, over: 0 });
  });

  it('leaves out what does not take place', async () => {
    const off = await session('10:00', '11:00');
    await team.post(`sessions/${off.id}/cancel`, { reason: 'Rain.' });
    const cancelled = await draft();
    await session('10:00', '11:00', {}, cancelled);
    await team.post(`events/${cancelled.id}/cancel`, { reason: 'Rain.' });
    expect((await ofVenue('from=2030-06-12')).peak).toMatchObject({ planned: 0 });
  });

  it('has as many quarters as the day has where the clocks change', async () => {
    const lengths = async (day: string) => (await ofVenue(`from=${day}`)).quarters;
    const spring = await lengths('2030-03-31');
    expect([spring.length, spring[0]!.localTime, spring.at(-1)!.localTime]).toEqual([
      ...[92, '2030-03-31T00:00:00+00:00', '2030-03-31T23:45:00+01:00'],
    ]);
    expect(spring[4]!.localTime).toBe('2030-03-31T02:00:00+01:00');
    const autumn = await lengths('2030-10-27');
    expect([autumn.length, autumn[0]!.localTime, autumn.at(-1)!.localTime]).toEqual([
      ...[100, '2030-10-27T00:00:00+01:00', '2030-10-27T23:45:00+00:00'],
    ]);
    expect([autumn[4], autumn[8]].map((quarter) => quarter!.localTime)).toEqual([
      ...['2030-10-27T01:00:00+01:00', '2030-10-27T01:00:00+00:00'],
    ]);
    expect(new Set(autumn.map(({ startsAt }) => startsAt)).size).toBe(100);
    expect((await ofVenue('from=2030-03-30&to=2030-04-01')).quarters).toHaveLength(96 + 92 + 96);
  });

  it('counts people where the hour comes twice once in each', async () => {
    const night = (from: string, until: string) =>
      app.make.session(event, { startsAt: new Date(from), endsAt: new Date(until), capacity: 40 });
    await night('2030-10-27T00:00:00Z', '2030-10-27T01:00:00Z');
    await night('2030-10-27T01:00:00Z', '2030-10-27T02:00:00Z');
    const { quarters, peak } = await ofVenue('from=2030-10-27');
    const twice = quarters.filter(({ localTime }) => localTime.startsWith('2030-10-27T01:'));
    expect([twice.length, planned(twice), peak.planned]).toEqual([8, Array<number>(8).fill(40), 40]);
  });

  it('is of today at the venue if no day is named, of days that come in order, and of at most 31', async () => {
    const far = await app.make.event({ venue: { timeZone: 'Pacific/Auckland' } });
    const { quarters, timeZone } = await ofVenue('', team, far.venueId);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(app.clock.now());
    expect([timeZone, quarters[0]!.localTime.slice(0, 16)]).toEqual(['Pacific/Auckland', `${today}T00:00`]);
    for (const [query, code] of [
      ['from=2030-06-12&to=2030-06-11', 'to_before_from'],
      ['from=2030-06-01&to=2030-07-02', 'too_many_days'],
      ['from=1800-01-01', 'custom'],
      ['from=tomorrow', 'invalid_format'],
    ] as const) {
      const refused = await team.get(`venues/${event.venueId}/forecast?${query}`);
      expectProblem(refused, 422, 'invalid_input');
      expect(part<object[]>(refused, 'errors')[0]).toMatchObject({ code });
    }
    expectProblem(await team.get(`venues/${newId()}/forecast`), 404, 'not_found');
  });

  it('counts what is out of reach, and does not name it', async () => {
    const hidden = await session('10:00', '11:00', { capacity: 90, title: 'For the families' });
    const mine = await draft();
    const own = await session('10:30', '11:30', {}, mine);
    const elsewhere = await Team.as(app, { role: 'viewer', eventIds: [mine.id] });
    const forecast = await ofVenue('from=2030-06-12', elsewhere);
    expect(quartersAt(forecast, '10:30')).toMatchObject([{ planned: 130, over: 30, sessions: [own.id], elsewhere: 1 }]);
    expect(JSON.stringify(forecast)).not.toMatch(new RegExp(`${hidden.id}|${event.id}|families`));
  });
});

describe('the forecast of an event', () => {
  it('is of the quarters in which its people may be there, with all others', async () => {
    const plan = await draft();
    const own = await session('10:35', '11:00', { gapMinutes: 10 }, plan);
    const beside = await session('10:00', '10:40', { capacity: 90 });
    await session('12:00', '13:00');
    const forecast = (await team.get(`events/${plan.id}/forecast`)).body as unknown as Forecast;
    expect(forecast.quarters.map(({ startsAt }) => startsAt)).toEqual(
      ['10:30', '10:45', '11:00'].map((time) => at(time).toISOString()),
    );
    expect(planned(forecast.quarters)).toEqual([130, 40, 40]);
    expect(forecast.sessions.map(({ id }) => id)).toEqual([beside.id, own.id]);
    expect(forecast.peak).toMatchObject({ planned: 130, over: 30 });
  });

  it('is of its first 31 days, and of others if they are named', async () => {
    await session('10:00', '10:30');
    await app.make.session(event, { startsAt: new Date('2199-06-12T10:00Z'), endsAt: new Date('2199-06-12T10:15Z') });
    const path = `events/${event.id}/forecast`;
    expect(part(await team.get(path), 'quarters')).toHaveLength(2);
    expect(part(await team.get(`${path}?from=2199-06-01`), 'quarters')).toHaveLength(1);
    expect(part(await team.get(`${path}?from=2100-06-01`), 'quarters')).toEqual([]);
    expectProblem(await team.get(`${path}?to=2199-06-01`), 422, 'invalid_input');
  });

  it('is empty for an event without sessions, and hidden out of reach', async () => {
    const path = `events/${event.id}/forecast`;
    expect((await team.get(path)).body).toMatchObject({ sessions: [], quarters: [], peak: { planned: 0 } });
    const elsewhere = await Team.as(app, { role: 'owner', eventIds: [(await app.make.event()).id] });
    expectProblem(await elsewhere.get(path), 404, 'not_found');
  });
});

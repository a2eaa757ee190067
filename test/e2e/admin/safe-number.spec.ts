import type { Event } from '#programme';
import { part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let manager: Team;
/** Published, at a venue for 100 people. */
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  [team, manager] = [await Team.as(app), await Team.as(app, 'manager')];
});
beforeEach(async () => {
  event = await app.make.event({ venue: { safeNumber: 100 } });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

interface Exceedance {
  readonly sessions: { readonly sessionId: string }[];
}

const utc = (time: string) => `2030-06-12T${time}:00.000Z`;
const entry = (from: string, until: string, more: object = {}) => ({
  ...{ eventId: event.id, startsAt: utc(from), endsAt: utc(until), capacity: 60, ...more },
});
const make = (from: string, until: string, more: object = {}) => team.post('sessions', entry(from, until, more));
const idOf = (answer: Answer) => part<string>(answer, 'id');
const exceedancesOf = (answer: Answer) => part<Exceedance[]>(answer, 'exceedances');

/** A draft at the venue of the event; the maker makes one of its own. */
async function draft(): Promise<Event> {
  const made = await app.make.event({ status: 'draft' });
  await app.database.reader.query('UPDATE events SET venue_id = $1 WHERE id = $2', [event.venueId, made.id]);
  return made;
}

/** As if the plan had been made when people were counted in another way. */
async function shrink(safeNumber: number): Promise<void> {
  const sql = (text: string, ...values: unknown[]) => app.database.reader.query(text, values);
  await sql('ALTER TABLE venues DISABLE TRIGGER USER');
  await sql('UPDATE venues SET safe_number = $2 WHERE id = $1', event.venueId, safeNumber);
  await sql('ALTER TABLE venues ENABLE TRIGGER USER');
}

describe('the people of a session', () => {
  it('count until their stay is over that begins as admission closes, and then for the gap', async () => {
    const made = await make('10:00', '10:30', { stayMinutes: 90, gapMinutes: 15 });
    expect(made.body).toMatchObject({ stayMinutes: 90, gapMinutes: 15 });
    expectProblem(await make('12:14', '13:00'), 409, 'over_safe_number');
    expect((await make('12:15', '13:00')).status).toBe(201);
  });

  it('count until the end, where they stay no longer than that', async () => {
    await make('10:00', '12:00', { admissionClosesAt: utc('10:30'), stayMinutes: 45 });
    expectProblem(await make('11:59', '13:00'), 409, 'over_safe_number');
    const other = await make('12:00', '13:00');
    expect([other.status, part(other, 'stayMinutes'), part(other, 'gapMinutes')]).toEqual([201, null, 0]);
  });

  it('count from when admission opens', async () => {
    await make('10:00', '11:00');
    const early = await make('11:15', '12:00', { admissionOpensAt: utc('10:45') });
    expect(expectProblem(early, 409, 'over_safe_number')).toMatchObject({
      exceedances: [{ from: utc('10:45'), until: utc('11:00') }],
    });
    expect((await make('11:15', '12:00', { admissionOpensAt: utc('11:00') })).status).toBe(201);
  });

  it('stay as long as somebody says, who is refused if the venue cannot hold them, and it is noted', async () => {
    const made = await make('10:00', '11:00');
    await make('11:30', '12:00');
    const path = `sessions/${idOf(made)}`;
    for (const change of [{ stayMinutes: 31 }, { gapMinutes: 31 }, { stayMinutes: 10, gapMinutes: 21 }]) {
      expectProblem(await team.change(path, change), 409, 'over_safe_number');
    }
    expect((await team.change(path, { stayMinutes: 10, gapMinutes: 20 })).body).toMatchObject({ stayMinutes: 10 });
    const [deed] = part<object[]>(await team.get(`audit?subjectId=${idOf(made)}`), 'items');
    expect(deed).toMatchObject({ changed: { stayMinutes: { from: null, to: 10 }, gapMinutes: { from: 0, to: 20 } } });
    expect((await team.change(path, { stayMinutes: null })).body).toMatchObject({ stayMinutes: null, gapMinutes: 20 });
    for (const wrong of [{ stayMinutes: 0 }, { stayMinutes: 1441 }, { gapMinutes: -1 }, { gapMinutes: null }]) {
      expectProblem(await team.change(path, wrong), 422, 'invalid_input');
    }
  });

  it('are those of generated and copied sessions too', async () => {
    const rule = {
      ...{ eventId: event.id, days: ['2030-06-12'], opens: '10:00', closes: '12:00', lengthMinutes: 30 },
      ...{ gapMinutes: 15, stayMinutes: 60, capacity: 30 },
    };
    expect(part(await team.post('sessions/generate', rule), 'count')).toBe(3);
    const stays = { stayMinutes: 60, gapMinutes: 15 };
    expect(part(await team.get(`sessions?eventId=${event.id}`), 'items')).toMatchObject([stays, stays, stays]);
    const copy = await team.post(`events/${event.id}/clone`, { year: 2031 });
    expect(part(copy, 'sessions')).toMatchObject([stays, stays, stays]);
    expect(part(await team.get(`sessions?eventId=${idOf(copy)}`), 'items')).toMatchObject([stays, stays, stays]);
  });

  it('of more stays than fit are not generated', async () => {
    const rule = {
      ...{ eventId: event.id, days: ['2030-06-12'], opens: '10:00', closes: '12:00', lengthMinutes: 30 },
      ...{ stayMinutes: 61, capacity: 34 },
    };
    expectProblem(await team.post('sessions/generate', rule), 409, 'over_safe_number');
    expect((await team.post('sessions/generate', { ...rule, capacity: 25 })).status).toBe(201);
  });
});

describe('a refusal for the safe number', () => {
  it('says when, by how many people and with which sessions', async () => {
    const [one, two] = [await make('10:00', '12:00'), await make('12:00', '13:00', { capacity: 90, title: 'A talk' })];
    const refused = await make('11:00', '12:30', { capacity: 50 });
    const problem = expectProblem(refused, 409, 'over_safe_number');
    expect(problem['exceedances']).toEqual([
      {
        ...{ from: utc('11:00'), until: utc('12:30'), people: 140, safeNumber: 100, by: 40, elsewhere: 0 },
        sessions: [
          { sessionId: idOf(one), eventId: event.id, title: null, startsAt: utc('10:00'), people: 60 },
          { sessionId: expect.any(String), eventId: event.id, title: null, startsAt: utc('11:00'), people: 50 },
          { sessionId: idOf(two), eventId: event.id, title: 'A talk', startsAt: utc('12:00'), people: 90 },
        ],
      },
    ]);
  });

  it('names nothing that is out of reach', async () => {
    await make('10:00', '11:00');
    const other = await draft();
    await app.database.reader.query("UPDATE events SET status = 'published' WHERE id = $1", [other.id]);
    const elsewhere = await Team.as(app, { role: 'manager', eventIds: [other.id] });
    const refused = await elsewhere.post('sessions', entry('10:30', '11:00', { eventId: other.id }));
    expect(expectProblem(refused, 409, 'over_safe_number')).toMatchObject({ exceedances: [{ by: 20, elsewhere: 1 }] });
    expect(exceedancesOf(refused)[0]!.sessions).toHaveLength(1);
    expect(refused.text).not.toContain(event.id);
  });

  it('is given for each change of what is published', async () => {
    const small = await make('10:00', '11:00', { capacity: 40 });
    const early = await make('09:00', '10:00', { capacity: 60 });
    const large = await make('10:00', '11:00', { capacity: 60 });
    const refused = [
      await team.change(`sessions/${idOf(small)}`, { capacity: 41 }),
      await team.change(`sessions/${idOf(large)}`, { admissionOpensAt: utc('09:59') }),
      await team.post(`sessions/${idOf(early)}/reschedule`, {
        ...{ startsAt: utc('09:30'), endsAt: utc('10:30'), reason: 'The gates open later.' },
      }),
    ];
    for (const answer of refused) {
      expectProblem(answer, 409, 'over_safe_number');
      expect(exceedancesOf(answer)).toHaveLength(1);
    }
  });

  it('is never given for what makes it less, though another change has made it too much', async () => {
    const [one, two] = [await make('10:00', '11:00', { capacity: 50 }), await make('10:00', '11:00', { capacity: 50 })];
    await shrink(70);
    expect((await team.change(`sessions/${idOf(one)}`, { capacity: 40 })).status).toBe(200);
    expectProblem(await team.change(`sessions/${idOf(one)}`, { capacity: 41 }), 409, 'over_safe_number');
    expect(await app.faults()).toEqual([expect.stringContaining('hold 90 people at once, its safe number is 70')]);
    expect((await team.post(`sessions/${idOf(two)}/cancel`, { reason: 'Too many people.' })).status).toBe(200);
    expect(await app.faults()).toEqual([]);
  });
});

describe('a draft', () => {
  it('may be planned beyond the safe number, and says so', async () => {
    await make('10:00', '11:00');
    const plan = await draft();
    const made = await team.post('sessions', entry('10:30', '12:00', { eventId: plan.id }));
    expect(made.status).toBe(201);
    const readiness = await team.get(`events/${plan.id}/readiness`);
    expect(readiness.body).toMatchObject({
      ready: false,
      errors: [{ pointer: '/sessions', code: 'over_safe_number', detail: expect.stringContaining('20 people') }],
      exceedances: [{ from: utc('10:30'), until: utc('11:00'), by: 20 }],
    });
    // Others may still be planned and published beside it.
    expect((await make('11:00', '12:00', { capacity: 100 })).status).toBe(201);
  });

  it('is not published beyond it, and is told with what else is missing', async () => {
    await make('10:00', '11:00');
    const plan = await draft();
    const { body } = await team.post('sessions', entry('10:30', '12:00', { eventId: plan.id }));
    const refused = await team.post(`events/${plan.id}/publish`);
    expect(expectProblem(refused, 409, 'over_safe_number')['exceedances']).toMatchObject([
      { from: utc('10:30'), until: utc('11:00'), people: 120, safeNumber: 100, by: 20 },
    ]);
    expect((await team.get(`events/${plan.id}`)).body).toMatchObject({ status: 'draft', version: 1 });
    await app.database.reader.query("UPDATE events SET contact_email = '' WHERE id = $1", [plan.id]);
    const missing = expectProblem(await team.post(`events/${plan.id}/publish`), 409, 'not_ready_to_publish');
    expect(missing['errors']).toMatchObject([{ code: 'no_contact' }, { code: 'over_safe_number' }]);
    await team.change(`events/${plan.id}`, { contact: { email: 'garden@example.org' } });
    await team.change(`sessions/${String(body['id'])}`, { capacity: 40 });
    expect((await team.get(`events/${plan.id}/readiness`)).body).toEqual({ ready: true, errors: [], exceedances: [] });
    expect((await team.post(`events/${plan.id}/publish`)).status).toBe(200);
    expect((await team.get(`events/${plan.id}/readiness`)).body).toMatchObject({
      errors: [{ pointer: '/status', code: 'event_not_draft' }],
    });
  });

  it('is published beyond it by an owner with a reason, which is kept with the sessions that need it', async () => {
    await make('10:00', '11:00');
    const plan = await draft();
    const over = await team.post('sessions', entry('10:30', '12:00', { eventId: plan.id }));
    const within = await team.post('sessions', entry('13:00', '14:00', { eventId: plan.id }));
    const safeNumberOverride = 'The east gate is open too.';
    const path = `events/${plan.id}/publish`;
    expectProblem(await manager.post(path, { safeNumberOverride }), 403, 'forbidden');
    expectProblem(await team.post(path, { safeNumberOverride: '' }), 422, 'invalid_input');
    expectProblem(await manager.post(path), 409, 'over_safe_number');
    expect((await team.post(path, { safeNumberOverride })).body).toMatchObject({ status: 'published' });
    expect((await team.get(`sessions/${idOf(over)}`)).body).toMatchObject({ safeNumberOverride, version: 2 });
    expect((await team.get(`sessions/${idOf(within)}`)).body).toMatchObject({ safeNumberOverride: null, version: 1 });
    const [deed] = part<object[]>(await team.get(`audit?subjectId=${idOf(over)}`), 'items');
    expect(deed).toMatchObject({
      ...{ kind: 'session.changed', reason: safeNumberOverride },
      changed: { safeNumberOverride: { from: null, to: safeNumberOverride } },
    });
    const [published] = part<object[]>(await team.get(`audit?subjectId=${plan.id}`), 'items');
    expect(published).toMatchObject({ kind: 'event.published', reason: safeNumberOverride });
  });

  it('does not keep others from lowering the safe number or from coming to the venue', async () => {
    const plan = await draft();
    await team.post('sessions', entry('10:00', '11:00', { eventId: plan.id, capacity: 500 }));
    expect((await team.change(`venues/${event.venueId}`, { safeNumber: 50 })).status).toBe(200);
    expectProblem(await team.post(`events/${plan.id}/publish`), 409, 'over_safe_number');
  });

  it('is refused a time only if its own people would be there then', async () => {
    await make('10:00', '11:00', { capacity: 60 });
    await make('10:00', '11:00', { capacity: 40 });
    await shrink(70);
    const plan = await draft();
    for (const from of ['09', '11']) {
      await team.post('sessions', entry(`${from}:00`, `${from}:30`, { eventId: plan.id, capacity: 70 }));
    }
    expect((await team.post(`events/${plan.id}/publish`)).status).toBe(200);
    await shrink(100);
  });
});

describe('a session that an owner let over the safe number', () => {
  const safeNumberOverride = 'The east gate is open too.';
  const small = async () => (await app.make.event({ venue: { safeNumber: 5 } })).venueId;

  it.each(['published', 'draft'])('is taken to another venue with its %s event by owners alone', async (status) => {
    const made = await make('10:00', '11:00', { capacity: 200, safeNumberOverride });
    if (status === 'draft') await team.post(`events/${event.id}/unpublish`);
    const path = `events/${event.id}`;
    const planner = await Team.as(app, { role: 'manager', eventIds: [event.id] });
    const elsewhere = { venueId: await small() };
    expectProblem(await planner.change(path, elsewhere), 403, 'forbidden');
    expectProblem(await planner.post(`${path}/relocate`, { ...elsewhere, reason: 'Rain.' }), 403, 'forbidden');
    expect((await planner.change(path, { venueId: event.venueId, title: 'Another' })).status).toBe(200);
    expect((await team.get(path)).body).toMatchObject({ status, venueId: event.venueId });
    expect((await team.change(path, elsewhere)).status).toBe(200);
    expect((await team.get(`sessions/${idOf(made)}`)).body).toMatchObject({ safeNumberOverride });
  });

  it('keeps nobody from taking the event elsewhere once it was cancelled, or is bounded again', async () => {
    const [one, two] = [
      await make('10:00', '11:00', { capacity: 200, safeNumberOverride }),
      await make('12:00', '13:00', { capacity: 200, safeNumberOverride }),
    ];
    const elsewhere = { venueId: await small() };
    await team.post(`sessions/${idOf(one)}/cancel`, { reason: 'Rain.' });
    expectProblem(await manager.change(`events/${event.id}`, elsewhere), 403, 'forbidden');
    expect((await manager.change(`sessions/${idOf(two)}`, { capacity: 5 })).status).toBe(200);
    expect((await manager.change(`sessions/${idOf(two)}`, { safeNumberOverride: null })).status).toBe(200);
    expect((await manager.change(`events/${event.id}`, elsewhere)).status).toBe(200);
  });

  it('is bounded in the copy for another year', async () => {
    await make('10:00', '11:00', { capacity: 200, safeNumberOverride });
    const copy = idOf(await manager.post(`events/${event.id}/clone`, { year: 2031 }));
    expect((await manager.change(`events/${copy}`, { venueId: await small() })).status).toBe(200);
    expectProblem(await manager.post(`events/${copy}/publish`), 409, 'over_safe_number');
  });
});

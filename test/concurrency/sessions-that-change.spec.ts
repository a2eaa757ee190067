import { Rows } from '../support/rows.js';
import { Holder, part } from '../support/holder.js';
import { Team } from '../support/team.js';
import { TestApp } from '../support/test-app.js';
import { deadlocksOf, poolsOf, tally } from './ledger.js';
import { connect } from './plain-clients.js';

describe('sessions that change while people come and go, on two servers', () => {
  let one: TestApp;
  let two: TestApp;
  let team: Team;
  beforeAll(async () => {
    one = await TestApp.start({}, { works: false });
    two = await one.beside();
    team = await Team.as(one);
  });
  afterEach(async () => expect(await one.faults()).toEqual([]));
  afterAll(async () => {
    expect(await deadlocksOf(one, two)).toBe(0);
    await two[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  const server = (index: number) => [one, two][index % 2]!;
  const others = (expected: RegExp, answers: Parameters<typeof tally>[0]) =>
    Object.keys(tally(answers)).filter((outcome) => !expected.test(outcome));
  const sequences = (sessionId: string) =>
    one.database.reader.query<{ calendar_sequence: number; told: number; state: string }[]>(
      `SELECT r.calendar_sequence, r.state,
              (SELECT count(*)::int FROM messages m WHERE m.registration_id = r.id AND m.calendar_sequence = r.calendar_sequence) AS told
       FROM registrations r WHERE r.session_id = $1`,
      [sessionId],
    );

  it('are made smaller, and nobody who was told "confirmed" is left without a place', async () => {
    const session = await one.make.session(await one.make.event(), { capacity: 40 });
    const [pool] = part<{ id: string }[]>(await team.get(`sessions/${session.id}`), 'pools');
    const [answers, sizes] = await Promise.all([
      Promise.all(Array.from({ length: 50 }, (_, index) => server(index).register(session.id))),
      Promise.all([
        ...[25, 10, 4].map((places) => team.change(`pools/${pool!.id}`, { places })),
        ...[30, 15, 5].map((capacity) => team.change(`sessions/${session.id}`, { capacity })),
      ]),
    ]);
    expect(others(/^(201|409 session_full)$/, answers)).toEqual([]);
    expect(others(/^(200|409 capacity_below_taken|409 over_capacity)$/, sizes)).toEqual([]);
    const [line] = await poolsOf(one, session.id);
    expect(line).toMatchObject({ taken: tally(answers)[201], people: tally(answers)[201] });
    expect(line!.taken).toBeLessThanOrEqual(line!.places);
    expect(line!.places).toBeLessThanOrEqual(part<number>(await team.get(`sessions/${session.id}`), 'capacity'));
  });

  it('are moved while people register, move and give up: everybody there is told the time that holds', async () => {
    const event = await one.make.event();
    const [here, there] = [
      await one.make.session(event, { capacity: 60 }),
      await one.make.session(event, { capacity: 60 }),
    ];
    const holders = await Promise.all(Array.from({ length: 24 }, (_, index) => Holder.in(server(index), here.id)));
    const times = (hour: number) => ({
      startsAt: `2030-06-12T${hour}:00:00Z`,
      endsAt: `2030-06-12T${hour}:30:00Z`,
      reason: 'Later.',
    });
    const [deeds, people] = await Promise.all([
      Promise.all([
        team.post(`sessions/${here.id}/reschedule`, times(12)),
        team.post(`sessions/${there.id}/reschedule`, times(15)),
        team.post(`sessions/${here.id}/reschedule`, times(13)),
      ]),
      Promise.all([
        ...holders.slice(0, 8).map((holder) => holder.move(there.id)),
        ...holders.slice(8, 16).map((holder) => holder.cancel()),
        ...Array.from({ length: 16 }, (_, index) => server(index).register(index % 2 ? here.id : there.id)),
      ]),
    ]);
    expect(tally(deeds)).toEqual({ 200: 3 });
    expect(others(/^20[01]$/, people)).toEqual([]);
    for (const { id } of [here, there]) {
      for (const { told } of await sequences(id)) expect(told).toBe(1);
    }
  });

  it('are called off while people register, move and give up: nobody has places there, and everybody was told', async () => {
    const event = await one.make.event();
    const [off, on] = [
      await one.make.session(event, { capacity: 60 }),
      await one.make.session(event, { capacity: 60 }),
    ];
    const holders = await Promise.all(Array.from({ length: 24 }, (_, index) => Holder.in(server(index), off.id)));
    const [deeds, people] = await Promise.all([
      Promise.all(['A.', 'B.'].map((reason) => team.post(`sessions/${off.id}/cancel`, { reason }))),
      Promise.all([
        ...holders.slice(0, 8).map((holder) => holder.move(on.id)),
        ...holders.slice(8, 16).map((holder) => holder.cancel()),
        ...Array.from({ length: 16 }, (_, index) => server(index).register(off.id)),
        ...Array.from({ length: 6 }, () => Holder.in(one, on.id).then((holder) => holder.move(off.id))),
      ]),
    ]);
    expect(tally(deeds)).toEqual({ 200: 1, '409 session_cancelled': 1 });
    expect(others(/^(20[01]|409 session_cancelled)$/, people)).toEqual([]);
    expect(await poolsOf(one, off.id)).toMatchObject([{ taken: 0, people: 0 }]);
    for (const { told, state } of await sequences(off.id)) expect([told, state]).toEqual([1, 'cancelled']);
  });

  it('are called off with the whole event while sessions are planned: none is left over', async () => {
    const event = await one.make.event({ venue: { safeNumber: 5000 } });
    const sessions = [];
    for (let count = 0; count < 4; count++) sessions.push(await one.make.session(event, { capacity: 9 }));
    const { startsAt, endsAt } = sessions[0]!;
    const body = { eventId: event.id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), capacity: 5 };
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => team.post('sessions', body)),
      ...sessions.map(({ id }) => team.change(`sessions/${id}`, { capacity: 8 })),
      team.post(`events/${event.id}/cancel`, { reason: 'A storm.' }),
      ...sessions.map(({ id }) => two.register(id)),
    ]);
    expect(others(/^(20[01]|409 (event|session)_cancelled)$/, answers)).toEqual([]);
    const left = part<{ status: string }[]>(await team.get(`sessions?eventId=${event.id}&status=scheduled`), 'items');
    expect(left).toEqual([]);
  });

  it('with 10,000 registrations are moved and called off in one transaction each', async () => {
    const event = await one.make.event({ venue: { safeNumber: 20_000 } });
    const session = await one.make.session(event, { capacity: 10_000 });
    const hand = await connect(one.databaseUrl);
    const [pool] = part<{ id: string }[]>(await team.get(`sessions/${session.id}`), 'pools');
    const first = await new Rows(hand).registration({
      venue: '',
      event: event.id,
      session: session.id,
      pool: pool!.id,
    });
    await hand.query(MANY, [first]);
    await hand.query('UPDATE pools SET taken = 10000 WHERE id = $1', [pool!.id]);
    await hand.query(TOLD, [session.id]);
    await hand.end();
    const times = { startsAt: '2030-06-12T12:00:00Z', endsAt: '2030-06-12T13:00:00Z', reason: 'Later.' };
    expect((await team.post(`sessions/${session.id}/reschedule`, times)).body).toMatchObject({ reaches: 10_000 });
    expect((await team.get(`sessions/${session.id}/notices`)).body).toMatchObject({ queued: 10_000 });
    expect((await team.post(`sessions/${session.id}/cancel`, { reason: 'A storm.' })).body).toMatchObject({
      ...{ reaches: 10_000, people: 10_000 },
    });
    expect(await poolsOf(one, session.id)).toMatchObject([{ taken: 0, people: 0 }]);
    const told = await sequences(session.id);
    expect(told.every((row) => row.told === 1 && row.calendar_sequence === 2)).toBe(true);
  }, 60_000);

  /** As many again, each with an id, a reference and an address of its own. */
  const MANY = `
    INSERT INTO registrations (id, event_id, session_id, pool_id, reference, state, party_size, contact_name, contact_email,
      email_key, unique_within, places, source, calendar_uid, created_at, updated_at, confirmed_at)
    SELECT made.id, event_id, session_id, pool_id, made.id, state, party_size, contact_name, made.id || '@example.org',
      made.id || '@example.org', unique_within, places, source, made.id, created_at, updated_at, confirmed_at
    FROM registrations CROSS JOIN (SELECT gen_random_uuid() AS id FROM generate_series(1, 9999)) made
    WHERE registrations.id = $1`;
  const TOLD = `
    INSERT INTO messages (id, event_id, registration_id, kind, recipient, calendar_sequence, state, created_at)
    SELECT gen_random_uuid(), event_id, id, 'confirmation', contact_email, 0, 'sent', now()
    FROM registrations WHERE session_id = $1`;
});

import { randomUUID } from 'node:crypto';
import { EmailCheck, RegistrationService } from '#registration';
import type pg from 'pg';
import { Holder } from '../support/holder.js';
import { Rows } from '../support/rows.js';
import { nextPerson, TestApp } from '../support/test-app.js';
import { deadlocksOf, registrationsOf, tally } from './ledger.js';
import { connect, plainClients, waitingForLocks } from './plain-clients.js';

describe('one address in two sessions, by hand', () => {
  it('control: is let in twice where each looks first and no index watches', async () => {
    await using hands = await plainClients('DROP INDEX registrations_one_per_address');
    const planted = await hands.rows.plant();
    const address = { email_key: 'ada@example.org', unique_within: planted.event };
    const known = 'SELECT FROM registrations WHERE email_key = $1';
    const seen = [await hands.one.query(known, [address.email_key]), await hands.two.query(known, [address.email_key])];
    expect(seen.map(({ rowCount }) => rowCount)).toEqual([0, 0]);
    await hands.rows.registration(planted, address);
    await hands.rows.registration(planted, address);
    expect((await hands.one.query(known, [address.email_key])).rowCount).toBe(2);
  });
});

describe('one address at once', () => {
  let one: TestApp;
  let two: TestApp;
  beforeAll(async () => {
    one = await TestApp.start({}, { works: false });
    two = await one.beside();
  });
  afterAll(async () => {
    expect(await one.faults()).toEqual([]);
    await two[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  const crowd = (count: number) => Array.from({ length: count }, nextPerson);

  it('gets one of two sessions where the event allows one, and hears that of the other', async () => {
    const event = await one.make.event({ oneRegistrationPer: 'event' });
    const [morning, evening] = [
      await one.make.session(event, { capacity: 50 }),
      await one.make.session(event, { capacity: 50 }),
    ];
    const people = crowd(40);
    const answers = await Promise.all([
      ...people.map((person) => one.register(morning.id, person)),
      // The other way round, so that the two batches meet at the index from both ends.
      ...people.toReversed().map((person) => two.register(evening.id, person)),
    ]);
    expect(tally(answers)).toEqual({ 201: 40, '409 already_registered': 40 });
    const lines = [...(await registrationsOf(one, morning.id)), ...(await registrationsOf(one, evening.id))];
    expect(lines.map(({ email }) => email).sort()).toEqual(people.map(({ email }) => email).sort());
    expect(await deadlocksOf(one, two)).toBe(0);
  });

  it('is written in the order of addresses, so that two batches never wait for each other in a circle', async () => {
    const event = await one.make.event({ oneRegistrationPer: 'event' });
    const [session, elsewhere] = [await one.make.session(event), await one.make.session(event)];
    const [hand, other] = [await connect(one.databaseUrl), await connect(one.databaseUrl)];
    const pool = 'SELECT id FROM pools WHERE session_id = $1';
    const { rows } = await hand.query<{ id: string }>(pool, [elsewhere.id]);
    const place = { venue: '', event: event.id, session: elsewhere.id, pool: rows[0]!.id };
    const write = (client: pg.Client, email: string) =>
      new Rows(client).registration(place, { email_key: email, unique_within: event.id });

    await hand.query('BEGIN');
    await hand.query(`${pool} FOR UPDATE`, [session.id]);
    const register = (name: string) => {
      const contact = { name, email: `${name}@order.example.org` };
      const body = { sessionId: session.id, contact, partySize: 1 };
      return one.service(RegistrationService).register({ body, source: 'web', requestId: name });
    };
    const calls = [register('first')];
    await waitingForLocks(other);
    calls.push(...['z', 'm', 'a'].map(register));
    await other.query('BEGIN');
    await write(other, 'm@order.example.org');
    await hand.query('COMMIT');
    await calls[0];
    await waitingForLocks(hand);
    await hand.query("BEGIN; SET LOCAL lock_timeout = '500ms'");
    await expect(write(hand, 'z@order.example.org')).resolves.toEqual(expect.any(String));
    await hand.query('ROLLBACK');
    await other.query('ROLLBACK');
    expect((await Promise.all(calls)).map(({ receipt }) => receipt.state)).toEqual(Array(4).fill('confirmed'));
    await Promise.all([hand.end(), other.end()]);
  });

  it('gets one place in a session, on two servers and however it is written', async () => {
    const session = await one.make.session(await one.make.event());
    const { name } = nextPerson();
    const address = `Ada.${randomUUID()}@Example.org`;
    const answers = await Promise.all(
      [address, address.toLowerCase(), address.toUpperCase(), address].flatMap((email) =>
        [one, two].map((server) => server.register(session.id, { name, email })),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 1, '409 already_registered': 7 });
  });

  it('holds one party where an event confirms by mail, and every answer looks the same', async () => {
    const event = await one.make.event({ confirmation: 'by-email', oneRegistrationPer: 'event' });
    const sessions = [await one.make.session(event), await one.make.session(event)];
    const person = nextPerson();
    const answers = await Promise.all(
      sessions.flatMap(({ id }) => [one, two].map((server) => server.register(id, person))),
    );
    expect(tally(answers)).toEqual({ 201: 4 });
    const shapes = answers.map(({ body }) => ({ ...body, id: '', sessionId: '', heldUntil: '', createdAt: '' }));
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
    const lines = await Promise.all(sessions.map(({ id }) => registrationsOf(one, id)));
    expect(lines.flat()).toMatchObject([{ email: person.email, state: 'unverified' }]);
  });

  it('holds places once behind an address that is registered, in whichever sessions it is typed', async () => {
    const event = await one.make.event({ confirmation: 'by-email', oneRegistrationPer: 'event' });
    const sessions = await Promise.all([1, 2].map(() => one.make.session(event, { capacity: 60 })));
    const people = crowd(12);
    const receipts = await Promise.all(people.map((person) => one.register(sessions[0]!.id, person)));
    for (const { body } of receipts) await one.service(EmailCheck).confirm(String(body['id']));
    const answers = await Promise.all(
      [people, people.toReversed()].flatMap((some, index) =>
        some.map((person) => [one, two][index]!.register(sessions[index]!.id, person)),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 24 });
    const lines = (await Promise.all(sessions.map(({ id }) => registrationsOf(one, id)))).flat();
    expect(lines.filter(({ state }) => state === 'confirmed')).toHaveLength(12);
    expect(lines.filter(({ state }) => state === 'unverified')).toHaveLength(12);
  });

  it('is given to one of two parties that both change to it', async () => {
    const session = await one.make.session(await one.make.event());
    const parties = await Promise.all(crowd(2).map((person) => Holder.in(one, session.id, person)));
    const { email } = nextPerson();
    const answers = await Promise.all(
      parties.map(({ path, headers }, index) =>
        [one, two][index]!.call('PATCH', path, { headers, body: { contact: { email } } }),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 1, '409 already_registered': 1 });
  });

  it('cannot be swapped with another, and trying to ends in refusals, not in a failure', async () => {
    const event = await one.make.event({ oneRegistrationPer: 'event' });
    const people = crowd(20);
    const sessions = [await one.make.session(event), await one.make.session(event)];
    const parties = await Promise.all(people.map((person, index) => Holder.in(one, sessions[index % 2]!.id, person)));
    const answers = await Promise.all(
      parties.map(({ path, headers }, index) => {
        const body = { contact: { email: people[index ^ 1]!.email } };
        return [one, two][index % 2]!.call('PATCH', path, { headers, body });
      }),
    );
    expect(tally(answers)).toEqual({ '409 already_registered': 20 });
  });
});

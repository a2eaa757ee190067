import type pg from 'pg';
import { EmailCheck, UnverifiedExpiry } from '#registration';
import { DomainError } from '#kernel';
import { Holder } from '../support/holder.js';
import { type Answer, TestApp } from '../support/test-app.js';
import { deadlocksOf, dice, poolsOf, registrationsOf, tally } from './ledger.js';
import { plainClients, takenIn } from './plain-clients.js';
import type { Planted } from '../support/rows.js';

describe('two who cancel one registration, by hand', () => {
  it('control: both give its place back where each looks at its state without a lock', async () => {
    await using hands = await plainClients();
    const planted = await hands.rows.plant();
    await hands.rows.registration(planted);
    await hands.one.query('UPDATE pools SET taken = 3');
    const states = [await look(hands.one), await look(hands.two)];
    expect(states).toEqual(['confirmed', 'confirmed']);
    await giveUp(hands.one, planted);
    await giveUp(hands.two, planted);
    expect(await takenIn(hands.one, planted)).toBe(1);
  });

  async function look(client: pg.Client): Promise<string> {
    return (await client.query<{ state: string }>('SELECT state FROM registrations')).rows[0]!.state;
  }

  async function giveUp(client: pg.Client, { pool }: Planted): Promise<void> {
    await client.query(
      "UPDATE registrations SET state = 'cancelled', cancelled_at = now(), cancelled_by = 'attendee' WHERE pool_id = $1",
      [pool],
    );
    await client.query('UPDATE pools SET taken = taken - 1 WHERE id = $1', [pool]);
  }
});

describe('one registration, from two servers at once', () => {
  let one: TestApp;
  let two: TestApp;
  beforeAll(async () => {
    one = await TestApp.start({}, { works: false });
    two = await one.beside();
  });
  afterAll(async () => {
    expect(await one.faults()).toEqual([]);
    expect(await deadlocksOf(one, two)).toBe(0);
    await two[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  const eitherOf = (index: number) => (index % 2 ? one : two);
  const send = (server: TestApp, method: string, path: string, body: unknown, { headers }: Holder): Promise<Answer> =>
    server.call(method, path, { body, headers });

  it('cancelled many times gives its places back once and mails once', async () => {
    const session = await one.make.session(await one.make.event());
    const holder = await Holder.in(one, session.id, { partySize: 4 });
    await Holder.in(one, session.id, { partySize: 4 });
    const path = `${holder.path}/cancel`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => send(eitherOf(index), 'POST', path, {}, holder)),
    );
    expect(tally(answers)).toEqual({ 200: 20 });
    expect(await poolsOf(one, session.id)).toMatchObject([{ taken: 4, people: 4 }]);
    expect((await holder.told()).map(({ kind }) => kind)).toEqual(['confirmation', 'cancellation']);
  });

  it('gives up single places until none is left, and never more', async () => {
    const session = await one.make.session(await one.make.event());
    const holder = await Holder.in(one, session.id, { partySize: 5 });
    await Holder.in(one, session.id);
    const path = `${holder.path}/cancel`;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => send(eitherOf(index), 'POST', path, { places: 1 }, holder)),
    );
    expect(tally(answers)).toEqual({ 200: 12 });
    expect((await holder.view()).body).toMatchObject({ state: 'cancelled' });
    expect(await poolsOf(one, session.id)).toMatchObject([{ taken: 1, people: 1 }]);
  });

  it('shrunk, grown, moved, cut down and cancelled in any order keeps the counts, its seats and its SEQUENCE', async () => {
    const event = await one.make.event();
    const sessions = [await one.make.session(event, { capacity: 8 }), await one.make.session(event, { capacity: 8 })];
    const roll = dice(7);
    const holders = await Promise.all(Array.from({ length: 6 }, (_, index) => Holder.in(one, sessions[index % 2]!.id)));
    const deeds = Array.from({ length: 120 }, (_, index) => {
      const [holder, server] = [holders[roll(6)]!, eitherOf(index)];
      const kind = roll(20);
      if (kind === 0) return send(server, 'POST', `${holder.path}/cancel`, {}, holder);
      if (kind < 6) return send(server, 'POST', `${holder.path}/cancel`, { places: 1 }, holder);
      if (kind < 10) return send(server, 'POST', `${holder.path}/move`, { sessionId: sessions[roll(2)]!.id }, holder);
      return send(server, 'PATCH', holder.path, { partySize: 1 + roll(4) }, holder);
    });
    const outcomes = Object.keys(tally(await Promise.all(deeds)));
    const expected = ['200', '409 session_full', '409 registration_cancelled', '409 already_registered'];
    expect(outcomes.filter((outcome) => !expected.includes(outcome))).toEqual([]);
    const lines = (await Promise.all(sessions.map(({ id }) => registrationsOf(one, id)))).flat();
    expect(lines).toHaveLength(6);
    for (const { seats, partySize } of lines) expect(seats).toBe(partySize);
    for (const holder of holders) expect(await holder.sequence()).toBe((await holder.told()).length - 1);
  });
});

describe('places that are held for an address', () => {
  let one: TestApp;
  let two: TestApp;
  beforeAll(async () => {
    one = await TestApp.start({}, { works: false });
    two = await one.beside();
  });
  afterAll(async () => {
    expect(await one.faults()).toEqual([]);
    expect(await deadlocksOf(one, two)).toBe(0);
    await two[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  async function held(parties: number, capacity: number) {
    const event = await one.make.event({ confirmation: 'by-email' });
    const session = await one.make.session(event, { capacity });
    const answers = await Promise.all(
      Array.from({ length: parties }, () => one.register(session.id, { partySize: 2 })),
    );
    return { session, ids: answers.map(({ body }) => String(body['id'])) };
  }

  /** The state that the person sees after following the link, or why not. */
  const confirm = (server: TestApp, id: string): Promise<string> =>
    server
      .service(EmailCheck)
      .confirm(id)
      .then(({ state }) => state)
      .catch((error: unknown) => {
        if (error instanceof DomainError) return error.code;
        throw error;
      });
  const expire = (server: TestApp): Promise<number> => server.service(UnverifiedExpiry).expireDue();

  it('are given back once when the time is up, by however many processes', async () => {
    const { session } = await held(10, 40);
    one.clock.travel({ minutes: 31 });
    const people = await Promise.all([expire(one), expire(two), expire(one), expire(two)]);
    expect(people.reduce((sum, more) => sum + more, 0)).toBe(20);
    expect(await poolsOf(one, session.id)).toMatchObject([{ taken: 0, people: 0 }]);
  });

  it('are confirmed once by a link that is followed many times', async () => {
    const { session, ids } = await held(1, 10);
    const seen = await Promise.all(Array.from({ length: 12 }, (_, index) => confirm(index % 2 ? one : two, ids[0]!)));
    expect(new Set(seen)).toEqual(new Set(['confirmed']));
    expect(await registrationsOf(one, session.id)).toMatchObject([{ confirmations: 1 }]);
  });

  it('belong to whoever was told so, where links are followed while the time runs out and others wait', async () => {
    const { session, ids } = await held(10, 20);
    one.clock.travel({ minutes: 31 });
    const confirming = ids.map((id, index) => confirm(index % 2 ? one : two, id));
    const [states, newcomers] = await Promise.all([
      Promise.all(confirming),
      Promise.all(ids.map(() => two.register(session.id, { partySize: 2 }))),
      expire(one),
      expire(two),
    ]);
    expect(states.filter((state) => !['confirmed', 'hold_ended'].includes(state))).toEqual([]);
    const lines = await registrationsOf(one, session.id);
    const confirmed = lines.filter(({ state }) => state === 'confirmed');
    expect(confirmed.map(({ id }) => id)).toEqual(ids.filter((_, index) => states[index] === 'confirmed').sort());
    expect(confirmed.every(({ confirmations }) => confirmations === 1)).toBe(true);
    const welcomed = newcomers.filter(({ status }) => status === 201).length;
    expect(lines.filter(({ state }) => state === 'unverified')).toHaveLength(welcomed);
    const [pool] = await poolsOf(one, session.id);
    expect(pool).toMatchObject({ taken: 2 * (confirmed.length + welcomed), people: pool!.taken });
  });
});

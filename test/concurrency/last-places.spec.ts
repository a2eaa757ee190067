import type pg from 'pg';
import type { Planted } from '../support/rows.js';
import { type Answer, nextPerson, TestApp } from '../support/test-app.js';
import { dice, type Line, peopleOf, poolsOf, registrationsOf, tally } from './ledger.js';
import { plainClients, takenIn, waitingForLocks } from './plain-clients.js';

describe('two takers of one last place, by hand', () => {
  const WITHOUT_CHECK = 'ALTER TABLE pools DROP CONSTRAINT pools_never_overbooked';

  it('control: both get it where the row is read without a lock', async () => {
    await using hands = await plainClients(WITHOUT_CHECK);
    const planted = await hands.rows.plant({ capacity: 1 });
    const free = [await look(hands.one, planted), await look(hands.two, planted)];
    expect(free).toEqual([1, 1]);
    await takeOne(hands.one, planted);
    await takeOne(hands.two, planted);
    expect(await takenIn(hands.one, planted)).toBe(2);
  });

  it('control: the CHECK constraint alone refuses the second, as a failure of the database', async () => {
    await using hands = await plainClients();
    const planted = await hands.rows.plant({ capacity: 1 });
    await takeOne(hands.one, planted);
    await expect(takeOne(hands.two, planted)).rejects.toMatchObject({ constraint: 'pools_never_overbooked' });
  });

  it('only one sees it free where the row is locked', async () => {
    await using hands = await plainClients(WITHOUT_CHECK);
    const planted = await hands.rows.plant({ capacity: 1 });
    await hands.one.query('BEGIN');
    await hands.two.query('BEGIN');
    expect(await look(hands.one, planted, 'FOR UPDATE')).toBe(1);
    const second = look(hands.two, planted, 'FOR UPDATE');
    await waitingForLocks(hands.one);
    await takeOne(hands.one, planted);
    await hands.one.query('COMMIT');
    expect(await second).toBe(0);
    await hands.two.query('ROLLBACK');
  });

  async function look(client: pg.Client, { pool }: Planted, lock = ''): Promise<number> {
    const { rows } = await client.query(`SELECT places - taken AS free FROM pools WHERE id = $1 ${lock}`, [pool]);
    return rows[0].free as number;
  }

  async function takeOne(client: pg.Client, { pool }: Planted): Promise<void> {
    await client.query('UPDATE pools SET taken = taken + 1 WHERE id = $1', [pool]);
  }
});

describe('the last places of a session', () => {
  let servers: TestApp[];
  beforeAll(async () => {
    const first = await TestApp.start({}, { works: false });
    servers = [first, await first.beside(), await first.beside()];
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server[Symbol.asyncDispose]();
  });

  it('go to exactly as many people as fit, one by one, on one server', async () => {
    const [app] = servers;
    const session = await app!.make.session(await app!.make.event(), { capacity: 3 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => app!.register(session.id)));
    expect(tally(answers)).toEqual({ 201: 3, '409 session_full': 17 });
  });

  it.each([
    { count: 1, requests: 200, capacity: 120 },
    { count: 3, requests: 500, capacity: 300 },
  ])('go to parties as long as they fit: $requests requests, $count servers', async ({ count, requests, capacity }) => {
    const [app] = servers;
    const session = await app!.make.session(await app!.make.event({ venue: { safeNumber: 500 } }), { capacity });
    const roll = dice(requests);
    const parties = Array.from({ length: requests }, () => ({ ...nextPerson(), partySize: 1 + roll(4) }));
    const answers = await Promise.all(
      parties.map((party, index) => servers[index % count]!.register(session.id, party)),
    );
    const given = parties.filter((_, index) => answers[index]!.status === 201);
    const refused = parties.filter((_, index) => answers[index]!.status !== 201);
    expect(Object.keys(tally(answers)).sort()).toEqual(['201', '409 session_full']);

    const [pool] = await poolsOf(app!, session.id);
    expect(pool).toMatchObject({ taken: peopleOf(given), people: peopleOf(given), places: capacity });
    const free = pool!.places - pool!.taken;
    expect(Math.min(...refused.map(({ partySize }) => partySize))).toBeGreaterThan(free);
    expectRowsOf(await registrationsOf(app!, session.id), given, answers);
    expect(await app!.faults()).toEqual([]);
  });

  /** A row, seats and one queued confirmation for whoever was told so, and nothing of anybody else. */
  function expectRowsOf(lines: readonly Line[], given: readonly Party[], answers: readonly Answer[]): void {
    const told = answers.filter(({ status }) => status === 201).map(({ body }) => String(body['id']));
    expect(lines.map(({ id }) => id)).toEqual(told.sort());
    const expected = given.map(({ email, partySize }) => ({ email, partySize, seats: partySize, confirmations: 1 }));
    const found = lines.map(({ email, partySize, seats, confirmations }) => ({
      ...{ email, partySize, seats, confirmations },
    }));
    expect(byEmail(found)).toEqual(byEmail(expected));
  }
});

type Party = ReturnType<typeof nextPerson> & { readonly partySize: number };

function byEmail<T extends { readonly email: string }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => a.email.localeCompare(b.email));
}

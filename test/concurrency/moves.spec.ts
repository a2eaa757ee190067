import { Admission } from '#admission';
import pg from 'pg';
import { Holder } from '../support/holder.js';
import { type Answer, TestApp } from '../support/test-app.js';
import { deadlocksOf, poolsOf, tally } from './ledger.js';
import { connect, plainClients, waitingForLocks, waitsForLock } from './plain-clients.js';

describe('two moves in opposite directions, by hand', () => {
  it('control: end in a deadlock where each locks its own pool first', async () => {
    await using hands = await plainClients();
    const { pool: there } = await hands.rows.plant();
    const { pool: back } = await hands.rows.plant();
    const lock = 'SELECT FROM pools WHERE id = $1 FOR UPDATE';
    await hands.one.query('BEGIN');
    await hands.two.query('BEGIN');
    await hands.one.query(lock, [there]);
    await hands.two.query(lock, [back]);
    const [first, second] = await Promise.allSettled([hands.one.query(lock, [back]), hands.two.query(lock, [there])]);
    const lost = [first, second].filter(({ status }) => status === 'rejected');
    expect(lost).toMatchObject([{ reason: { code: '40P01' } }]);
  });
});

describe('moves at once, on two servers', () => {
  let one: TestApp;
  let two: TestApp;
  let hand: pg.Client;
  beforeAll(async () => {
    one = await TestApp.start({}, { works: false });
    two = await one.beside();
    hand = await connect(one.databaseUrl);
  });
  afterAll(async () => {
    expect(await one.faults()).toEqual([]);
    expect(await deadlocksOf(one, two)).toBe(0);
    await hand.end();
    await two[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  async function sessions(...capacities: readonly number[]) {
    const event = await one.make.event();
    return Promise.all(capacities.map((capacity) => one.make.session(event, { capacity })));
  }

  const holders = (sessionId: string, count: number) =>
    Promise.all(Array.from({ length: count }, () => Holder.in(one, sessionId)));

  const moveOn = (server: TestApp, { path, headers }: Holder, { id }: { readonly id: string }): Promise<Answer> =>
    server.post(`${path}/move`, { sessionId: id }, headers);

  it('between two full sessions are all refused, and everybody keeps their places', async () => {
    const [a, b] = await sessions(6, 6);
    const [here, there] = [await holders(a!.id, 6), await holders(b!.id, 6)];
    const answers = await Promise.all([
      ...here.map((holder) => moveOn(one, holder, b!)),
      ...there.map((holder) => moveOn(two, holder, a!)),
    ]);
    expect(tally(answers)).toEqual({ '409 session_full': 12 });
    expect([...(await poolsOf(one, a!.id)), ...(await poolsOf(one, b!.id))]).toMatchObject([
      { people: 6 },
      { people: 6 },
    ]);
  });

  it('in both directions swap as many as there is room for, and nobody is lost', async () => {
    const [a, b] = await sessions(20, 12);
    const [here, there] = [await holders(a!.id, 10), await holders(b!.id, 10)];
    const answers = await Promise.all([
      ...here.map((holder, index) => moveOn(index % 2 ? one : two, holder, b!)),
      ...there.map((holder, index) => moveOn(index % 2 ? two : one, holder, a!)),
    ]);
    expect(Object.keys(tally(answers)).every((outcome) => ['200', '409 session_full'].includes(outcome))).toBe(true);
    const [[first], [second]] = [await poolsOf(one, a!.id), await poolsOf(one, b!.id)];
    expect(first!.people + second!.people).toBe(20);
    const gone = answers.slice(0, 10).filter(({ status }) => status === 200).length;
    const come = answers.slice(10).filter(({ status }) => status === 200).length;
    expect(first!.people).toBe(10 - gone + come);
  });

  it('of one party to different sessions leave it in one of them', async () => {
    const all = await sessions(10, 10, 10, 10);
    const holder = await Holder.in(one, all[0]!.id, { partySize: 3 });
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) => moveOn(index % 2 ? one : two, holder, all[index % 4]!)),
    );
    expect(tally(answers)).toEqual({ 200: 24 });
    const pools = (await Promise.all(all.map(({ id }) => poolsOf(one, id)))).flat();
    expect(pools.map(({ taken }) => taken).sort()).toEqual([0, 0, 0, 3]);
  });

  it('compete with newcomers for the last place: one of them gets it', async () => {
    const [full, wanted] = await sessions(8, 1);
    const movers = await holders(full!.id, 8);
    const answers = await Promise.all([
      ...movers.map((holder, index) => moveOn(index % 2 ? one : two, holder, wanted!)),
      ...Array.from({ length: 8 }, (_, index) => (index % 2 ? two : one).register(wanted!.id)),
    ]);
    const got = answers.filter(({ status }) => status < 300);
    expect([got.length, tally(answers)['409 session_full']]).toEqual([1, 15]);
    expect(await poolsOf(one, wanted!.id)).toMatchObject([{ taken: 1, people: 1 }]);
    const left = got[0]!.status === 200 ? 7 : 8;
    expect(await poolsOf(one, full!.id)).toMatchObject([{ taken: left, people: left }]);
  });

  describe('lock pools in one order', () => {
    const isFree = (poolId: string) =>
      hand
        .query('SELECT FROM pools WHERE id = $1 FOR UPDATE SKIP LOCKED', [poolId])
        .then(({ rowCount }) => rowCount === 1);

    async function poolIds(...of: readonly { readonly id: string }[]): Promise<string[]> {
      const ids = of.map(({ id }) => id);
      const { rows } = await hand.query<{ id: string }>('SELECT id FROM pools WHERE session_id = ANY($1) ORDER BY id', [
        ids,
      ]);
      return rows.map(({ id }) => id);
    }

    it('whatever order they are asked for: who waits for the first holds none after it', async () => {
      const [first, second] = await poolIds(...(await sessions(5, 5)));
      const holding = await connect(one.databaseUrl);
      await holding.query('BEGIN');
      await holding.query('SELECT FROM pools WHERE id = $1 FOR UPDATE', [first]);
      const waiting = one.database.transaction((tx) => one.service(Admission).lock(tx, [second!, first!]));
      await waitingForLocks(hand);
      expect(await isFree(second!)).toBe(true);
      await holding.query('COMMIT');
      expect([...(await waiting).keys()]).toEqual([first, second]);
      await holding.end();
    });

    it('and look again without locks when the party has moved meanwhile', async () => {
      const [a, b] = await sessions(5, 5);
      const holder = await Holder.in(one, a!.id);
      const [[from], [to]] = [await poolIds(a!), await poolIds(b!)];
      const [mover, other] = [await connect(one.databaseUrl), await connect(one.databaseUrl)];
      await mover.query('BEGIN');
      await mover.query('SELECT FROM pools WHERE id = ANY($1) FOR UPDATE', [[from, to]]);
      const cancelled = holder.cancel();
      await waitingForLocks(hand);
      await mover.query('UPDATE pools SET taken = 1 - taken WHERE id = ANY($1)', [[from, to]]);
      const moved = 'UPDATE registrations SET session_id = $1, unique_within = $1, pool_id = $2 WHERE id = $3';
      await mover.query(moved, [b!.id, to, holder.id]);
      await other.query('BEGIN');
      const { rows } = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const locked = other.query('SELECT FROM pools WHERE id = $1 FOR UPDATE', [to]);
      await waitsForLock(hand, rows[0]!.pid);
      await mover.query('COMMIT');
      await locked;
      await waitingForLocks(hand);
      expect(await isFree(from!)).toBe(true);
      await other.query('COMMIT');
      expect((await cancelled).body).toMatchObject({ state: 'cancelled', sessionId: b!.id });
      expect([...(await poolsOf(one, a!.id)), ...(await poolsOf(one, b!.id))]).toMatchObject([
        { taken: 0 },
        { taken: 0 },
      ]);
      await Promise.all([mover.end(), other.end()]);
    });
  });
});

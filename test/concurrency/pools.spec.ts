import { Admission, CapacityBelowTaken, OverCapacity, PoolRelease } from '#admission';
import { CancelService } from '#registration';
import type pg from 'pg';
import { Rows } from '../support/rows.js';
import { TestApp } from '../support/test-app.js';
import { deadlocksOf, poolsOf, tally } from './ledger.js';
import { connect, plainClients, waitingForLocks } from './plain-clients.js';

describe('a release and a take, by hand', () => {
  it('control: one place goes to two people where the release reads the free places without a lock', async () => {
    await using hands = await plainClients('ALTER TABLE pools DROP CONSTRAINT pools_never_overbooked');
    const planted = await hands.rows.plant({ capacity: 2 });
    await hands.one.query('UPDATE pools SET places = 1');
    const invited = {
      name: 'Invited',
      audience: 'invited',
      places: 1,
      releases_at: '2027-01-01',
      releases_to: planted.pool,
    };
    const pool = await hands.rows.pool(planted.event, planted.session, invited);
    const free = await hands.one.query('SELECT places - taken AS free FROM pools WHERE id = $1', [pool]);
    await hands.two.query('UPDATE pools SET taken = taken + 1 WHERE id = $1', [pool]);
    await hands.one.query('UPDATE pools SET places = places - $2 WHERE id = $1', [pool, free.rows[0].free]);
    const { rows } = await hands.one.query('SELECT places, taken FROM pools WHERE id = $1', [pool]);
    expect(rows).toEqual([{ places: 0, taken: 1 }]);
  });
});

describe('the pools of a session, on two servers', () => {
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

  /** A session with public places and a pool of invited guests, of whom some have accepted. */
  async function withGuests(open: number, invited: number, accepted: number) {
    const event = await one.make.event();
    const pools = [{ name: 'Invited', places: invited, releasesAt: one.clock.now() }];
    const session = await one.make.session(event, { capacity: open + invited, pools });
    const { rows } = await hand.query<{ id: string }>(
      "UPDATE pools SET taken = $2 WHERE session_id = $1 AND name = 'Invited' RETURNING id",
      [session.id, accepted],
    );
    const planted = { venue: '', event: event.id, session: session.id, pool: rows[0]!.id };
    const guests: string[] = [];
    for (let guest = 0; guest < accepted; guest++) guests.push(await new Rows(hand).registration(planted));
    for (const id of guests) await hand.query(QUEUED, [id, event.id]);
    return { session, pool: rows[0]!.id, guests };
  }

  /** So that the guests count as told. */
  const QUEUED = `INSERT INTO messages (id, event_id, registration_id, kind, recipient, state, created_at)
                  VALUES (gen_random_uuid(), $2, $1, 'confirmation', '', 'queued', now())`;

  const resize = (app: TestApp, poolId: string, places: number): Promise<unknown> =>
    app.database
      .transaction(async (tx) => {
        const admission = app.service(Admission);
        await admission.resize(tx, (await admission.lock(tx, [poolId])).get(poolId)!, places);
      })
      .catch((error: unknown) => error);

  it('are released once, by however many processes', async () => {
    const { session, pool } = await withGuests(10, 8, 3);
    const released = await Promise.all([one, two, one, two].map((app) => app.service(PoolRelease).release(pool)));
    expect(released.filter(Boolean)).toHaveLength(1);
    expect(await poolsOf(one, session.id)).toMatchObject([
      { name: 'Invited', places: 3, taken: 3 },
      { name: 'Public', places: 15, taken: 0 },
    ]);
  });

  it('lose no place where guests cancel and people register while the release runs', async () => {
    const { session, guests } = await withGuests(5, 15, 10);
    const cancelling = guests.slice(0, 6).map((id, index) => [one, two][index % 2]!.service(CancelService).cancel(id));
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, index) => [two, one][index % 2]!.register(session.id))),
      one.service(PoolRelease).releaseDue(),
      two.service(PoolRelease).releaseDue(),
      ...cancelling,
    ]);
    const given = tally(answers)[201]!;
    expect(Object.keys(tally(answers)).filter((outcome) => !/^(201|409 session_full)$/.test(outcome))).toEqual([]);
    expect(given).toBeGreaterThanOrEqual(5);
    expect(await poolsOf(one, session.id)).toMatchObject([
      { name: 'Invited', places: 4, taken: 4, people: 4 },
      { name: 'Public', places: 16, taken: given, people: given },
    ]);
  });

  it('pass on what is given back after the release', async () => {
    const { session, pool, guests } = await withGuests(1, 3, 3);
    await one.service(PoolRelease).release(pool);
    await Promise.all(guests.map((id, index) => [one, two][index % 2]!.service(CancelService).cancel(id)));
    expect(await poolsOf(one, session.id)).toMatchObject([{ places: 0 }, { places: 4 }]);
    expect(tally(await Promise.all(Array.from({ length: 6 }, () => two.register(session.id))))).toMatchObject({
      201: 4,
    });
  });

  it('are never made smaller than what is taken while people register', async () => {
    const session = await one.make.session(await one.make.event(), { capacity: 30 });
    const { rows } = await hand.query<{ id: string }>('SELECT id FROM pools WHERE session_id = $1', [session.id]);
    const [answers, ...sizes] = await Promise.all([
      Promise.all(Array.from({ length: 40 }, (_, index) => [one, two][index % 2]!.register(session.id))),
      ...[20, 12, 6, 25].map((places, index) => resize([one, two][index % 2]!, rows[0]!.id, places)),
    ]);
    expect(sizes.filter((size) => size !== undefined && !(size instanceof CapacityBelowTaken))).toEqual([]);
    const [pool] = await poolsOf(one, session.id);
    expect(pool).toMatchObject({ taken: tally(answers)[201], people: tally(answers)[201] });
    expect(pool!.taken).toBeLessThanOrEqual(pool!.places);
  });

  it('grow at once only as far as the session holds: one is refused', async () => {
    const { session, pool } = await withGuests(5, 5, 0);
    await hand.query('UPDATE sessions SET capacity = 12 WHERE id = $1', [session.id]);
    const { rows } = await hand.query<{ id: string }>(
      "SELECT id FROM pools WHERE session_id = $1 AND audience = 'public'",
      [session.id],
    );
    const sizes = await Promise.all([resize(one, pool, 7), resize(two, rows[0]!.id, 7)]);
    expect(sizes.filter((size) => size === undefined)).toHaveLength(1);
    expect(sizes.filter((size) => size instanceof OverCapacity)).toHaveLength(1);
  });
});

describe('a session that is cancelled', () => {
  let app: TestApp;
  let hand: pg.Client;
  let watcher: pg.Client;
  beforeAll(async () => {
    app = await TestApp.start({}, { works: false });
    hand = await connect(app.databaseUrl);
    watcher = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await Promise.all([hand.end(), watcher.end()]);
    await app[Symbol.asyncDispose]();
  });

  /** Begins to register while the cancellation is under way; answers what became of it. */
  async function registerWhileCancelling(lock: string): Promise<Record<string, number>> {
    const session = await app.make.session(await app.make.event());
    await hand.query('BEGIN');
    if (lock) await hand.query(lock, [session.id]);
    await hand.query("UPDATE sessions SET status = 'cancelled' WHERE id = $1", [session.id]);
    const answer = app.register(session.id);
    if (lock) await waitingForLocks(watcher);
    else await answer;
    await hand.query('COMMIT');
    return tally([await answer]);
  }

  it('control: still takes people where the cancellation locks no pools', async () => {
    expect(await registerWhileCancelling('')).toEqual({ 201: 1 });
  });

  it('takes nobody where its pools are locked first, as the house does', async () => {
    const lock = 'SELECT FROM pools WHERE session_id = $1 FOR UPDATE';
    expect(await registerWhileCancelling(lock)).toEqual({ '409 session_cancelled': 1 });
  });
});

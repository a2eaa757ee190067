import { Admission, type LockedPool, PoolRelease } from '#admission';
import type { Tx } from '#database';
import type { Session } from '#programme';
import { TestApp } from '../../support/test-app.js';
import { poolsOf } from '../../concurrency/ledger.js';

let app: TestApp;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  const pools = [{ name: 'Press', places: 3, releasesAt: new Date('2030-01-01T00:00:00Z') }];
  session = await app.make.session(await app.make.event(), { capacity: 8, pools });
});
afterEach(async () => expect(await countersWithoutPeople()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

/** Does something to a pool of the session that is locked. */
async function within<T>(name: 'Public' | 'Press', deed: (tx: Tx, admission: Admission, pool: LockedPool) => T) {
  const [{ id }] = (await app.database.reader.query('SELECT id FROM pools WHERE session_id = $1 AND name = $2', [
    session.id,
    name,
  ])) as [{ id: string }];
  return app.database.transaction(async (tx) => {
    const admission = app.service(Admission);
    return deed(tx, admission, (await admission.lock(tx, [id])).get(id)!);
  });
}

async function countersWithoutPeople(): Promise<unknown[]> {
  return app.database.reader.query('SELECT id FROM pools WHERE offered > taken OR promised < 0');
}

async function jobs(): Promise<unknown[]> {
  return app.database.reader.query(
    `SELECT data FROM pgboss.job WHERE name = 'waiting-list.offer' AND data->>'sessionId' = $1`,
    [session.id],
  );
}

describe('a pool that parties wait for', () => {
  beforeEach(() => within('Public', (tx, admission, pool) => admission.markWaitedFor(tx, pool, true)));

  it('gives nothing that comes free to whoever comes', async () => {
    const refused = await app.register(session.id, { partySize: 1 });
    expect(refused).toMatchObject({ status: 409, body: { code: 'session_full', available: 0 } });
    await within('Public', (tx, admission, pool) => admission.markWaitedFor(tx, pool, false));
    expect((await app.register(session.id, { partySize: 1 })).status).toBe(201);
  });

  it('gives it to those who wait, once, and counts it as taken until they answer', async () => {
    expect(await within('Public', (tx, admission, pool) => admission.offer(tx, pool, 4))).toBe(true);
    expect(await within('Public', (tx, admission, pool) => admission.offer(tx, pool, 2))).toBe(false);
    await within('Public', (tx, admission, pool) => admission.endOffer(tx, pool, 4, 1));
    expect(await poolsOf(app, session.id)).toContainEqual(expect.objectContaining({ name: 'Public', taken: 1 }));
    await within('Public', (tx, admission, pool) => admission.giveBack(tx, pool, 1));
  });

  it('has somebody look whenever places come free: given back, released or added', async () => {
    expect(await jobs()).toHaveLength(0);
    await within('Public', (tx, admission, pool) => admission.offer(tx, pool, 1));
    await within('Public', (tx, admission, pool) => admission.endOffer(tx, pool, 1, 0));
    expect(await jobs()).toHaveLength(1);
    await within('Public', (tx, admission, pool) => admission.resize(tx, pool, 4));
    expect(await jobs()).toHaveLength(1);
    await within('Public', (tx, admission, pool) => admission.resize(tx, { ...pool, places: 4 }, 5));
    expect(await jobs()).toHaveLength(2);
    const [press] = (await app.database.reader.query(`SELECT id FROM pools WHERE session_id = $1 AND name = 'Press'`, [
      session.id,
    ])) as { id: string }[];
    await app.service(PoolRelease).release(press!.id);
    expect(await jobs()).toHaveLength(3);
  });
});

describe('places that are promised', () => {
  it('are taken by nobody else', async () => {
    await within('Public', (tx, admission, pool) => admission.promise(tx, pool, 4));
    expect((await app.register(session.id, { partySize: 2 })).body).toMatchObject({ available: 1 });
    expect((await app.register(session.id, { partySize: 1 })).status).toBe(201);
    expect(await within('Public', (tx, admission, pool) => admission.takePromised(tx, pool, 3, 4))).toBe(true);
    expect((await app.register(session.id, { partySize: 1 })).status).toBe(201);
    await within('Public', (tx, admission, pool) => admission.giveBack(tx, pool, 3));
  });

  it('come free for everybody when they are not wanted', async () => {
    await within('Public', (tx, admission, pool) => admission.promise(tx, pool, 5));
    expect((await app.register(session.id, { partySize: 1 })).status).toBe(409);
    await within('Public', (tx, admission, pool) => admission.takeBackPromise(tx, pool, 5));
    expect((await app.register(session.id, { partySize: 5 })).status).toBe(201);
  });

  it('are promised no more once the pool is released', async () => {
    await within('Press', (tx, admission, pool) => admission.promise(tx, pool, 3));
    const [press] = (await app.database.reader.query(`SELECT id FROM pools WHERE session_id = $1 AND name = 'Press'`, [
      session.id,
    ])) as { id: string }[];
    await app.service(PoolRelease).release(press!.id);
    await within('Press', (tx, admission, pool) => admission.takeBackPromise(tx, pool, 3));
    expect((await app.register(session.id, { partySize: 6 })).status).toBe(201);
    expect(await within('Press', (tx, admission, pool) => admission.takePromised(tx, pool, 1, 3))).toBe(false);
  });
});

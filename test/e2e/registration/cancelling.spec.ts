import type { Event } from '#programme';
import { available, Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

async function party(partySize = 3) {
  const session = await app.make.session(event, { capacity: 6 });
  const guests = [{ name: 'Tom' }, { name: 'May' }].slice(0, partySize - 1);
  const holder = await Holder.in(app, session.id, { name: 'Ada', partySize, guests });
  return { holder, session, left: () => available(app, event.slug, session.id) };
}

describe('giving up places', () => {
  it('gives all of them back, with one mail and one more SEQUENCE', async () => {
    const { holder, left } = await party();
    const answer = await holder.cancel();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'cancelled', reference: holder.reference });
    expect(await left()).toBe(6);
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'cancellation' }]);
    expect(await holder.sequence()).toBe(1);
  });

  it('needs no body', async () => {
    const { holder } = await party();
    const answer = await app.call('POST', `${holder.path}/cancel`, { headers: holder.headers });
    expect([answer.status, answer.body['state']]).toEqual([200, 'cancelled']);
  });

  it('gives some of them back, the last ones', async () => {
    const { holder, left } = await party();
    const answer = await holder.cancel({ places: 1 });
    expect(answer.body).toMatchObject({
      ...{ state: 'confirmed', partySize: 2 },
      places: [{ name: 'Ada' }, { name: 'Tom' }],
    });
    expect(await left()).toBe(4);
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'change' }]);
  });

  it('of the whole party is giving all up', async () => {
    const { holder, left } = await party();
    expect((await holder.cancel({ places: 3 })).body).toMatchObject({ state: 'cancelled' });
    expect(await left()).toBe(6);
  });

  it('twice changes nothing the second time', async () => {
    const { holder, left } = await party();
    const first = await holder.cancel();
    const second = await holder.cancel();
    expect([second.status, second.text]).toEqual([200, first.text]);
    expect([await left(), (await holder.told()).length, await holder.sequence()]).toEqual([6, 2, 1]);
  });

  it('twice at once gives the places back once', async () => {
    const { holder, left } = await party();
    const answers = await Promise.all([holder.cancel(), holder.cancel(), holder.cancel()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect([await left(), (await holder.told()).length]).toEqual([6, 2]);
  });

  it('of more places than there are is refused', async () => {
    const { holder, left } = await party(1);
    const answer = await holder.cancel({ places: 2 });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      errors: [{ pointer: '/places', code: 'too_many_places', detail: 'This party has 1 place to give up.' }],
    });
    expect(await left()).toBe(5);
  });

  it.each([0, -1, 1.5, '1', null, 1e9])('of %j places is refused', async (places) => {
    const { holder, left } = await party();
    const answer = await holder.cancel({ places });
    expect([answer.status, answer.body['errors']]).toMatchObject([422, [{ pointer: '/places' }]]);
    expect(await left()).toBe(3);
  });

  it('lets somebody else have them', async () => {
    const { holder, session } = await party();
    expect((await app.register(session.id, { partySize: 4 })).body['code']).toBe('session_full');
    await holder.cancel({ places: 1 });
    expect((await app.register(session.id, { partySize: 4 })).status).toBe(201);
  });

  it('of a pool that was released gives them to the pool it was released to', async () => {
    const session = await app.make.session(event, {
      ...{ capacity: 10, places: 6 },
      pools: [{ name: 'Press', places: 4, releasesAt: new Date('2026-01-02T00:00:00Z') }],
    });
    const holder = await Holder.in(app, session.id, { partySize: 2 });
    const { PoolRelease } = await import('#admission');
    const pools = await app.database.reader.query<{ id: string; audience: string }[]>(
      'SELECT id, audience FROM pools WHERE session_id = $1',
      [session.id],
    );
    const poolOf = (audience: string) => pools.find((pool) => pool.audience === audience)!.id;
    await app.database.reader.query('UPDATE registrations SET pool_id = $1 WHERE id = $2', [
      poolOf('invited'),
      holder.id,
    ]);
    const move = 'UPDATE pools SET taken = CASE audience WHEN $1 THEN 2 ELSE 0 END WHERE session_id = $2';
    await app.database.reader.query(move, ['invited', session.id]);
    await app.service(PoolRelease).release(poolOf('invited'));
    expect(await available(app, event.slug, session.id)).toBe(8);
    await holder.cancel();
    expect(await available(app, event.slug, session.id)).toBe(10);
  });
});

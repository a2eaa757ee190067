import { setTimeout as sleep } from 'node:timers/promises';
import { Bell, Changes, type Rung } from '#changes';
import type { Event } from '#programme';
import { eventually } from '../../support/eventually.js';
import { Holder } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { Watcher } from '../../support/watcher.js';

let app: TestApp;
let owner: Record<string, string>;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  owner = await app.key('owner');
});
afterAll(() => app[Symbol.asyncDispose]());

/** Something happens in an event, as a service would note it. */
const happen = (event: Event, kind: string, subjectId = event.id) =>
  app.database.transaction((tx) =>
    Promise.resolve(app.service(Changes).put(tx, [{ eventId: event.id, kind, subjectId }])),
  );
const garden = async (capacity = 20) => {
  const event = await app.make.event();
  return { event, session: await app.make.session(event, { capacity }) };
};

/** In milliseconds, for a machine that has much else to do. */
const PATIENCE = 30_000;

/** What the bell of a server says from now on. */
class Ear implements Disposable {
  readonly heard: Rung[] = [];
  private readonly stop: () => void;

  constructor(server: TestApp) {
    this.stop = server.service(Bell).listen((rung) => this.heard.push(rung));
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /** Whether it has said so without naming an event, as it does by itself every five seconds. */
  get looked(): boolean {
    return this.heard.includes(null);
  }

  rangFor(event: Event): boolean {
    return this.heard.some((rung) => rung?.has(event.id));
  }
}

/** The work ends when something is seen. If a bell looked by itself meanwhile that proves nothing, and it is done again. */
async function foundByRings(servers: readonly TestApp[], event: Event, work: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    const ears = servers.map((server) => new Ear(server));
    await work();
    for (const ear of ears) ear[Symbol.dispose]();
    if (ears.some(({ looked }) => looked)) continue;
    expect(ears.map((ear) => ear.rangFor(event))).toEqual(servers.map(() => true));
    return;
  }
  throw new Error('It was never found before a bell looked by itself.');
}

describe('watching an event', () => {
  it('begins with how full every session is', async () => {
    const { event, session } = await garden(10);
    const other = await app.make.session(event, { capacity: 4, pools: [{ name: 'Guests', places: 1 }] });
    await app.register(session.id, { partySize: 6 });
    await using watcher = await Watcher.of(app, event.id, owner);
    await watcher.until(() => watcher.seen.length > 0);
    const numbers = { capacity: 10, available: 4, taken: 6, held: 0, state: 'few' };
    expect(watcher.seen).toEqual([
      {
        event: 'snapshot',
        id: expect.stringMatching(/^\d+$/) as string,
        data: {
          sessions: [
            { sessionId: session.id, ...numbers },
            { sessionId: other.id, capacity: 4, available: 3, taken: 0, held: 0, state: 'few' },
          ],
        },
      },
    ]);
    expect(watcher.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(watcher.response.headers.get('cache-control')).toBe('no-store');
    expect(watcher.response.headers.get('x-request-id')).toBeTruthy();
  });

  it('tells what is taken and given back, only where it changes', async () => {
    const { event, session } = await garden();
    await app.make.session(event);
    await using watcher = await Watcher.of(app, event.id, owner);
    const holder = await Holder.in(app, session.id, { partySize: 3 });
    await watcher.until(() => watcher.session(session.id)?.taken === 3);
    await holder.cancel();
    await watcher.until(() => watcher.session(session.id)?.taken === 0);
    const availability = watcher.seen.filter((one) => one.event === 'availability');
    expect(availability.map(({ data }) => (data['sessions'] as object[]).length)).toEqual([1, 1]);
  });

  it('tells places that wait for a mailed link as held', async () => {
    const event = await app.make.event({ confirmation: 'by-email' });
    const session = await app.make.session(event);
    await app.register(session.id, { partySize: 2 });
    await using watcher = await Watcher.of(app, event.id, owner);
    await watcher.until(() => watcher.seen.length > 0);
    expect(watcher.session(session.id)).toMatchObject({ taken: 2, held: 2 });
  });

  it('sees through any server what happens through another', async () => {
    await using other = await app.beside();
    const { event, session } = await garden();
    await using here = await Watcher.of(app, event.id, owner);
    await using there = await Watcher.of(other, event.id, owner);
    let made = 0;
    await foundByRings([app, other], event, async () => {
      const { id } = await Holder.in(other, session.id);
      made++;
      for (const watcher of [here, there]) {
        const isThere = () => watcher.session(session.id)?.taken === made && watcher.kinds.length === made;
        await watcher.until(isThere, PATIENCE);
        const change = watcher.seen.findLast((one) => one.event === 'change');
        expect(change?.data).toMatchObject({ kind: 'registration.made', subjectId: id, eventId: event.id });
      }
    });
  }, 120_000);

  it('finds within seconds what was never rung for', async () => {
    const { event, session } = await garden();
    await using watcher = await Watcher.of(app, event.id, owner);
    await app.database.reader.query('UPDATE pools SET taken = 5 WHERE session_id = $1', [session.id]);
    await watcher.until(() => watcher.session(session.id)?.taken === 5);
    await app.database.reader.query('UPDATE pools SET taken = 0 WHERE session_id = $1', [session.id]);
  });

  it('gathers what comes quickly: at most two tellings a second, and no change is left out', async () => {
    const { event, session } = await garden(100);
    await using watcher = await Watcher.of(app, event.id, owner);
    const began = performance.now();
    for (let one = 0; one < 60; one++) await app.register(session.id);
    await watcher.until(() => watcher.kinds.length === 60);
    await watcher.until(() => watcher.session(session.id)?.taken === 60);
    const told = watcher.seen.filter((one) => one.event === 'availability').length;
    expect(told).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 500) + 1);
  });

  it('tells of other events nothing', async () => {
    const [{ event }, { event: other, session }] = [await garden(), await garden()];
    await using watcher = await Watcher.of(app, event.id, owner);
    await app.register(session.id);
    await happen(other, 'event.changed');
    await happen(event, 'event.changed');
    await watcher.until(() => watcher.kinds.length > 0);
    expect(watcher.kinds).toEqual(['event.changed']);
    expect(watcher.session(session.id)).toBeUndefined();
  });

  it('tells what happens to people to those only who may read registrations', async () => {
    const { event } = await garden();
    await using viewer = await Watcher.of(app, event.id, await app.key('viewer'));
    await using door = await Watcher.of(app, event.id, await app.key('door'));
    await happen(event, 'registration.made');
    await happen(event, 'message.failed');
    await happen(event, 'session.rescheduled');
    for (const one of [viewer, door]) await one.until(() => one.kinds.includes('session.rescheduled'));
    expect(viewer.kinds).toEqual(['registration.made', 'message.failed', 'session.rescheduled']);
    expect(door.kinds).toEqual(['session.rescheduled']);
  });
});

describe('who comes back', () => {
  it('gets what happened meanwhile, once, in order', async () => {
    const { event } = await garden();
    let lastId: string;
    {
      await using watcher = await Watcher.of(app, event.id, owner);
      await happen(event, 'registration.made');
      await watcher.until(() => watcher.kinds.length === 1);
      ({ lastId } = watcher);
    }
    const missed = Array.from({ length: 450 }, (_, index) => `registration.m${index}`);
    await app.database.transaction((tx) =>
      Promise.resolve(
        app.service(Changes).put(
          tx,
          missed.map((kind) => ({ eventId: event.id, kind, subjectId: event.id })),
        ),
      ),
    );
    await using other = await app.beside();
    await using back = await Watcher.of(other, event.id, { ...owner, 'last-event-id': lastId });
    await happen(event, 'registration.cancelled');
    await back.until(() => back.kinds.includes('registration.cancelled'));
    expect(back.kinds).toEqual([...missed, 'registration.cancelled']);
    expect(back.seen[0]).toMatchObject({ event: 'snapshot', id: lastId });
  });

  it('begins anew with an id that the feed has not reached, and is told about one that is none', async () => {
    const { event } = await garden();
    await using watcher = await Watcher.of(app, event.id, { ...owner, 'last-event-id': '99999999999' });
    await watcher.until(() => watcher.seen.length > 0);
    expect(Number(watcher.lastId)).toBeLessThan(99_999_999_999);
    const path = `/api/v1/admin/events/${event.id}/live`;
    expectProblem(await app.get(path, { ...owner, 'last-event-id': 'x' }), 422, 'invalid_input');
  });
});

describe('the stream', () => {
  it('is refused to who may not read the event, as if it were not there', async () => {
    const { event } = await garden();
    const path = `/api/v1/admin/events/${event.id}/live`;
    expectProblem(await app.get(path), 401, 'unauthorized');
    expectProblem(await app.get(path, await app.key({ scopes: ['audit:read'] })), 403, 'forbidden');
    const elsewhere = await app.key({ role: 'manager', eventIds: [(await garden()).event.id] });
    expectProblem(await app.get(path, elsewhere), 404, 'not_found');
    expectProblem(await app.get('/api/v1/admin/events/x/live', owner), 404, 'not_found');
  });

  it('answers HEAD without staying', async () => {
    const { event } = await garden();
    const answer = await app.call('HEAD', `/api/v1/admin/events/${event.id}/live`, { headers: owner });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });

  it('ends when the key is revoked', async () => {
    const { event } = await garden();
    const team = await Team.as(app);
    const made = await team.post('api-keys', { name: 'wall', role: 'viewer' });
    const { id, key } = made.body as unknown as { id: string; key: string };
    await using watcher = await Watcher.of(app, event.id, { authorization: `Bearer ${key}` });
    await using staying = await Watcher.of(app, event.id, owner);
    expect((await team.remove(`api-keys/${id}`)).status).toBe(204);
    await watcher.until(() => watcher.isOver);
    expect(staying.isOver).toBe(false);
  });

  it('is open twenty times at once for one caller, not more', async () => {
    const { event } = await garden();
    const headers = await app.key('viewer');
    await using others = new AsyncDisposableStack();
    for (let one = 0; one < 20; one++) others.use(await Watcher.of(app, event.id, headers));
    const path = `/api/v1/admin/events/${event.id}/live`;
    const problem = await app.get(path, headers);
    expectProblem(problem, 429, 'too_many_streams');
    expect(problem.headers.get('retry-after')).toBeTruthy();
    await using another = await Watcher.of(app, event.id, owner);
    expect(another.isOver).toBe(false);
  });

  it('holds no place in the queue of requests and no connection of the database', async () => {
    await using small = await TestApp.start({ DATABASE_CONNECTIONS: '2' }, { works: false });
    const event = await small.make.event();
    await using watchers = new AsyncDisposableStack();
    const keys = await Promise.all(Array.from({ length: 30 }, () => small.key('viewer')));
    const all = keys.flatMap((headers) => Array.from({ length: 20 }, () => Watcher.of(small, event.id, headers)));
    for (const watcher of await Promise.all(all)) watchers.use(watcher);
    // 600 of them, where 512 requests are worked on at once.
    expect((await small.get('/api/v1/events')).status).toBe(200);
  }, 60_000);

  it('ends first at an orderly stop', async () => {
    const other = await app.beside();
    const { event } = await garden();
    const watcher = await Watcher.of(other, event.id, owner);
    let hasStopped = false;
    const stopping = other[Symbol.asyncDispose]().then(() => (hasStopped = true));
    await watcher.until(() => watcher.isOver, PATIENCE);
    expect([hasStopped, watcher.wasCutOff]).toEqual([false, false]);
    await stopping;
  });

  it('outlives the time after which a silent connection is cut', async () => {
    const { event } = await garden();
    await using watcher = await Watcher.of(app, event.id, owner);
    await watcher.until(() => watcher.beats >= 2, 40_000);
    await happen(event, 'event.changed');
    await watcher.until(() => watcher.kinds.length === 1);
  }, 60_000);
});

describe('a bell that is lost', () => {
  it('is hung up again by itself, and what was missed is found at once', async () => {
    const { event } = await garden();
    await using watcher = await Watcher.of(app, event.id, owner);
    await watcher.until(() => watcher.seen.length > 0);
    const lines = () =>
      app.database.reader.query<{ pid: number }[]>(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'gatehouse bell' AND datname = current_database()`,
      );
    let happened = 0;
    const happens = async () => {
      await happen(event, 'event.changed');
      happened++;
      await watcher.until(() => watcher.kinds.length === happened, PATIENCE);
    };
    const foundAtOnce = async () => {
      await eventually(async () => app.service(Bell).isHeard && (await lines()).length, 1);
      using ear = new Ear(app);
      while (!ear.looked) await sleep(5);
      const looked = performance.now();
      await sleep(1000); // what happens sooner is still found by that look
      await app.database.reader.query('SELECT pg_terminate_backend($1)', [(await lines())[0]!.pid]);
      await happens();
      // Neither rung for, nor found by the next look, which comes five seconds after the one before.
      return !ear.rangFor(event) && performance.now() - looked < 4900;
    };
    let tries = 1;
    while (!(await foundAtOnce())) expect(tries++).toBeLessThan(10);
    await eventually(() => Promise.resolve(app.service(Bell).isHeard), true);
    await foundByRings([app], event, happens);
  }, 120_000);
});

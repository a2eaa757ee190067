import type { Event } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
  event = await app.make.event({ confirmation: 'by-email', venue: { safeNumber: 5000 } });
});
afterAll(() => app[Symbol.asyncDispose]());

interface Line {
  readonly sessionId: string;
  readonly [count: string]: unknown;
}

it('says of each pool and session how many places are taken, held and free, and what no pool has', async () => {
  const pools = [{ name: 'Press', places: 10 }];
  const session = await app.make.session(event, { capacity: 50, places: 30, pools });
  await app.register(session.id, { partySize: 4 });
  const held = await app.register(session.id, { partySize: 3 });
  await app.database.reader.query(
    "UPDATE registrations SET state = 'confirmed', held_until = NULL, confirmed_at = now() WHERE id = $1",
    [part(held, 'id')],
  );
  const answer = await team.get(`sessions/${session.id}/ledger`);
  expect(answer.body).toEqual({
    ...{ sessionId: session.id, startsAt: session.startsAt.toISOString(), status: 'scheduled' },
    ...{ capacity: 50, inNoPool: 10, places: 40, taken: 7, held: 4, offered: 0, promised: 0, free: 33 },
    pools: [
      {
        ...{ id: expect.any(String), name: 'Public', audience: 'public' },
        ...{ places: 30, taken: 7, held: 4, offered: 0, promised: 0, free: 23 },
      },
      {
        ...{ id: expect.any(String), name: 'Press', audience: 'invited' },
        ...{ places: 10, taken: 0, held: 0, offered: 0, promised: 0, free: 10 },
      },
    ],
  });
  const whole = await team.get(`events/${event.id}/ledger`);
  expect(whole.body).toEqual({
    eventId: event.id,
    totals: {
      sessions: 1,
      capacity: 50,
      inNoPool: 10,
      places: 40,
      taken: 7,
      held: 4,
      offered: 0,
      promised: 0,
      free: 33,
    },
    items: [answer.body],
    nextCursor: null,
  });
});

it('adds up the whole event on each page, without what is cancelled', async () => {
  const many = await app.make.event({ venue: { safeNumber: 5000 } });
  const sessions = [];
  for (let count = 0; count < 5; count++) sessions.push(await app.make.session(many, { capacity: 10 }));
  await Holder.in(app, sessions[0]!.id, { partySize: 2 });
  await app.database.reader.query("UPDATE sessions SET status = 'cancelled' WHERE id = $1", [sessions[4]!.id]);
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await team.get(`events/${many.id}/ledger?limit=2${cursor && `&cursor=${cursor}`}`);
    expect(part(page, 'totals')).toMatchObject({ sessions: 4, capacity: 40, places: 40, taken: 2, free: 38 });
    ids.push(...part<Line[]>(page, 'items').map(({ sessionId }) => sessionId));
    cursor = part<string | null>(page, 'nextCursor');
  }
  expect(ids).toEqual(sessions.map(({ id }) => id));
});

it('is empty for an event without sessions', async () => {
  const { id } = await app.make.event();
  const { body } = await team.get(`events/${id}/ledger`);
  expect(body).toMatchObject({ totals: { sessions: 0, capacity: 0, free: 0 }, items: [], nextCursor: null });
});

it('is for those in its reach', async () => {
  const session = await app.make.session(event);
  const other = await app.make.event();
  const elsewhere = await Team.as(app, { role: 'viewer', eventIds: [other.id] });
  for (const path of [`sessions/${session.id}/ledger`, `events/${event.id}/ledger`]) {
    expectProblem(await elsewhere.get(path), 404, 'not_found');
  }
  for (const path of ['sessions/x/ledger', 'events/x/ledger', `events/${session.id}/ledger`]) {
    expectProblem(await team.get(path), 404, 'not_found');
  }
  expectProblem(await team.get(`events/${event.id}/ledger?cursor=x`), 422, 'invalid_input');
  expect((await elsewhere.get(`events/${other.id.toUpperCase()}/ledger`)).status).toBe(200);
});

import type { Event, Session } from '#programme';
import { Offering, WaitingList } from '#waiting-list';
import { waiterFor } from '../../support/lock-waiters.js';
import { nextPerson, TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, Waiter } from '../../support/waiter.js';

let app: TestApp;
let event: Event;
let sessions: Session[];
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  event = await app.make.event({ waitingList: true });
  sessions = [await app.make.session(event, { capacity: 1 }), await app.make.session(event, { capacity: 1 })];
  for (const { id } of sessions) await app.register(id);
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

function party(email = nextPerson().email) {
  const of = { eventId: event.id, sessionIds: sessions.map(({ id }) => id), partySize: 1, fewerIsFine: false };
  return { ...of, contact: { name: 'Visitor', email }, party: {}, consented: false, source: 'web' as const };
}

const joinAll = (parties: readonly ReturnType<typeof party>[]) =>
  app.database.transaction((tx) => app.service(WaitingList).joinAll(tx, { parties, reason: 'Was not drawn.' }));

it('puts many parties at the end of the line in the order in which they are given, each with its mail', async () => {
  const early = await Waiter.in(app, sessions);
  const parties = Array.from({ length: 300 }, () => party());
  const ids = await joinAll(parties);
  expect(ids).toHaveLength(300);
  expect((await early.view()).body).toMatchObject({ lines: [{ position: 1 }, { position: 1 }] });
  for (const index of [0, 1, 150, 299]) {
    const waiter = await Waiter.known(app, parties[index]!.contact.email);
    expect(waiter.id).toBe(ids[index]);
    expect((await waiter.view()).body).toMatchObject({ lines: [{ position: index + 2 }, { position: index + 2 }] });
    expect(await waiter.told()).toEqual(['waiting']);
  }
});

it('makes one entry for each address: of who waits already, and of one that comes twice', async () => {
  const early = await Waiter.in(app, sessions);
  const twice = party();
  const ids = await joinAll([party(early.email.toUpperCase()), twice, twice, party()]);
  expect(ids).toEqual([early.id, ids[1], ids[1], ids[3]]);
  expect(new Set(ids).size).toBe(3);
});

it('lets who leaves while more sessions are added to their entry stand in none of the lines', async () => {
  const [first, second] = sessions;
  const early = await Waiter.in(app, [first!]);
  let left: ReturnType<typeof early.leave>;
  await app.database.transaction(async (tx) => {
    const parties = [{ ...party(early.email), sessionIds: [second!.id] }];
    await app.service(WaitingList).joinAll(tx, { parties, reason: 'Was not drawn.' });
    left = early.leave();
    await waiterFor(tx);
  });
  expect((await left!).status).toBeLessThan(300);
  const live = 'SELECT count(*)::int AS count FROM waiting_list_wishes WHERE entry_id = $1 AND live';
  expect(await app.database.reader.query(live, [early.id])).toEqual([{ count: 0 }]);
});

it('sends a long line home in many short transactions, each party told once', async () => {
  const [session] = sessions;
  await joinAll(Array.from({ length: 1010 }, () => ({ ...party(), sessionIds: [session!.id] })));
  await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [session!.id]);
  const left = async () => {
    const [row] = await app.database.reader.query<[{ waits: boolean; parties: number; ended: number; told: number }]>(
      `SELECT (SELECT waited_for FROM pools WHERE session_id = $1) AS waits,
              (SELECT parties FROM waiting_list_lines WHERE session_id = $1) AS parties,
              (SELECT count(*)::int FROM waiting_list_entries WHERE event_id = $2 AND state = 'ended') AS ended,
              (SELECT count(*)::int FROM messages WHERE event_id = $2 AND kind = 'waiting-ended') AS told`,
      [session!.id, event.id],
    );
    return row;
  };
  await app.service(Offering).offerIn({ sessionId: session!.id });
  expect(await left()).toEqual({ waits: true, parties: 10, ended: 1000, told: 1000 });
  await lookForThoseWhoWait(app);
  expect(await left()).toEqual({ waits: false, parties: 0, ended: 1010, told: 1010 });
});

it('passes by who has places already or is being served elsewhere, when many places come free', async () => {
  const [session] = sessions;
  const parties = Array.from({ length: 5 }, () => ({ ...party(), sessionIds: [session!.id] }));
  const ids = await joinAll(parties);
  await app.database.reader.query('UPDATE registrations SET email_key = $1, contact_email = $1 WHERE session_id = $2', [
    parties[1]!.contact.email,
    session!.id,
  ]);
  await app.database.reader.query('UPDATE sessions SET capacity = 20 WHERE id = $1', [session!.id]);
  await app.database.reader.query('UPDATE pools SET places = 20 WHERE session_id = $1', [session!.id]);
  await app.database.transaction(async (tx) => {
    await tx.query('SELECT FROM waiting_list_entries WHERE id = $1 FOR UPDATE', [ids[3]]);
    expect(await app.service(Offering).offerIn({ sessionId: session!.id })).toBe(3);
  });
  const states = await app.database.reader.query<{ state: string }[]>(
    'SELECT state FROM waiting_list_entries WHERE id = ANY($1) ORDER BY rank',
    [ids],
  );
  expect(states.map(({ state }) => state)).toEqual(['offered', 'ended', 'offered', 'waiting', 'offered']);
});

import type { Event } from '#programme';
import { Team } from '../support/team.js';
import { TestApp } from '../support/test-app.js';
import { deadlocksOf, tally } from './ledger.js';
import { connect, waitingForLocks } from './plain-clients.js';

/** Drafts at one venue for 100 people, each with a session of 60 at the same time. */
async function drafts(app: TestApp, count: number): Promise<Event[]> {
  const first = await app.make.event({ status: 'draft', venue: { safeNumber: 100 } });
  const made = [first];
  while (made.length < count) made.push(await app.make.event({ status: 'draft' }));
  await app.database.reader.query('UPDATE events SET venue_id = $1 WHERE id = ANY($2)', [
    first.venueId,
    made.map(({ id }) => id),
  ]);
  for (const event of made) await app.make.session(event, { capacity: 60 });
  return made;
}

async function publishAll(one: TestApp, two: TestApp, events: readonly Event[]) {
  const [team, beside] = [await Team.as(one), await Team.as(two)];
  return Promise.all(events.map(({ id }, index) => (index % 2 ? team : beside).post(`events/${id}/publish`)));
}

async function published(app: TestApp, [first]: readonly Event[]): Promise<number> {
  const rows: unknown[] = await app.database.reader.query(
    "SELECT FROM events WHERE venue_id = $1 AND status = 'published'",
    [first!.venueId],
  );
  return rows.length;
}

describe('drafts of one venue that are published at once, on two servers', () => {
  let one: TestApp;
  let two: TestApp;
  beforeEach(async () => {
    one = await TestApp.start({}, { works: false });
    two = await one.beside();
  });
  afterEach(async () => {
    await two[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  it('control: all pass each other where the venue is not locked and the check sees only what is committed', async () => {
    const { rows } = await functionText(one);
    const unlocked = rows[0]!.text.replace('FOR NO KEY UPDATE', '');
    expect(unlocked).not.toBe(rows[0]!.text);
    const events = await drafts(one, 2);
    // Between its look and the commit it waits until the hand lets go.
    const wait = 'PERFORM pg_advisory_xact_lock_shared(1, 1); END $function$';
    await one.database.reader.query(unlocked.replace(/END\s*\$function\$/, wait));
    const hand = await connect(one.databaseUrl);
    await hand.query('SELECT pg_advisory_lock(1, 1)');
    const publishing = publishAll(one, two, events);
    await waitingForLocks(hand, 2);
    await hand.end();
    expect(tally(await publishing)).toEqual({ 200: 2 });
    expect(await published(one, events)).toBe(2);
    expect(await one.faults()).toEqual([expect.stringContaining('hold 120 people at once')]);
  });

  it('do not pass each other: one is published, and the others are told with whom they would be too many', async () => {
    const events = await drafts(one, 6);
    const answers = await publishAll(one, two, events);
    expect(tally(answers)).toEqual({ 200: 1, '409 over_safe_number': 5 });
    expect(await published(one, events)).toBe(1);
    for (const { status, body } of answers) {
      if (status === 409) expect(body['exceedances']).toMatchObject([{ people: 120, by: 20, sessions: [{}, {}] }]);
    }
    expect(await deadlocksOf(one, two)).toBe(0);
    expect(await one.faults()).toEqual([]);
  });
});

async function functionText(app: TestApp) {
  const rows: { readonly text: string }[] = await app.database.reader.query(
    `SELECT pg_get_functiondef('venue_must_hold(uuid, timestamptz, timestamptz, uuid)'::regprocedure) AS text`,
  );
  return { rows };
}

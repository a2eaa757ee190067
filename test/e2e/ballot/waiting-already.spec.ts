import type { Event, Session } from '#programme';
import { deliverToEntry, PlannedBallot } from '../../support/ballots.js';
import { Holder, part } from '../../support/holder.js';
import { nextPerson, type Person, TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, Waiter } from '../../support/waiter.js';

let app: TestApp;
beforeEach(async () => {
  app = await TestApp.start({}, { works: false });
});
afterEach(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

interface Given {
  readonly event: Event;
  /** All places of it are taken, so it can be waited for. */
  readonly full: Session;
  readonly holder: Holder;
  /** One place of it is given by ballot. */
  readonly drawn: Session;
}

async function given(more: Partial<Event> = {}): Promise<Given> {
  const event = await app.make.event({ waitingList: true, ...more });
  const full = await app.make.session(event, { capacity: 1 });
  const holder = await Holder.in(app, full.id);
  return { event, full, holder, drawn: await app.make.session(event, { capacity: 1 }) };
}

/** Who waits for the session, first in line first. */
async function line({ id }: Session): Promise<string[]> {
  const rows = await app.database.reader.query<{ email: string }[]>(
    `SELECT e.contact_email AS email FROM waiting_list_wishes w JOIN waiting_list_entries e ON e.id = w.entry_id
     WHERE w.session_id = $1 AND w.live AND e.state = 'waiting' ORDER BY w.priority DESC, w.rank`,
    [id],
  );
  return rows.map(({ email }) => email);
}

/** The addresses of those who were not drawn, in the order drawn. */
async function losersOf({ id }: PlannedBallot): Promise<string[]> {
  const rows = await app.database.reader.query<{ email: string }[]>(
    `SELECT contact_email AS email FROM ballot_entries WHERE ballot_id = $1 AND outcome = 'waiting' ORDER BY rank`,
    [id],
  );
  return rows.map(({ email }) => email);
}

async function mailAbout(entryId: string): Promise<string> {
  const [mail] = await deliverToEntry(app, entryId);
  return mail!.parsed.text!.replaceAll(/\s+/g, ' ');
}

/** Enters these people, draws, and answers the ids of their entries by address. */
async function draw(ballot: PlannedBallot, people: readonly Partial<Person>[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  ballot.open();
  for (const person of people) ids.set(person.email!, part<string>(await ballot.enter(person), 'id'));
  await app.database.reader.query(`UPDATE ballot_entries SET state = 'entered' WHERE ballot_id = $1`, [ballot.id]);
  await app.database.reader.query(`UPDATE messages SET state = 'superseded' WHERE candidate_kind = 'ballot-entry'`);
  ballot.end();
  await ballot.work();
  return ids;
}

it('puts who waits for another time into the line of the drawn one, in the order drawn among the others', async () => {
  const { event, full, drawn } = await given();
  const people = Array.from({ length: 6 }, nextPerson);
  const waiters: Waiter[] = [];
  for (const person of people.slice(0, 3)) waiters.push(await Waiter.in(app, [full], person));
  const ballot = await PlannedBallot.of(app, event, { sessions: [drawn] });
  const before = await line(full);
  const ids = await draw(ballot, people);
  const losers = await losersOf(ballot);
  expect(losers).toHaveLength(5);
  expect(await line(drawn)).toEqual(losers);
  expect(await line(full)).toEqual(before);
  const pool = `SELECT waited_for FROM pools WHERE session_id = $1 AND audience = 'public'`;
  expect(await app.database.reader.query(pool, [drawn.id])).toEqual([{ waited_for: true }]);
  const waiter = waiters.find(({ email }) => losers.includes(email))!;
  expect((await waiter.view()).body['lines']).toHaveLength(2);
  const mail = await mailAbout(ids.get(waiter.email)!);
  expect(mail).toContain('You were on the waiting list already, and wait for this time as well');
  const other = losers.find((email) => waiters.every((one) => one.email !== email))!;
  expect(await mailAbout(ids.get(other)!)).toContain('You are on the waiting list, in the order that was drawn.');
});

it('says with how many people they wait, where they had asked with another number', async () => {
  const { event, full, drawn } = await given();
  const person = nextPerson();
  const waiter = await Waiter.in(app, [full], { ...person, partySize: 1 });
  const ballot = await PlannedBallot.of(app, event, { sessions: [drawn] });
  const ids = await draw(ballot, [{ ...person, partySize: 2 }]);
  expect(await mailAbout(ids.get(person.email)!)).toContain(
    'What you told us then about your party still counts: you wait for 1 person.',
  );
  expect((await waiter.view()).body).toMatchObject({ partySize: 1, lines: [{ position: 1 }, { position: 1 }] });
  const log = (await app.get(`/api/v1/admin/waiting-list-decisions?entryId=${waiter.id}`, ballot.team)).body;
  expect(log['items']).toMatchObject([
    { kind: 'changed', reason: 'Was not drawn in the ballot. Waits for more sessions.' },
    { kind: 'joined' },
  ]);
});

it('leaves who waits for the drawn time already where they stood', async () => {
  const { event, full, holder, drawn } = await given();
  const people = [nextPerson(), nextPerson(), nextPerson()];
  const other = await Holder.in(app, drawn.id);
  const waiter = await Waiter.in(app, [full, drawn], people[0]);
  await holder.cancel();
  await lookForThoseWhoWait(app);
  await other.cancel();
  const ballot = await PlannedBallot.of(app, event, { sessions: [drawn] });
  await waiter.decline();
  expect(await line(drawn)).toEqual([waiter.email]);
  const ids = await draw(
    ballot,
    people.map((person, index) => ({ ...person, partySize: index === 0 ? 2 : 1 })),
  );
  const losers = await losersOf(ballot);
  expect(losers).toHaveLength(2);
  expect(await line(drawn)).toEqual([waiter.email, ...losers.filter((email) => email !== waiter.email)]);
  expect(await mailAbout(ids.get(waiter.email)!)).toContain('you stay where you stood');
});

it('gives who is offered places elsewhere their turn in the order drawn once they decline these', async () => {
  const { event, full, holder, drawn } = await given();
  const people = [nextPerson(), nextPerson(), nextPerson(), nextPerson()];
  const offered = await Waiter.in(app, [full], people[0]);
  await holder.cancel();
  await lookForThoseWhoWait(app);
  expect(await offered.state()).toBe('offered');
  const ballot = await PlannedBallot.of(app, event, { sessions: [drawn] });
  const ids = await draw(
    ballot,
    people.map((person, index) => ({ ...person, partySize: index === 0 ? 2 : 1 })),
  );
  const losers = await losersOf(ballot);
  expect(losers).toHaveLength(3);
  expect(await line(drawn)).toEqual(losers.filter((email) => email !== offered.email));
  expect(await mailAbout(ids.get(offered.email)!)).toContain('another mail says which');
  await offered.decline();
  expect(await offered.state()).toBe('waiting');
  expect(await line(drawn)).toEqual(losers);
});

it('takes the place of what was typed with the address and never confirmed', async () => {
  const { event, full, drawn } = await given({ confirmation: 'by-email' });
  const people = [nextPerson(), nextPerson(), nextPerson()];
  for (const person of people) await Waiter.in(app, [full], person);
  const ballot = await PlannedBallot.of(app, event, { sessions: [drawn] });
  await draw(ballot, people);
  const losers = await losersOf(ballot);
  expect(losers).toHaveLength(2);
  expect(await line(drawn)).toEqual(losers);
  const entries = `SELECT state, count(*)::int AS count FROM waiting_list_entries WHERE event_id = $1 GROUP BY state ORDER BY state`;
  expect(await app.database.reader.query(entries, [event.id])).toEqual([
    { state: 'ended', count: 2 },
    { state: 'unverified', count: 1 },
    { state: 'waiting', count: 2 },
  ]);
});

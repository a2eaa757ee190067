import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '#programme';
import { deliverToEntry, PlannedBallot } from '../../support/ballots.js';
import { poolNamed } from '../../support/desk.js';
import { part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { nextPerson, TestApp } from '../../support/test-app.js';
import { Waiter } from '../../support/waiter.js';

let app: TestApp;
let team: Team;
beforeEach(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
afterEach(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

async function underWay(capacity = 2, times = 1) {
  const event = await app.make.event();
  const sessions = [];
  for (let number = 0; number < times; number++) sessions.push(await app.make.session(event, { capacity }));
  const ballot = await PlannedBallot.of(app, event, { sessions });
  ballot.open();
  return { event, sessions, ballot };
}

const inMinutes = (minutes: number) => new Date(app.clock.now().getTime() + minutes * 60_000).toISOString();

async function outcomeOf(entryId: string): Promise<string | null> {
  const [row] = await app.database.reader.query<[{ outcome: string | null }]>(
    'SELECT outcome FROM ballot_entries WHERE id = $1',
    [entryId],
  );
  return row.outcome;
}

it('is not drawn while its event is a draft again: nobody could be given what they have won', async () => {
  const { event, ballot } = await underWay();
  const entry = part<string>(await ballot.enter(), 'id');
  expect((await team.post(`events/${event.id}/unpublish`)).status).toBe(200);
  ballot.end();
  await ballot.work();
  expect((await ballot.admin()).body).toMatchObject({ closedAt: null, drawnAt: null });
  expect((await team.post(`events/${event.id}/publish`)).status).toBe(200);
  await ballot.work();
  expect(await outcomeOf(entry)).toBe('registered');
});

it('keeps its sessions and their pools: they are not taken away', async () => {
  const { sessions } = await underWay();
  const [session] = sessions;
  expectProblem(await team.remove(`sessions/${session!.id}`), 409, 'in_use');
  await team.post('pools', { sessionId: session!.id, name: 'Guests', audience: 'invited', places: 0 });
  const open = await poolNamed(team, session!.id, 'Public');
  expectProblem(await team.remove(`pools/${open}`), 409, 'in_use');
});

it('tells those whose times were all called off that these do not take place, not that they had no luck', async () => {
  const { sessions, ballot } = await underWay(2, 2);
  const entry = part<string>(await ballot.enter({ preferences: [sessions[0]!.id] }), 'id');
  const other = part<string>(await ballot.enter({ preferences: [sessions[1]!.id] }), 'id');
  await deliverToEntry(app, entry);
  expect((await team.post(`sessions/${sessions[0]!.id}/cancel`, { reason: 'A storm is coming.' })).status).toBe(200);
  ballot.end();
  await ballot.work();
  expect([await outcomeOf(entry), await outcomeOf(other)]).toEqual(['called-off', 'registered']);
  const [mail] = await deliverToEntry(app, entry);
  expect(mail!.parsed.text).toMatch(/does not take\s+place/);
  expect(mail!.parsed.text).not.toMatch(/was drawn for|drawn at place/);
});

it('keeps its times after the draw: none is rescheduled to before it, and one may change its room', async () => {
  const { sessions } = await underWay();
  const [{ id, startsAt, endsAt }] = sessions as [Session];
  const move = (wish: object, query = '') =>
    team.post(`sessions/${id}/reschedule${query}`, { reason: 'The gates open earlier.', ...wish });
  const early = { startsAt: inMinutes(58), endsAt: inMinutes(180) };
  for (const query of ['', '?preview=true']) {
    const refused = await move(early, query);
    expectProblem(refused, 422, 'invalid_input');
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/startsAt', code: 'before_the_draw' }] });
  }
  expect((await move({ startsAt: inMinutes(62), endsAt: inMinutes(180) })).status).toBe(200);
  const same = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
  expect((await move(same)).status).toBe(200);
  expect((await move({ ...same, room: 'The court' })).status).toBe(200);
});

it('closes while a mail server thinks about a mail to who has entered', async () => {
  const event = await app.make.event({ confirmation: 'by-email' });
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event)] });
  ballot.open();
  const person = nextPerson();
  const entry = part<string>(await ballot.enter(person), 'id');
  const thought = Promise.withResolvers<void>();
  app.mail.until = thought.promise;
  const sending = deliverToEntry(app, entry).then(() => 'sent');
  await app.mail.to(person.email);
  ballot.end();
  const waiting = sleep(30_000, 'waiting', { ref: false });
  try {
    expect(await Promise.race([sending, ballot.work().then(() => 'drawn'), waiting])).toBe('drawn');
  } finally {
    thought.resolve();
  }
  expect(await sending).toBe('sent');
});

it('gives none of its places by hand to somebody who waits', async () => {
  const event = await app.make.event({ confirmation: 'by-email', waitingList: true });
  const other = await app.make.session(event, { capacity: 1 });
  await team.post('registrations', { sessionId: other.id, contact: { name: 'Ada' }, partySize: 1, source: 'phone' });
  const waiter = await Waiter.in(app, [other], {});
  const [{ id: poolId }] = await app.database.reader.query<[{ id: string }]>(
    'SELECT id FROM pools WHERE session_id = $1',
    [other.id],
  );
  await PlannedBallot.of(app, event, { sessions: [other] });
  await waiter.call('POST', '/confirm');
  expect((await team.change(`sessions/${other.id}`, { capacity: 2 })).status).toBe(200);
  expect((await team.change(`pools/${poolId}`, { places: 2 })).status).toBe(200);
  const answer = await team.post(`waiting-list/${waiter.id}/offer`, { sessionId: other.id, reason: 'She asked.' });
  expectProblem(answer, 409, 'places_by_ballot');
});

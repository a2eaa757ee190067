import { BallotWork, EntryForgetting } from '#ballot';
import { KeyRotation, Secrets } from '#kernel';
import { OwnEntry } from '#waiting-list';
import { PlannedBallot } from '../support/ballots.js';
import { Holder, part } from '../support/holder.js';
import { Team } from '../support/team.js';
import { nextPerson, TestApp } from '../support/test-app.js';
import { lookForThoseWhoWait, Waiter } from '../support/waiter.js';
import { tablesThatSay } from '../support/whole-database.js';

const OLD = 'a test key of thirty-two characters';
const NEW = 'another key of thirty-two characters';
const markOf = (key: string) => `${new Secrets([key]).seal('').split('.')[0]}.`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

/** What is known of the places that somebody has got. */
async function needsOf(team: Team, email: string): Promise<unknown> {
  const [row] = await app.database.reader.query<{ id: string }[]>(
    `SELECT id FROM registrations WHERE contact_email = $1 AND state = 'confirmed'`,
    [email],
  );
  return part(await team.get(`registrations/${row?.id}`), 'accessNeeds');
}

it('keeps what those have said who wait, were invited or have entered, when the key is changed', async () => {
  const startsAt = new Date(app.clock.now().getTime() + 90 * 24 * 60 * 60_000);
  const event = await app.make.event({ waitingList: true });
  const full = await app.make.session(event, { capacity: 1, startsAt });
  const drawn = await app.make.session(event, { capacity: 1, startsAt });
  const withGuests = await app.make.session(event, { startsAt, pools: [{ name: 'Guests', places: 3, private: true }] });
  const team = await Team.as(app);

  const ballot = await PlannedBallot.of(app, event, { sessions: [drawn] });
  ballot.open();
  const entrant = nextPerson();
  const gone = await ballot.enter({ accessNeeds: 'told by who withdrew' });
  await ballot.enter({ ...entrant, accessNeeds: 'told by who entered' });
  const headers = { ...ballot.team, 'if-match': '*' };
  const path = `/api/v1/admin/ballot-entries/${part<string>(gone, 'id')}/withdraw`;
  expect((await app.call('POST', path, { body: { reason: 'They rang.' }, headers })).status).toBe(200);
  app.clock.travel({ days: 31 });
  await app.service(EntryForgetting).forgetOld();

  const holder = await Holder.in(app, full.id);
  const waiter = await Waiter.in(app, [full], { accessNeeds: 'told by who waits' });
  const [pool] = await app.database.reader.query<[{ id: string }]>('SELECT id FROM pools WHERE private');
  const guest = { sessionId: withGuests.id, poolId: pool.id, name: 'May', note: 'Lost her brother.' };
  const invited = await team.post('invitations', guest);
  expect(invited.status).toBe(201);
  await holder.cancel({ places: 1 });
  expect((await tablesThatSay(app.database, markOf(OLD))).length).toBeGreaterThanOrEqual(4);

  await using between = await app.beside({ SECRET_KEYS: [NEW, OLD] });
  const counts = Object.fromEntries((await between.service(KeyRotation).run()).map(({ what, count }) => [what, count]));
  expect(counts).toMatchObject({
    ...{ 'waiting parties': 1, 'entries of ballots': 1, 'notes about invited guests': 1 },
  });
  expect(await tablesThatSay(app.database, markOf(OLD))).toEqual([]);

  await using after = await app.beside({ SECRET_KEYS: [NEW] });
  const there = await Team.as(after);
  expect((await there.get(`invitations/${part<string>(invited, 'id')}`)).body).toMatchObject({ note: guest.note });
  await after.service(BallotWork).doDue();
  expect(await needsOf(there, entrant.email)).toBe('told by who entered');
  await lookForThoseWhoWait(after);
  const own = after.service(OwnEntry);
  await own.run((tx) => own.accept(tx, waiter.id, {}));
  expect(await needsOf(there, waiter.email)).toBe('told by who waits');
}, 60_000);

import { deliverToEntry, PlannedBallot } from '../../support/ballots.js';
import { part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import type { EventWishes } from '../../support/programme.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

async function openBallot(wishes: EventWishes = {}, capacity = 20): Promise<PlannedBallot> {
  const event = await app.make.event(wishes);
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event, { capacity })] });
  ballot.open();
  return ballot;
}

const RANG = { contact: { name: 'Ada Birch', phone: '020 7946 0123' }, source: 'phone' };

function enterFor(ballot: PlannedBallot, change: object = {}, team = ballot.team): Promise<Answer> {
  const body = { preferences: ballot.sessions.map(({ id }) => id), partySize: 2, ...RANG, ...change };
  return app.post(`/api/v1/admin/ballots/${ballot.id}/entries`, body, team);
}

const entryNow = (ballot: PlannedBallot, id: string) => app.get(`/api/v1/admin/ballot-entries/${id}`, ballot.team);
const withAddress = (email: string) => ({ contact: { name: 'Tom Alder', email }, source: 'letter' });

it('puts in the draw at once whom the team has spoken to, without asking for consent, and keeps who did it', async () => {
  const ballot = await openBallot({ confirmation: 'by-email', consentText: 'May we?', consentRequired: true });
  const answer = await enterFor(ballot, { accessNeeds: 'A seat' });
  expect([answer.status, answer.body]).toEqual([
    201,
    expect.objectContaining({
      ...{ state: 'entered', source: 'phone', partySize: 2, accessNeeds: 'A seat' },
      contact: { name: 'Ada Birch', email: null, phone: '020 7946 0123' },
    }),
  ]);
  const id = part<string>(answer, 'id');
  expect(await deliverToEntry(app, id)).toEqual([]);
  const trail = part<object[]>(await app.get(`/api/v1/admin/audit?subjectId=${id}`, ballot.team), 'items');
  expect(trail).toMatchObject([{ kind: 'ballot-entry.made', changed: { source: { from: null, to: 'phone' } } }]);
  expect(JSON.stringify(trail)).not.toContain('A seat');
});

it('takes one entry for each address, however it came', async () => {
  const ballot = await openBallot();
  const entryId = part<string>(await enterFor(ballot, withAddress('tom@example.org')), 'id');
  const [told] = await deliverToEntry(app, entryId);
  expect(told!.to).toEqual(['tom@example.org']);
  const again = await enterFor(ballot, withAddress('Tom@Example.org'));
  expectProblem(again, 409, 'already_entered');
  expect(again.body['entryId']).toBe(entryId);
  expect(await ballot.enter({ email: 'tom@example.org' })).toMatchObject({ body: { code: 'already_entered' } });
  const atOnce = await Promise.all(Array.from({ length: 6 }, () => enterFor(ballot, withAddress('may@example.org'))));
  expect(atOnce.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
});

it('mails nobody where the team would rather not', async () => {
  const ballot = await openBallot();
  const id = part<string>(await enterFor(ballot, { ...withAddress('quiet@example.org'), tell: false }), 'id');
  expect(await deliverToEntry(app, id)).toEqual([]);
});

it('draws, registers, puts in line and withdraws people without an address like all others', async () => {
  const ballot = await openBallot({ waitingList: true }, 2);
  const ids: string[] = [];
  for (let number = 0; number < 3; number++) ids.push(part(await enterFor(ballot), 'id'));
  const withdrawal = { reason: 'Rang again: they cannot come.' };
  const withdrawn = await app.post(`/api/v1/admin/ballot-entries/${ids[2]}/withdraw`, withdrawal, ballot.team);
  expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
  ballot.end();
  await ballot.work();
  const entries = await Promise.all(ids.slice(0, 2).map((id) => entryNow(ballot, id)));
  expect(entries.map(({ body }) => body['outcome']).toSorted()).toEqual(['registered', 'waiting']);
  const registrationId = entries.map(({ body }) => body['registrationId']).find((id) => id !== null);
  expect(await app.get(`/api/v1/admin/registrations/${String(registrationId)}`, ballot.team)).toMatchObject({
    body: { state: 'confirmed', partySize: 2, contact: { name: 'Ada Birch', email: null } },
  });
  expect(await app.database.reader.query(`SELECT 1 FROM messages WHERE candidate_id = ANY($1)`, [ids])).toEqual([]);
});

it('tells people without an address nothing when the ballot is cancelled, and all others', async () => {
  const ballot = await openBallot();
  const silent = part<string>(await enterFor(ballot), 'id');
  const reached = part<string>(await enterFor(ballot, { ...withAddress('al@example.org'), tell: false }), 'id');
  const cancelled = await app.post(`/api/v1/admin/ballots/${ballot.id}/cancel`, { reason: 'Storm.' }, ballot.team);
  expect(cancelled.status).toBe(200);
  expect(await deliverToEntry(app, silent)).toEqual([]);
  expect(await deliverToEntry(app, reached)).toHaveLength(1);
});

it('refuses what everybody is refused, and who may not write or is elsewhere', async () => {
  const ballot = await openBallot({ partyLimit: 2 });
  expectProblem(await enterFor(ballot, { partySize: 3 }), 422, 'party_too_large');
  expectProblem(await enterFor(ballot, { preferences: [ballot.id] }), 422, 'invalid_input');
  expectProblem(await enterFor(ballot, { source: 'web' }), 422, 'invalid_input');
  expectProblem(await enterFor(ballot, {}, await app.key('door')), 403, 'forbidden');
  const other = await app.make.event();
  const elsewhere = await app.key({ scopes: ['registrations:write', 'registrations:read'], eventIds: [other.id] });
  expectProblem(await enterFor(ballot, {}, elsewhere), 404, 'not_found');
  ballot.end();
  expectProblem(await enterFor(ballot), 409, 'ballot_closed');
});

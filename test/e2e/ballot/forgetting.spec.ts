import { EntryForgetting } from '#ballot';
import { PlannedBallot } from '../../support/ballots.js';
import { part } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let ballot: PlannedBallot;
beforeEach(async () => {
  app = await TestApp.start({}, { works: false });
  const event = await app.make.event();
  const startsAt = new Date(app.clock.now().getTime() + 90 * 24 * 60 * 60_000);
  const session = await app.make.session(event, { capacity: 1, startsAt });
  ballot = await PlannedBallot.of(app, event, { sessions: [session] });
  ballot.open();
});
afterEach(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const forget = () => app.service(EntryForgetting).forgetOld();
const enter = async () => part<string>(await ballot.enter({ accessNeeds: 'a chair' }), 'id');
const asTeam = (id: string) => app.get(`/api/v1/admin/ballot-entries/${id}`, ballot.team);

/** What the team reads of each entry. */
async function needs(...ids: string[]): Promise<unknown[]> {
  const read = [];
  for (const id of ids) read.push((await asTeam(id)).body['accessNeeds']);
  return read;
}

async function withdraw(id: string): Promise<void> {
  const headers = { ...ballot.team, 'if-match': '*' };
  const answer = await app.call('POST', `/api/v1/admin/ballot-entries/${id}/withdraw`, {
    body: { reason: 'They rang.' },
    headers,
  });
  expect(answer.status).toBeLessThan(300);
}

it('forgets what people said thirty days after their entry was withdrawn, and nothing of who is in', async () => {
  const [withdrawn, stays] = [await enter(), await enter()];
  await withdraw(withdrawn);
  app.clock.travel({ days: 29 });
  await forget();
  expect(await needs(withdrawn, stays)).toEqual(['a chair', 'a chair']);
  app.clock.travel({ days: 2 });
  await forget();
  expect(await needs(withdrawn, stays)).toEqual([null, 'a chair']);
});

it('forgets it thirty days after the result was carried out, whatever that was', async () => {
  const ids = [await enter(), await enter()];
  ballot.end();
  await ballot.work();
  const record = (await ballot.record()).body;
  app.clock.travel({ days: 29 });
  await forget();
  expect(await needs(...ids)).toEqual(['a chair', 'a chair']);
  app.clock.travel({ days: 2 });
  await forget();
  expect(await needs(...ids)).toEqual([null, null]);
  // What was published can still be checked, and the winner's needs are known where their places are.
  expect((await ballot.record()).body).toEqual(record);
  const [row] = await app.database.reader.query<{ known: boolean }[]>(
    'SELECT access_needs IS NOT NULL AS known FROM registrations',
  );
  expect(row).toEqual({ known: true });
});

it('keeps it while the result of an entry is still to be carried out', async () => {
  const id = await enter();
  app.clock.travel({ days: 60 });
  await forget();
  expect(await needs(id)).toEqual(['a chair']);
  await ballot.work();
  const [row] = await app.database.reader.query<{ known: boolean }[]>(
    'SELECT access_needs IS NOT NULL AS known FROM registrations',
  );
  expect(row).toEqual({ known: true });
});

it('forgets it thirty days after the ballot was cancelled', async () => {
  const id = await enter();
  const headers = { ...ballot.team, 'if-match': '*' };
  const body = { reason: 'Storm.' };
  expect((await app.call('POST', `/api/v1/admin/ballots/${ballot.id}/cancel`, { body, headers })).status).toBe(200);
  app.clock.travel({ days: 29 });
  await forget();
  expect(await needs(id)).toEqual(['a chair']);
  app.clock.travel({ days: 2 });
  await forget();
  expect(await needs(id)).toEqual([null]);
});

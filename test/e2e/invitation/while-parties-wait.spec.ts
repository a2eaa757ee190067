import type { Session } from '#programme';
import { Holder } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, Waiter } from '../../support/waiter.js';

let app: TestApp;
let team: Team;
let session: Session;
let holder: Holder;
let poolId: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  session = await app.make.session(await app.make.event({ waitingList: true }), { capacity: 4 });
  [{ id: poolId }] = await app.database.reader.query<[{ id: string }]>('SELECT id FROM pools WHERE session_id = $1', [
    session.id,
  ]);
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

function invite(more: object = {}): Promise<Answer> {
  const somebody = { name: 'Ada Birch', email: `${crypto.randomUUID()}@example.org` };
  return team.post('invitations', { sessionId: session.id, poolId, ...somebody, ...more });
}

it('promises nobody what comes free for those who wait, whatever the reason', async () => {
  holder = await Holder.in(app, session.id, { partySize: 4 });
  const waiter = await Waiter.in(app, [session], { partySize: 2 });
  await holder.cancel({ places: 2 });
  expectProblem(await invite(), 409, 'pool_waited_for');
  expectProblem(await invite({ overPromise: { reason: 'The mayor would like to come.' } }), 409, 'pool_waited_for');
  await lookForThoseWhoWait(app);
  expect(await waiter.state()).toBe('offered');
});

it('promises no more by an earlier invitation, and what was promised before is still good', async () => {
  const invited = await invite({ partySize: 2 });
  holder = await Holder.in(app, session.id, { partySize: 2 });
  await Waiter.in(app, [session]);
  const at = `invitations/${String(invited.body['id'])}`;
  const overPromise = { reason: 'Brings a friend.' };
  expectProblem(await team.change(at, { partySize: 3, overPromise }), 409, 'pool_waited_for');
  expect((await team.change(at, { name: 'Ada Alder' })).status).toBe(200);
  expect((await team.post(`${at}/accept`, { source: 'phone', partySize: 2 })).status).toBe(200);
});

it('promises places again once nobody waits', async () => {
  holder = await Holder.in(app, session.id, { partySize: 4 });
  const waiter = await Waiter.in(app, [session]);
  await holder.cancel({ places: 2 });
  await waiter.leave();
  await lookForThoseWhoWait(app);
  expect((await invite()).status).toBe(201);
});

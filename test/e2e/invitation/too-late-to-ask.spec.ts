import { PoolRelease } from '#admission';
import { expectProblem } from '../../support/problems.js';
import { TestApp } from '../../support/test-app.js';
import { GuestLists } from './guest-lists.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

const many = (lists: GuestLists, action: 'send' | 'remind') =>
  lists.team.post('invitation-mailings?preview=true', { action, filter: { eventId: lists.session.eventId } });

it('mails nobody that places are kept for them once the pool is released', async () => {
  const lists = await GuestLists.open(app, { releasesAt: new Date(Date.now() + 20 * 86_400_000) });
  const [fresh] = [await lists.invite(), await lists.invite({ send: true })];
  await app.service(PoolRelease).release(lists.poolId);
  expectProblem(await lists.team.post(`invitations/${fresh.id}/send`), 409, 'already_released');
  expect((await many(lists, 'send')).body).toMatchObject({ reaches: 0 });
  expect((await many(lists, 'remind')).body).toMatchObject({ reaches: 0 });
});

it('mails nobody a link that has ended, but notes that a letter has gone out', async () => {
  const lists = await GuestLists.open(app, {}, { registrationClosesAt: new Date(Date.now() + 86_400_000) });
  const { id } = await lists.invite();
  app.clock.travel({ days: 2 });
  expectProblem(await lists.team.post(`invitations/${id}/send`), 409, 'registration_closed');
  expectProblem(
    await lists.team.post('invitation-mailings', { action: 'send', filter: { eventId: lists.session.eventId } }),
    409,
    'registration_closed',
  );
  expect((await lists.team.post(`invitations/${id}/send`, { by: 'letter' })).status).toBe(202);
  app.clock.travel({ days: -2 });
});

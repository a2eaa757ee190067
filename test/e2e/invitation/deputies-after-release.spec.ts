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

describe('after the pool was released', () => {
  it('a guest keeps their places: they cannot be kept for a deputy any more', async () => {
    const lists = await GuestLists.open(app, { releasesAt: new Date(Date.now() + 20 * 86_400_000) });
    const [coming, silent] = [await lists.invite(), await lists.invite()];
    await lists.as(coming).accept();
    expect((await lists.as(coming).see()).body).toMatchObject({ canSendDeputy: true });
    await app.service(PoolRelease).release(lists.poolId);
    for (const one of [coming, silent]) {
      expect((await lists.as(one).see()).body).toMatchObject({ canSendDeputy: false });
      expectProblem(
        await lists.as(one).deputise({ name: 'Tom Alder', email: 'tom@example.org' }),
        409,
        'registration_closed',
      );
    }
    expect(await lists.stateOf(coming)).toBe('accepted');
    expect(await lists.pool()).toMatchObject({ taken: 1, places: 1, promised: 0 });
  });
});

import fc from 'fast-check';
import { TestApp } from '../support/test-app.js';
import { type Deed, deeds, type WorldPlan, worlds } from './deeds.js';
import { House } from './house.js';
import { Model } from './model.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

it('answers and counts like a simple model, whatever happens in whatever order', async () => {
  await fc.assert(fc.asyncProperty(worlds, deeds, live), {
    interruptAfterTimeLimit: 20_000,
    numRuns: 150,
    markInterruptAsFailure: false,
  });
}, 60_000);

async function live(plan: WorldPlan, all: readonly Deed[]): Promise<void> {
  const [house, model] = [await House.build(app, plan), new Model(plan)];
  for (const deed of all) {
    if ('party' in deed && deed.party >= model.parties.length) continue;
    const expected = model.answer(deed);
    expect([deed, await house.answer(deed)]).toEqual([deed, expected]);
    expect([deed, await house.pools()]).toEqual([deed, model.pools]);
    expectWithinBounds(plan, model);
  }
  expect(await house.misseated()).toEqual([]);
}

/** The model is held to the promise too: it could be wrong in the same way. */
function expectWithinBounds({ sessions }: WorldPlan, { pools }: Model): void {
  for (const { places, taken } of pools) expect(taken >= 0 && taken <= places).toBe(true);
  for (const [index, { open, invited, spare }] of sessions.entries()) {
    expect(pools[2 * index]!.places + pools[2 * index + 1]!.places).toBeLessThanOrEqual(open + invited + spare);
  }
}

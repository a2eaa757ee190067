import fc from 'fast-check';
import { TestApp } from '../support/test-app.js';
import { deadlocksOf } from '../concurrency/ledger.js';
import { type Deed, deeds, type WorldPlan, worlds } from './deeds.js';
import { House } from './house.js';
import { Model } from './model.js';

let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  other = await app.beside();
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

const BY_MAIL: WorldPlan = {
  confirmation: 'by-email',
  oneRegistrationPer: 'event',
  sessions: Array.from({ length: 3 }, () => ({ open: 2, invited: 3, spare: 0 })),
};
const LET_TIME_RUN_OUT: readonly Deed[] = [{ does: 'wait', minutes: 40 }, { does: 'expire' }, { does: 'release' }];

/** Rare at random: places that time has taken back, and guests who give theirs up after the release. */
const EXAMPLES: [WorldPlan, Deed[]][] = [
  [
    BY_MAIL,
    [
      { does: 'register', session: 0, address: 0, people: 2 },
      ...LET_TIME_RUN_OUT,
      { does: 'register', session: 0, address: 1, people: 1 },
      { does: 'follow the link', party: 0 },
      ...LET_TIME_RUN_OUT,
      { does: 'register', session: 1, address: 0, people: 1 },
      { does: 'follow the link', party: 0 },
      ...LET_TIME_RUN_OUT,
      { does: 'follow the link', party: 0 },
    ],
  ],
  [
    BY_MAIL,
    [
      { does: 'register', session: 0, address: 0, people: 2 },
      { does: 'wait', minutes: 20 },
      { does: 'register', session: 1, address: 0, people: 1 },
      { does: 'wait', minutes: 20 },
      { does: 'expire' },
      { does: 'follow the link', party: 0 },
    ],
  ],
  [
    BY_MAIL,
    [
      { does: 'accept an invitation', session: 0, people: 3 },
      { does: 'accept an invitation', session: 1, people: 2 },
      ...LET_TIME_RUN_OUT,
      ...LET_TIME_RUN_OUT,
      { does: 'give up', party: 0, people: 1 },
      { does: 'move', party: 1, session: 0 },
      { does: 'register', session: 0, address: 0, people: 1 },
      { does: 'give up', party: 0, people: undefined },
    ],
  ],
];

it('answers and counts like a simple model, whatever happens in whatever order', async () => {
  await fc.assert(fc.asyncProperty(worlds, deeds, live), {
    examples: EXAMPLES,
    interruptAfterTimeLimit: 16_000,
    numRuns: 200,
    markInterruptAsFailure: false,
  });
}, 60_000);

it('counts right and fails nobody, whatever happens at once on two servers', async () => {
  await fc.assert(fc.asyncProperty(worlds, deeds, crowd), {
    interruptAfterTimeLimit: 8_000,
    numRuns: 60,
    markInterruptAsFailure: false,
  });
  expect(await deadlocksOf(app, other)).toBe(0);
}, 60_000);

/** Who registers does so first, in any order; then all the rest happens, also in any order. */
async function crowd(plan: WorldPlan, all: readonly Deed[]): Promise<void> {
  const here = await House.build(app, plan);
  const there = here.from(other);
  const together = (deeds: readonly Deed[]) =>
    Promise.all(deeds.map((deed, index) => (index % 2 ? here : there).answer(existing(deed, here.size))));
  await together(all.filter(({ does }) => does === 'register' || does === 'accept an invitation'));
  await together(all.filter((deed) => here.size > 0 || !('party' in deed)));
  expect(await here.faults()).toEqual([]);
}

/** Beyond the last party it begins again with the first. */
function existing(deed: Deed, parties: number): Deed {
  return 'party' in deed ? { ...deed, party: deed.party % parties } : deed;
}

async function live(plan: WorldPlan, all: readonly Deed[]): Promise<void> {
  const [house, model] = [await House.build(app, plan), new Model(plan)];
  for (const planned of all) {
    if ('party' in planned && model.parties.length === 0) continue;
    const deed = existing(planned, model.parties.length);
    const expected = model.answer(deed);
    expect([deed, await house.answer(deed)]).toEqual([deed, expected]);
    expect([deed, await house.pools()]).toEqual([deed, model.pools]);
    expectWithinBounds(plan, model);
  }
  expect(await house.faults()).toEqual([]);
}

/** The model is held to the promise too: it could be wrong in the same way. */
function expectWithinBounds({ sessions }: WorldPlan, { pools }: Model): void {
  for (const { places, taken } of pools) expect(taken >= 0 && taken <= places).toBe(true);
  for (const [index, { open, invited, spare }] of sessions.entries()) {
    expect(pools[2 * index]!.places + pools[2 * index + 1]!.places).toBeLessThanOrEqual(open + invited + spare);
  }
}

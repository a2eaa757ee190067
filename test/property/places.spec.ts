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
  passedOverLimit: 1,
  sessions: Array.from({ length: 3 }, () => ({ open: 2, invited: 3, spare: 0 })),
};
const FULL_OF_TWO: WorldPlan = {
  ...BY_MAIL,
  confirmation: 'immediate',
  oneRegistrationPer: 'session',
  sessions: Array.from({ length: 3 }, () => ({ open: 2, invited: 2, spare: 1 })),
};
/** Everybody has a place of their own, so that places come free one by one. */
const FILL: readonly Deed[] = [0, 1, 2].flatMap((session) =>
  [0, 1].map((address): Deed => ({ does: 'register', session, address, people: 1 })),
);
const LET_TIME_RUN_OUT: readonly Deed[] = [{ does: 'wait', minutes: 40 }, { does: 'expire' }, { does: 'release' }];

/**
 * Rare at random: places that time has taken back, guests who give theirs up after the release, lines with a party
 * that was passed over, and one that says no to everything.
 */
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
  [
    FULL_OF_TWO,
    [
      ...FILL,
      { does: 'join the waiting list', wants: [0], people: 2, fewer: false },
      { does: 'join the waiting list', wants: [0], people: 1, fewer: false },
      { does: 'join the waiting list', wants: [0, 1], people: 1, fewer: false },
      { does: 'give up', party: 0, people: undefined },
      { does: 'take what is offered', waiter: 1, people: undefined },
      { does: 'give up', party: 6, people: undefined },
      { does: 'register', session: 0, address: 2, people: 1 },
      { does: 'give up', party: 2, people: undefined },
      { does: 'give up', party: 1, people: undefined },
      { does: 'say no to what is offered', waiter: 2 },
      { does: 'take what is offered', waiter: 0, people: 3 },
      { does: 'take what is offered', waiter: 0, people: 1 },
      { does: 'take what is offered', waiter: 0, people: 2 },
      { does: 'register', session: 0, address: 3, people: 1 },
    ],
  ],
  [
    FULL_OF_TWO,
    [
      ...FILL,
      { does: 'join the waiting list', wants: [0], people: 4, fewer: true },
      { does: 'join the waiting list', wants: [0, 1], people: 2, fewer: false },
      { does: 'join the waiting list', wants: [1, 0], people: 1, fewer: false },
      { does: 'wait', minutes: 800 },
      { does: 'release' },
      { does: 'take what is offered', waiter: 0, people: 2 },
      { does: 'give up', party: 6, people: 1 },
      { does: 'wait', minutes: 800 },
      { does: 'move', party: 0, session: 1 },
      { does: 'resize', session: 1, pool: 'open', places: 5 },
      { does: 'wait', minutes: 800 },
      { does: 'wait', minutes: 800 },
      { does: 'leave the waiting list', waiter: 2 },
      { does: 'register', session: 1, address: 4, people: 1 },
    ],
  ],
  [
    FULL_OF_TWO,
    [
      ...FILL,
      { does: 'join the waiting list', wants: [0, 1], people: 1, fewer: false },
      { does: 'give up', party: 0, people: undefined },
      { does: 'say no to what is offered', waiter: 0 },
      { does: 'give up', party: 2, people: undefined },
      { does: 'say no to what is offered', waiter: 0 },
      { does: 'register', session: 0, address: 2, people: 1 },
    ],
  ],
];

it('answers and counts like a simple model, whatever happens in whatever order', async () => {
  // The model counts whole minutes: time that passes for the house alone would bring it to a deadline sooner.
  await app.clock.still(() =>
    fc.assert(fc.asyncProperty(worlds, deeds, live), {
      examples: EXAMPLES,
      interruptAfterTimeLimit: 16_000,
      numRuns: 200,
      markInterruptAsFailure: false,
    }),
  );
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
    Promise.all(deeds.map((deed, index) => (index % 2 ? here : there).answer(existing(deed, here))));
  await together(all.filter(({ does }) => does === 'register' || does === 'accept an invitation'));
  await together(all.filter(({ does }) => does === 'join the waiting list'));
  const later = all.filter(({ does }) => does !== 'register' && does !== 'join the waiting list');
  await together(later.filter((deed) => isPossible(deed, here)));
  await here.lookAround();
  expect(await here.faults()).toEqual([]);
}

interface Population {
  readonly size: number;
  readonly waiters: number;
}

/** Beyond the last party or waiter it begins again with the first. */
function existing(deed: Deed, { size, waiters }: Population): Deed {
  if ('waiter' in deed) return { ...deed, waiter: deed.waiter % waiters };
  return 'party' in deed ? { ...deed, party: deed.party % size } : deed;
}

/** Whether there is anybody who could do it. */
function isPossible(deed: Deed, { size, waiters }: Population): boolean {
  if ('waiter' in deed) return waiters > 0;
  return !('party' in deed) || size > 0;
}

async function live(plan: WorldPlan, all: readonly Deed[]): Promise<void> {
  const house = await House.build(app, plan);
  const model = new Model(plan, (now) => house.deadline(now));
  for (const planned of all) {
    if (!isPossible(planned, model)) continue;
    const deed = existing(planned, model);
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

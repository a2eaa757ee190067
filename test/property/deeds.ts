import fc from 'fast-check';

/** How a session of a world begins. Its guests' pool goes to the public after an hour. */
export interface SessionPlan {
  readonly open: number;
  readonly invited: number;
  /** Places of its capacity that are in no pool. */
  readonly spare: number;
}

export interface WorldPlan {
  readonly confirmation: 'immediate' | 'by-email';
  readonly oneRegistrationPer: 'event' | 'session';
  /** How often a waiting party is passed over at most. */
  readonly passedOverLimit: number;
  readonly sessions: readonly SessionPlan[];
}

export type PoolKind = 'open' | 'invited';

/** Something that happens. Parties and waiters are counted from the first; beyond the last it begins again with the first. */
export type Deed =
  | { readonly does: 'register'; readonly session: number; readonly address: number; readonly people: number }
  | { readonly does: 'accept an invitation'; readonly session: number; readonly people: number }
  | { readonly does: 'give up'; readonly party: number; readonly people: number | undefined }
  | { readonly does: 'move'; readonly party: number; readonly session: number }
  | { readonly does: 'become'; readonly party: number; readonly people: number }
  | { readonly does: 'follow the link'; readonly party: number }
  | { readonly does: 'resize'; readonly session: number; readonly pool: PoolKind; readonly places: number }
  | {
      readonly does: 'join the waiting list';
      readonly wants: readonly number[];
      readonly people: number;
      readonly fewer: boolean;
    }
  | { readonly does: 'take what is offered'; readonly waiter: number; readonly people: number | undefined }
  | { readonly does: 'say no to what is offered'; readonly waiter: number }
  | { readonly does: 'leave the waiting list'; readonly waiter: number }
  | { readonly does: 'wait'; readonly minutes: number }
  | { readonly does: 'release' }
  | { readonly does: 'expire' };

const people = fc.integer({ min: 1, max: 3 });
const session = fc.nat({ max: 2 });
const party = fc.nat({ max: 11 });
const waiter = fc.nat({ max: 7 });

export const worlds: fc.Arbitrary<WorldPlan> = fc.record({
  confirmation: fc.constantFrom('immediate', 'by-email'),
  oneRegistrationPer: fc.constantFrom('event', 'session'),
  passedOverLimit: fc.nat({ max: 2 }),
  sessions: fc.array(fc.record({ open: fc.nat({ max: 9 }), invited: fc.nat({ max: 4 }), spare: fc.nat({ max: 2 }) }), {
    minLength: 3,
    maxLength: 3,
  }),
});

export const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: deed('register', { session, address: fc.nat({ max: 5 }), people }) },
    { weight: 1, arbitrary: deed('accept an invitation', { session, people }) },
    { weight: 3, arbitrary: deed('give up', { party, people: fc.option(people, { nil: undefined }) }) },
    { weight: 4, arbitrary: deed('move', { party, session }) },
    { weight: 3, arbitrary: deed('become', { party, people: fc.integer({ min: 1, max: 6 }) }) },
    { weight: 3, arbitrary: deed('follow the link', { party }) },
    {
      weight: 1,
      arbitrary: deed('resize', { session, pool: fc.constantFrom('open', 'invited'), places: fc.nat({ max: 8 }) }),
    },
    {
      weight: 4,
      arbitrary: deed('join the waiting list', {
        wants: fc.uniqueArray(session, { minLength: 1, maxLength: 2 }),
        people: fc.integer({ min: 1, max: 4 }),
        fewer: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: deed('take what is offered', { waiter, people: fc.option(people, { nil: undefined, freq: 2 }) }),
    },
    { weight: 1, arbitrary: deed('say no to what is offered', { waiter }) },
    { weight: 1, arbitrary: deed('leave the waiting list', { waiter }) },
    { weight: 3, arbitrary: deed('wait', { minutes: fc.constantFrom(10, 35, 40, 800) }) },
    { weight: 1, arbitrary: deed('release', {}) },
    { weight: 4, arbitrary: deed('expire', {}) },
  ),
  { minLength: 5, maxLength: 50, size: 'max' },
);

function deed<Name extends Deed['does'], Details extends object>(
  does: Name,
  details: { readonly [Key in keyof Details]: fc.Arbitrary<Details[Key]> },
): fc.Arbitrary<{ readonly does: Name } & Details> {
  return fc.record(details).map((given) => ({ does, ...(given as Details) }));
}

import fc from 'fast-check';
import type { Spaces } from '#contracts';
import { DomainError } from '#kernel';
import { CancelService, MoveService, RegistrationService, SelfService } from '#registration';
import { poolsOf } from '../concurrency/ledger.js';
import { nextPerson, TestApp } from '../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

interface Plan {
  readonly seats: number;
  readonly wheelchairs: number;
  /** Undefined: companions sit among everybody. */
  readonly companions: number | undefined;
}

type Deed =
  | { readonly does: 'register'; readonly session: number; readonly party: readonly Kind[] }
  | { readonly does: 'change'; readonly nth: number; readonly party: readonly Kind[] }
  | { readonly does: 'give up'; readonly nth: number; readonly people: number }
  | { readonly does: 'move'; readonly nth: number; readonly session: number };

/** A companion helps the person before them, if that is nobody's companion. */
type Kind = 'seat' | 'wheelchair' | 'companion';

interface Person {
  readonly kind: Kind;
  readonly helps?: Person;
}

interface Party {
  session: number;
  people: Person[];
}

const kinds = fc.array(fc.constantFrom<Kind>('seat', 'wheelchair', 'companion'), { minLength: 1, maxLength: 5 });
const [session, nth] = [fc.nat({ max: 1 }), fc.nat({ max: 9 })];
const plans = fc.tuple(planned(fc.constant(3)), planned(fc.option(fc.nat({ max: 3 }), { nil: undefined })));
const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ does: fc.constant('register' as const), session, party: kinds }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('change' as const), nth, party: kinds }) },
    {
      weight: 3,
      arbitrary: fc.record({ does: fc.constant('give up' as const), nth, people: fc.integer({ min: 1, max: 3 }) }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('move' as const), nth, session }) },
  ),
  { minLength: 5, maxLength: 30, size: 'max' },
);

function planned(companions: fc.Arbitrary<number | undefined>): fc.Arbitrary<Plan> {
  return fc.record({ seats: fc.nat({ max: 9 }), wheelchairs: fc.nat({ max: 4 }), companions });
}

it('counts each person where they are, and nobody stays to help somebody who has left', async () => {
  await fc.assert(fc.asyncProperty(plans, deeds, live), {
    interruptAfterTimeLimit: 16_000,
    numRuns: 60,
    markInterruptAsFailure: false,
  });
}, 60_000);

async function live(plan: readonly Plan[], all: readonly Deed[]): Promise<void> {
  const event = await app.make.event({ oneRegistrationPer: 'session' });
  const sessions = await Promise.all(plan.map((one) => sessionFor(event, one)));
  const parties: Party[] = [];
  const ids: string[] = [];
  for (const deed of all) {
    if (deed.does !== 'register' && parties.length === 0) continue;
    const index = deed.does === 'register' ? -1 : deed.nth % parties.length;
    const next = after(parties[index], deed);
    const others = parties.filter((_, other) => other !== index);
    const fits = next !== undefined && withinBounds(plan, [...others, next]);
    const done = await carriedOut(sessions, ids[index], deed);
    expect([deed, done !== undefined]).toEqual([deed, fits]);
    if (fits && deed.does === 'register') {
      ids.push(done!);
      parties.push(next);
    } else if (fits) parties[index] = next;
    for (const [where, { id }] of sessions.entries()) {
      const counted = Object.fromEntries((await poolsOf(app, id)).map(({ name, taken }) => [name, taken]));
      expect([deed, counted]).toEqual([deed, expect.objectContaining(countIn(plan[where]!, parties, where))]);
    }
  }
  expect(await app.faults()).toEqual([]);
}

function sessionFor(event: Parameters<TestApp['make']['session']>[0], { seats, wheelchairs, companions }: Plan) {
  const pools = [
    { name: 'wheelchair', audience: 'wheelchair' as const, places: wheelchairs },
    ...(companions === undefined ? [] : [{ name: 'companion', audience: 'companion' as const, places: companions }]),
  ];
  return app.make.session(event, { places: seats, capacity: 20, pools });
}

function peopleOf(party: readonly Kind[]): Person[] {
  const people: Person[] = [];
  for (const kind of party) {
    const before = people.at(-1);
    const helps = kind === 'companion' && before && before.kind !== 'companion' ? before : undefined;
    people.push(helps ? { kind, helps } : { kind: kind === 'companion' ? 'seat' : kind });
  }
  return people;
}

/** The party as the deed leaves it, wherever there is room; undefined where it is refused in any case. */
function after(party: Party | undefined, deed: Deed): Party | undefined {
  if (deed.does === 'register') return { session: deed.session, people: peopleOf(deed.party) };
  const { session: where, people } = party!;
  if (deed.does === 'change') return people.length === 0 ? undefined : { session: where, people: peopleOf(deed.party) };
  if (deed.does === 'give up') {
    if (people.length === 0) return party;
    return deed.people > people.length ? undefined : { session: where, people: without(people, deed.people) };
  }
  return people.length === 0 ? undefined : { session: deed.session, people };
}

/** First who is ordinary, then who helps, then who needs a space or was helped; of each of these the last first. */
function without(people: readonly Person[], leaving: number): Person[] {
  const isHelped = (one: Person) => people.some(({ helps }) => helps === one);
  const helping = people.filter(({ helps }) => helps !== undefined);
  const ordinary = people.filter((one) => one.kind === 'seat' && !isHelped(one));
  const others = people.filter((one) => !helping.includes(one) && !ordinary.includes(one));
  const gone = [ordinary, helping, others].flatMap((each) => each.toReversed()).slice(0, leaving);
  return people.filter((one) => !gone.includes(one));
}

function countIn({ companions }: Plan, parties: readonly Party[], where: number): Record<string, number> {
  const here = parties.filter((party) => party.session === where).flatMap(({ people }) => people);
  const of = (kind: Kind) => here.filter((one) => one.kind === kind).length;
  if (companions === undefined) return { Public: of('seat') + of('companion'), wheelchair: of('wheelchair') };
  return { Public: of('seat'), wheelchair: of('wheelchair'), companion: of('companion') };
}

function withinBounds(plan: readonly Plan[], parties: readonly Party[]): boolean {
  return plan.every((one, where) => {
    const counted = countIn(one, parties, where);
    return (
      counted['Public']! <= one.seats &&
      counted['wheelchair']! <= one.wheelchairs &&
      (counted['companion'] ?? 0) <= (one.companions ?? 0)
    );
  });
}

/** Does it in the real services; answers the registration, or undefined if that was refused. */
async function carriedOut(
  sessions: readonly { readonly id: string }[],
  id: string | undefined,
  deed: Deed,
): Promise<string | undefined> {
  try {
    return await does(sessions, id, deed);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

async function does(sessions: readonly { readonly id: string }[], id: string | undefined, deed: Deed): Promise<string> {
  if (deed.does === 'register') {
    const party = { partySize: deed.party.length, spaces: spacesOf(deed.party) };
    const body = { sessionId: sessions[deed.session]!.id, contact: nextPerson(), ...party };
    const { receipt } = await app.service(RegistrationService).register({ body, source: 'web', requestId: 'test' });
    return receipt.id;
  }
  if (deed.does === 'give up') await app.service(CancelService).cancel(id!, deed.people);
  if (deed.does === 'move') await app.service(MoveService).move(id!, sessions[deed.session]!.id);
  if (deed.does === 'change') {
    await app.service(SelfService).change(id!, { partySize: deed.party.length, spaces: spacesOf(deed.party) });
  }
  return id!;
}

function spacesOf(party: readonly Kind[]): Spaces {
  const people = peopleOf(party);
  return people.flatMap(({ kind, helps }, person): Spaces => {
    if (helps) return [{ person, kind: 'companion', of: people.indexOf(helps) }];
    return kind === 'wheelchair' ? [{ person, kind }] : [];
  });
}

import { type LockedPool, type PeopleByPool, type SpaceAudience, type SpacePools } from '#admission';
import type { Space, Spaces } from '#contracts';
import { InvalidInput, type InputFault } from '#kernel';
import type { KeptPlace } from './sealed-party.js';

/** The people, by pool, who are counted in another pool of the session than the rest of their party. */
export type Elsewhere = Readonly<Record<string, number>>;

/** How many of a party are in a space of each kind. */
export type SpaceCounts = Readonly<Record<SpaceAudience, number>>;

export const NO_SPACES: SpaceCounts = { wheelchair: 0, companion: 0 };

interface InSpace {
  readonly space: Space | null;
}

interface Counted {
  readonly poolId: string;
  readonly partySize: number;
  readonly elsewhere: Elsewhere | null;
}

/** Where the people of a registration are counted. */
export function usageOf({ poolId, partySize, elsewhere }: Counted): PeopleByPool {
  if (!elsewhere) return new Map([[poolId, partySize]]);
  const others = Object.entries(elsewhere);
  const here = partySize - others.reduce((sum, [, people]) => sum + people, 0);
  return new Map(here > 0 ? [[poolId, here], ...others] : others);
}

/** The people of many registrations, by pool. */
export function allTogether(registrations: readonly Counted[]): PeopleByPool {
  const sums = new Map<string, number>();
  for (const registration of registrations) {
    for (const [id, people] of usageOf(registration)) sums.set(id, (sums.get(id) ?? 0) + people);
  }
  return sums;
}

/** By how much the second is more than the first, in each pool where it is. */
export function moreIn(before: PeopleByPool, after: PeopleByPool): PeopleByPool {
  const grown = [...after].map(([id, people]) => [id, people - (before.get(id) ?? 0)] as const);
  return new Map(grown.filter(([, people]) => people > 0));
}

/** Whether anybody of the party is in a space, as far as can be told without opening it. */
export function hasSpaces({ places }: { readonly places: readonly Pick<KeptPlace, 'space'>[] }): boolean {
  return places.some(({ space }) => space !== undefined && space !== null);
}

export function countSpaces(places: readonly InSpace[]): SpaceCounts {
  const of = (kind: SpaceAudience) => places.filter(({ space }) => space?.kind === kind).length;
  return { wheelchair: of('wheelchair'), companion: of('companion') };
}

export function countAsked(asked: Spaces): SpaceCounts {
  return countSpaces(asked.map((space) => ({ space })));
}

/** The people with what was asked for each of them; for who is not in the list, nothing was. */
export function inSpaces<Person extends InSpace>(people: readonly Person[], asked: Spaces): Person[] {
  const spaces = new Map(asked.map(({ person, ...space }) => [person, space]));
  return people.map((one, index) => ({ ...one, space: spaces.get(index) ?? null }));
}

/**
 * Where those in spaces are counted who come to a session anew. Companions are counted with their party where the
 * session keeps no places for them. Throws InvalidInput where it has no wheelchair spaces.
 */
export function placedAnew({ wheelchair, companion }: SpaceCounts, pools: SpacePools): Elsewhere | null {
  if (wheelchair > 0 && !pools.wheelchair) throw noWheelchairSpacesHere();
  return byPool([
    [pools.wheelchair, wheelchair],
    [pools.companion, companion],
  ]);
}

/** The same for a party that is there: nobody of it goes to another pool because of what else changes. */
export function placedOn(
  before: { readonly elsewhere: Elsewhere | null; readonly places: readonly InSpace[] },
  places: readonly InSpace[],
  pools: SpacePools,
): Elsewhere | null {
  const [was, is] = [countSpaces(before.places), countSpaces(places)];
  if (is.wheelchair > was.wheelchair && !pools.wheelchair) throw noWheelchairSpacesHere();
  const countedIn = (kind: SpaceAudience) => {
    const people = before.elsewhere?.[pools[kind]?.id ?? ''] ?? 0;
    return is[kind] > was[kind] ? people + is[kind] - was[kind] : Math.min(people, is[kind]);
  };
  return byPool([
    [pools.wheelchair, countedIn('wheelchair')],
    [pools.companion, countedIn('companion')],
  ]);
}

function byPool(people: readonly (readonly [LockedPool | undefined, number])[]): Elsewhere | null {
  const counted = people.flatMap(([pool, count]) => (pool && count > 0 ? [[pool.id, count] as const] : []));
  return counted.length > 0 ? Object.fromEntries(counted) : null;
}

/**
 * The places of a party that becomes smaller and has not said by whom. Ordinary places go first, from the end; then
 * those of companions; who needs a space or is helped stays longest, since that is hardest to get again.
 */
export function staying<Person extends InSpace>(places: readonly Person[], people: number): Person[] {
  const helped = new Set(places.flatMap(({ space }) => (space?.kind === 'companion' ? [space.of] : [])));
  const rank = ({ space }: Person, index: number) => {
    if (space?.kind === 'companion') return 1;
    return space || helped.has(index) ? 0 : 2;
  };
  const kept = places
    .map((place, index) => ({ index, rank: rank(place, index) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, people)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
  return kept.map((index) => ({ ...places[index]!, space: movedUp(places[index]!.space, kept) }));
}

/** Whom somebody helps stands in the party at another number now. */
function movedUp(space: Space | null, kept: readonly number[]): Space | null {
  return space?.kind === 'companion' ? { ...space, of: kept.indexOf(space.of) } : space;
}

/** What is wrong with the spaces that are asked for, each by its pointer. */
export function spaceFaults(asked: Spaces, partySize: number): InputFault[] {
  const [people, helped] = [new Set<number>(), new Set<number>()];
  const companions = new Set(asked.flatMap((one) => (one.kind === 'companion' ? [one.person] : [])));
  return asked.flatMap((one, index) => {
    const at = `/spaces/${index}`;
    if (one.person >= partySize) return [notThere(`${at}/person`)];
    if (people.has(one.person)) return [{ pointer: `${at}/person`, code: 'two_spaces', detail: TWO_SPACES }];
    people.add(one.person);
    if (one.kind !== 'companion') return [];
    const of = `${at}/of`;
    if (one.of >= partySize) return [notThere(of)];
    if (companions.has(one.of)) return [{ pointer: of, code: 'companion_of_companion', detail: OF_COMPANION }];
    if (helped.has(one.of)) return [{ pointer: of, code: 'second_companion', detail: SECOND_COMPANION }];
    helped.add(one.of);
    return [];
  });
}

const TWO_SPACES = 'One person has one place: a wheelchair space, or that of somebody who comes to help.';
const OF_COMPANION =
  'Please name the person whom they come to help; that is somebody who does not come to help themselves.';
const SECOND_COMPANION =
  'One person can have the place of one companion. Others who come along are guests; please leave them out here.';

function notThere(pointer: string): InputFault {
  return { pointer, code: 'no_such_person', detail: 'The party has nobody at this number; the first person is 0.' };
}

function noWheelchairSpacesHere(): InvalidInput {
  const detail =
    'No wheelchair spaces are set apart at this time. Please take a place and tell us what would help, or write to us.';
  return new InvalidInput([{ pointer: '/spaces', code: 'no_wheelchair_spaces_here', detail }]);
}

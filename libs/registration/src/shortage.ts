import { isForSpaces, type LockedPool, openPlaces, type PeopleByPool, type SpaceAudience } from '#admission';
import type { DomainError } from '#kernel';
import {
  type Alternative,
  NoCompanionPlace,
  NoWheelchairSpace,
  PlacesByBallot,
  SessionFull,
} from './registration.errors.js';
import type { SessionFacts } from './session-facts.js';

type Lacking = 'seats' | SpaceAudience;

/** What a party lacks, and how much of that is left. */
export interface Shortage {
  readonly of: Lacking;
  readonly available: number;
  readonly pool: LockedPool;
}

const FIRST: readonly Lacking[] = ['seats', 'wheelchair', 'companion'];

/** The first thing that the party would need more of than is free, or undefined if it fits. */
export function shortageOf(
  pools: Iterable<LockedPool>,
  want: PeopleByPool,
  free: (pool: LockedPool) => number = openPlaces,
): Shortage | undefined {
  const short = [...pools]
    .map((pool) => ({ of: kindOf(pool), pool, available: free(pool), wanted: want.get(pool.id) ?? 0 }))
    .filter(({ available, wanted }) => wanted > available);
  return FIRST.map((kind) => short.find(({ of }) => of === kind)).find((one) => one !== undefined);
}

export function refusalFor(
  { of, available, pool }: Shortage,
  alternatives: readonly Alternative[],
  { waitingList }: Pick<SessionFacts, 'waitingList'>,
): DomainError {
  if (of === 'wheelchair') return new NoWheelchairSpace(available, alternatives);
  if (of === 'companion') return new NoCompanionPlace(available, alternatives);
  if (pool.ballotId !== null) return new PlacesByBallot(pool.ballotId);
  return new SessionFull(available, alternatives, waitingList);
}

function kindOf({ audience }: LockedPool): Lacking {
  return isForSpaces(audience) ? audience : 'seats';
}

import type { LockedPool } from './admission.queries.js';

/**
 * How many places are there for whoever comes: none while parties wait for them or a ballot gives them, and never those
 * that somebody was promised by an invitation.
 */
export function openPlaces({ places, taken, promised, waitedFor, ballotId }: OpenPool): number {
  return waitedFor || ballotId !== null ? 0 : unpromisedPlaces({ places, taken, promised });
}

/** How many places a ballot can give: all that are free and that nobody was promised. */
export function unpromisedPlaces({ places, taken, promised }: Pick<OpenPool, 'places' | 'taken' | 'promised'>): number {
  return Math.max(0, places - taken - promised);
}

type OpenPool = Pick<LockedPool, 'places' | 'taken' | 'promised' | 'waitedFor' | 'ballotId'>;

import type { Pool } from './pool.entity.js';
import { NowhereToRelease } from './admission.errors.js';
import type { LockedPool } from './admission.queries.js';
import { isForSpaces } from './space-pools.js';

/** When a pool's free places go to another one, and to which; both null if they stay. */
export type ReleasePlan = Pick<Pool, 'releasesAt' | 'releasesTo'>;

export const KEEPS: ReleasePlan = { releasesAt: null, releasesTo: null };

type Among = readonly Pick<LockedPool, 'id' | 'audience' | 'releasesTo'>[];

/**
 * The pool that takes the places of another: the one named, or the public one. Places go one step and no
 * further, so it is never one that is released itself, and never for one that takes others'; and no seat becomes a
 * space for a wheelchair by a date. Throws
 * NowhereToRelease.
 */
export function targetFor(poolId: string | undefined, named: string | undefined, among: Among): string {
  const target = among.find(({ id, audience }) => (named === undefined ? audience === 'public' : id === named));
  const passedOn = poolId !== undefined && among.some(({ releasesTo }) => releasesTo === poolId);
  if (!target || isForSpaces(target.audience) || target.id === poolId || target.releasesTo !== null || passedOn)
    throw new NowhereToRelease();
  return target.id;
}

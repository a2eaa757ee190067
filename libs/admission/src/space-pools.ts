import type { PoolAudience } from '#contracts';
import type { LockedPool } from './admission.queries.js';

/** Whom a pool is for that holds people of any party, and no party as a whole. A session has one of each at most. */
export type SpaceAudience = Extract<PoolAudience, 'wheelchair' | 'companion'>;

/** The pools of spaces that a session has. */
export type SpacePools = Readonly<Partial<Record<SpaceAudience, LockedPool>>>;

export function isForSpaces(audience: PoolAudience): audience is SpaceAudience {
  return audience === 'wheelchair' || audience === 'companion';
}

export function spacePoolsOf(pools: Iterable<LockedPool>, sessionId: string): SpacePools {
  const here = [...pools].filter((pool) => pool.sessionId === sessionId && isForSpaces(pool.audience));
  return Object.fromEntries(here.map((pool) => [pool.audience, pool]));
}

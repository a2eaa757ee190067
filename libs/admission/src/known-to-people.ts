import type { LockedPool } from './admission.queries.js';

/** Whether people were told of it as somebody who has places, is invited, waits or is in a ballot. */
export function isKnownToPeople(pool: LockedPool): boolean {
  return pool.taken > 0 || isPromised(pool) || pool.waitedFor || pool.ballotId !== null;
}

/** Whether people may be invited who have not answered. A released pool promises nothing more, whoever was invited. */
export function isPromised({ promised, released }: LockedPool): boolean {
  return promised > 0 || released;
}

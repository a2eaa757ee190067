import { type Admission, AlreadyReleased, isForSpaces, type LockedPool } from '#admission';
import type { Tx } from '#database';
import { PoolForSpaces } from '#registration';
import { PoolPromised, PoolWaitedFor } from './invitation.errors.js';

/**
 * Promises places of a locked pool to people who are invited. More than there are only by somebody who says why; none that
 * parties wait for, since a promise goes before them. Throws PoolForSpaces, PoolPromised, PoolWaitedFor or
 * AlreadyReleased: its places have gone.
 */
export async function promise(
  tx: Tx,
  admission: Admission,
  pool: LockedPool,
  wanted: number,
  overPromise: { readonly reason: string } | undefined,
): Promise<void> {
  if (isForSpaces(pool.audience)) throw new PoolForSpaces();
  if (wanted <= 0) return;
  if (pool.released) throw new AlreadyReleased();
  if (pool.waitedFor) throw new PoolWaitedFor();
  const { places, taken, promised } = pool;
  if (taken + promised + wanted > places && !overPromise) throw new PoolPromised({ places, taken, promised, wanted });
  await admission.promise(tx, pool, wanted);
}

import type { Tx } from '#database';

/** Several processes may start at once on one empty database; the second waits and finds it filled. */
export async function lockForSample(tx: Tx): Promise<void> {
  await tx.sql`LOCK TABLE venues IN EXCLUSIVE MODE`;
}

import type { Tx } from '#database';
import { WaitingListEntry } from './entry.entity.js';

/** One more version of an entry that the transaction has locked. */
export async function amendEntry(
  tx: Tx,
  { id, eventId, version }: WaitingListEntry,
  updatedAt: Date,
  change: Partial<WaitingListEntry>,
): Promise<void> {
  await tx.update(WaitingListEntry, { id, eventId }, { ...change, version: version + 1, updatedAt });
}

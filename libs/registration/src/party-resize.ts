import type { Admission } from '#admission';
import type { Tx } from '#database';
import type { LockedRegistration } from './locked-registration.js';
import { SessionFull } from './registration.errors.js';
import { findAlternatives } from './registrations.queries.js';

/**
 * Takes or gives back places so that the party has its new size. Throws SessionFull; then nothing
 * was taken.
 */
export async function resizeParty(
  tx: Tx,
  admission: Admission,
  { registration, pool, facts }: LockedRegistration,
  partySize: number,
  now: Date,
): Promise<void> {
  const more = partySize - registration.partySize;
  if (more < 0) await admission.giveBack(tx, pool, -more);
  if (more <= 0) return;
  const [granted] = admission.take(tx, pool, [more]);
  if (granted) return;
  throw new SessionFull(pool.places - pool.taken, await findAlternatives(tx, facts, partySize, now));
}

import { LookAgain, type Tx } from '#database';
import { isId, NotFound } from '#kernel';
import { Event, Session } from '#programme';
import type { Reach } from '#staff';
import { type LockedPool, lockPools, poolIdsOf } from './admission.queries.js';

/** A session that this transaction alone may change, with its event and all its pools. */
export interface LockedSession {
  readonly session: Session;
  readonly event: Event;
  readonly pools: readonly LockedPool[];
}

/**
 * Locks the event, then the pools, then the session: nobody takes or gives back places while it changes, and
 * nobody who waits for one of these holds one that comes later. Throws NotFound, for what is out of reach too.
 */
export async function lockSession(tx: Tx, id: string, reach: Reach): Promise<LockedSession> {
  const seen = isId(id) ? await tx.findOneBy(Session, { id }) : null;
  if (!seen) throw new NotFound('session');
  reach.mustCover(seen.eventId, 'session');
  const of = { eventId: seen.eventId, sessionId: seen.id };
  const event = await tx.findOneOrFail(Event, { where: { id: seen.eventId }, lock: { mode: 'pessimistic_read' } });
  const pools = await lockPools(tx, await poolIdsOf(tx, of));
  const session = await tx.findOne(Session, { where: { id: seen.id }, lock: { mode: 'pessimistic_write' } });
  if (!session) throw new NotFound('session');
  // A pool that was opened meanwhile is not locked.
  if ((await poolIdsOf(tx, of)).length !== pools.length) throw new LookAgain();
  return { session, event, pools };
}

/** The people who have places in it. */
export function takenIn({ pools }: LockedSession): number {
  return pools.reduce((people, { taken }) => people + taken, 0);
}

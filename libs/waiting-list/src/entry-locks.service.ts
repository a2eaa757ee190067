import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool } from '#admission';
import { LookAgain, type Tx } from '#database';
import { isId, NotFound } from '#kernel';
import type { Reach } from '#staff';
import { WaitingListEntry } from './entry.entity.js';
import { Offer } from './offer.entity.js';
import { findPublicPools } from './sessions.queries.js';
import { Wish } from './wish.entity.js';

/** An entry with the pools of all its sessions, locked by the transaction: nobody serves it meanwhile. */
export interface LockedEntry {
  readonly entry: WaitingListEntry;
  readonly wishes: readonly Wish[];
  /** Public pools of its sessions. */
  readonly pools: readonly LockedPool[];
  /** What it is offered now, with the pool where its places are. */
  readonly offer: { readonly row: Offer; readonly pool: LockedPool } | undefined;
}

/** Locks pools first, in the order of their ids, then the entry, as everything does that changes both. */
@Injectable()
export class EntryLocks {
  constructor(private readonly admission: Admission) {}

  /** Throws NotFound. */
  async lock(tx: Tx, id: string): Promise<LockedEntry> {
    const seen = await tx.findOneBy(WaitingListEntry, { id });
    if (!seen) throw new NotFound('entry of the waiting list');
    const of = { entryId: id, eventId: seen.eventId };
    const wishes = await tx.findBy(Wish, of);
    const live = await tx.findOneBy(Offer, { ...of, state: 'live' });
    const ids = await findPublicPools(
      tx,
      wishes.map(({ sessionId }) => sessionId),
    );
    const locked = await this.admission.lock(tx, [...ids, ...(live ? [live.poolId] : [])]);
    const lock = { mode: 'pessimistic_write' } as const;
    const entry = await tx.findOneOrFail(WaitingListEntry, { where: { id, eventId: seen.eventId }, lock });
    const row = await tx.findOne(Offer, { where: { ...of, state: 'live' }, lock });
    const wishesNow = await tx.findBy(Wish, of);
    if ((row && !locked.has(row.poolId)) || wishesNow.length > wishes.length) throw new LookAgain();
    return {
      entry,
      wishes: wishesNow,
      pools: ids.map((poolId) => locked.get(poolId)!),
      offer: row ? { row, pool: locked.get(row.poolId)! } : undefined,
    };
  }

  /** The same for the team: what is out of reach answers as if it did not exist. */
  async lockWithin(tx: Tx, reach: Reach, id: string): Promise<LockedEntry> {
    if (!isId(id)) throw new NotFound('entry of the waiting list');
    const locked = await this.lock(tx, id);
    reach.mustCover(locked.entry.eventId, 'entry of the waiting list');
    return locked;
  }
}

import { Injectable } from '@nestjs/common';
import type { OfferByHand } from '#contracts';
import type { Tx } from '#database';
import { NotFound } from '#kernel';
import { Outbox } from '#mail';
import { PlacesByBallot } from '#registration';
import type { Actor } from '#staff';
import type { LockedEntry } from './entry-locks.service.js';
import type { WaitingListEntry } from './entry.entity.js';
import { findLineRules } from './line.queries.js';
import { Line } from './line.service.js';
import { Offers } from './offers.service.js';
import { NothingToOffer, NotWaiting } from './waiting-list.errors.js';
import { letterTo } from './letter-to.js';

/** Offers that somebody of the team makes, for a reason, past the line. */
@Injectable()
export class HandOffering {
  constructor(
    private readonly line: Line,
    private readonly offers: Offers,
    private readonly outbox: Outbox,
  ) {}

  /** Throws NotFound if the party does not wish for the session, NotWaiting, PlacesByBallot or NothingToOffer. */
  async offer(tx: Tx, { entry, pools }: LockedEntry, { sessionId, reason }: OfferByHand, by: Actor): Promise<void> {
    const pool = pools.find((one) => one.sessionId === sessionId.toLowerCase());
    if (!pool) throw new NotFound('session among those that the party would come to');
    if (entry.state !== 'waiting') throw new NotWaiting();
    if (pool.ballotId !== null) throw new PlacesByBallot(pool.ballotId);
    const rules = await findLineRules(tx, pool.sessionId);
    const expiresAt = rules && !rules.cancelled ? this.offers.deadline(rules) : undefined;
    const free = Math.max(0, pool.places - pool.taken - pool.promised);
    const people = Math.min(free, entry.partySize);
    const least = entry.fewerIsFine ? 1 : entry.partySize;
    if (!rules || !expiresAt || people < least) throw new NothingToOffer(free);
    await this.line.leave(tx, [entry], pools);
    const served = { entryId: entry.id, recipient: entry.contactEmail, people, reason };
    await this.offers.make({ tx, pool, rules }, [served], expiresAt, by);
  }

  async tellRemoval(tx: Tx, entry: WaitingListEntry): Promise<void> {
    await this.outbox.put(tx, [letterTo(entry, 'waiting-ended')]);
  }
}

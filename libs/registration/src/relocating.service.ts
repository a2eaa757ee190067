import { Injectable } from '@nestjs/common';
import { Admission, isKnownToPeople, mustMayRelocate } from '#admission';
import type { AdminEvent, Relocation } from '#contracts';
import { rehearse, type Tx } from '#database';
import { InvalidInput } from '#kernel';
import { EventCancelled, Events, Sessions } from '#programme';
import type { Actor, Asked } from '#staff';
import { type AlsoReached, AlsoTold } from './also-told.service.js';
import type { Reached } from './live-parties.queries.js';
import { LiveParties } from './live-parties.service.js';
import { mustReach } from './session-deeds.js';

/** Takes an event to another venue, and tells everybody who is to come. */
@Injectable()
export class Relocating {
  constructor(
    private readonly events: Events,
    private readonly sessions: Sessions,
    private readonly admission: Admission,
    private readonly parties: LiveParties,
    private readonly others: AlsoTold,
  ) {}

  /**
   * One mail to each confirmed party, with its calendar entry, and to who is invited, waits or is in a ballot. Throws
   * NotFound, EventCancelled, OverSafeNumber, NotPermitted, ReachChanged or InvalidInput.
   */
  async relocate(tx: Tx, actor: Actor, asked: Asked, wish: Relocation): Promise<Relocated> {
    const { sessionIds, ...done } = await this.move(tx, actor, asked, wish);
    mustReach(wish.reaches, done.reached);
    for (const sessionId of sessionIds) await this.parties.tellChange(tx, { eventId: done.event.id, sessionId });
    const alsoTold = await this.others.tell(tx, { eventId: done.event.id, sessionIds });
    return { ...done, alsoTold };
  }

  /** Whom it would reach, and what would be; nothing is done. Throws what `relocate` throws. */
  async preview(tx: Tx, actor: Actor, asked: Asked, wish: Relocation): Promise<Relocated> {
    return rehearse(tx, async () => {
      const { sessionIds, ...done } = await this.move(tx, actor, asked, wish);
      return { ...done, alsoTold: await this.others.count(tx, { eventId: done.event.id, sessionIds }) };
    });
  }

  private async move(tx: Tx, actor: Actor, asked: Asked, { venueId, reason }: Relocation) {
    const event = await this.events.lock(tx, asked);
    if (event.status === 'cancelled') throw new EventCancelled();
    if (venueId.toLowerCase() === event.venueId) throw new InvalidInput([NOTHING_CHANGES]);
    const pools = await this.admission.lockEvent(tx, event.id);
    const sessions = await this.sessions.lockToCome(tx, event.id);
    mustMayRelocate(actor, event.id, sessions);
    const after = await this.events.relocate(tx, actor, event, venueId, reason);
    const known = new Set(pools.filter(isKnownToPeople).map(({ sessionId }) => sessionId));
    const concerned = sessions.filter(({ id }) => known.has(id));
    await this.sessions.announce(tx, concerned, reason);
    const reached = await this.parties.countIn(tx, concerned);
    return { event: after, sessionIds: concerned.map(({ id }) => id), reached };
  }
}

interface Relocated {
  readonly event: AdminEvent;
  readonly reached: Reached;
  readonly alsoTold: AlsoReached;
}

const NOTHING_CHANGES = {
  pointer: '/venueId',
  code: 'nothing_changes',
  detail: 'The event is at this venue already, so there is nothing to tell anybody.',
};

import { Injectable } from '@nestjs/common';
import { isElsewhere, VenuePlanning } from '#admission';
import type { AdminVenue, Readdress } from '#contracts';
import { rehearse, type Tx } from '#database';
import { InvalidInput } from '#kernel';
import { type Session, Sessions, Venues } from '#programme';
import type { Actor } from '#staff';
import { type AlsoReached, AlsoTold, type ChangedSessions } from './also-told.service.js';
import type { Reached } from './live-parties.queries.js';
import { LiveParties } from './live-parties.service.js';
import { mustReach } from './session-deeds.js';

/** Gives a venue another name, address, position or time zone, and tells everybody who is to come there. */
@Injectable()
export class Readdressing {
  constructor(
    private readonly planning: VenuePlanning,
    private readonly venues: Venues,
    private readonly sessions: Sessions,
    private readonly parties: LiveParties,
    private readonly others: AlsoTold,
  ) {}

  /**
   * One mail to each confirmed party, with its calendar entry, and to who is invited, waits or is in a ballot. Throws
   * NotFound, ReachChanged or InvalidInput.
   */
  async readdress(tx: Tx, actor: Actor, id: string, wish: Readdress): Promise<Readdressed> {
    const { sessions, ...done } = await this.change(tx, actor, id, wish);
    mustReach(wish.reaches, done.reached);
    if (!wish.tellPeople) return { ...done, alsoTold: NOBODY };
    await this.tell(tx, sessions);
    return { ...done, alsoTold: await this.eachEvent(sessions, (changed) => this.others.tell(tx, changed)) };
  }

  /** Whom it would reach, and what would be; nothing is done. Throws what `readdress` throws. */
  async preview(tx: Tx, actor: Actor, id: string, wish: Readdress): Promise<Readdressed> {
    return rehearse(tx, async () => {
      const { sessions, ...done } = await this.change(tx, actor, id, wish);
      const heard = wish.tellPeople ? sessions : [];
      return { ...done, alsoTold: await this.eachEvent(heard, (changed) => this.others.count(tx, changed)) };
    });
  }

  private async change(tx: Tx, actor: Actor, id: string, wish: Readdress) {
    const { reason, tellPeople, reaches: _, ...change } = wish;
    const { venue, sessions: all } = await this.planning.lock(tx, id);
    if (!isElsewhere(venue, change)) throw new InvalidInput([NOTHING_CHANGES]);
    if (!tellPeople && change.timeZone !== undefined && change.timeZone !== venue.timeZone) {
      throw new InvalidInput([MUST_BE_TOLD]);
    }
    const after = await this.venues.readdress(tx, actor, venue, change, reason);
    const sessions = all.map(({ session }) => session);
    if (tellPeople) await this.sessions.announce(tx, sessions, reason);
    return { venue: after, sessions, reached: await this.parties.countIn(tx, sessions) };
  }

  /** Who waits for several sessions of an event, or names them in its ballot, hears once. */
  private async eachEvent(
    sessions: readonly Session[],
    reach: (changed: ChangedSessions) => Promise<AlsoReached>,
  ): Promise<AlsoReached> {
    let sum = NOBODY;
    for (const [eventId, those] of Map.groupBy(sessions, (session) => session.eventId)) {
      const { mails, withoutAddress } = await reach({ eventId, sessionIds: those.map(({ id }) => id) });
      sum = { mails: sum.mails + mails, withoutAddress: sum.withoutAddress + withoutAddress };
    }
    return sum;
  }

  private async tell(tx: Tx, sessions: readonly Session[]): Promise<void> {
    for (const { id: sessionId, eventId } of sessions) await this.parties.tellChange(tx, { eventId, sessionId });
  }
}

interface Readdressed {
  readonly venue: AdminVenue;
  readonly reached: Reached;
  readonly alsoTold: AlsoReached;
}

const NOBODY: AlsoReached = { mails: 0, withoutAddress: 0 };

const NOTHING_CHANGES = {
  pointer: '/reason',
  code: 'nothing_changes',
  detail: 'Please give a name, address, position or time zone that is another than now. There is nothing to tell.',
};

const MUST_BE_TOLD = {
  pointer: '/tellPeople',
  code: 'must_be_told',
  detail: 'In another time zone people have to come at another hour of the clock, so they have to be told.',
};

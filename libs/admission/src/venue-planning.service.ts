import { Injectable } from '@nestjs/common';
import type { AdminVenue, VenueChange } from '#contracts';
import { LookAgain, type Tx } from '#database';
import { type Expected, isId } from '#kernel';
import {
  type Event,
  Events,
  type Session,
  Sessions,
  type Venue,
  Venues,
  WHERE_TO_BE,
  type WhereToBe,
} from '#programme';
import type { Actor } from '#staff';
import { PeopleToTell } from './admission.errors.js';
import { Admission } from './admission.service.js';
import { isKnownToPeople } from './known-to-people.js';

/** A venue that this transaction alone may change, with whoever is to come there: nobody takes or gives back places. */
export interface LockedVenue {
  readonly venue: Venue;
  /** Which people know of, neither over nor cancelled, each with how many have places. */
  readonly sessions: readonly { readonly session: Session; readonly people: number }[];
}

/** What is done with a venue as far as it depends on who is to come there. */
@Injectable()
export class VenuePlanning {
  constructor(
    private readonly venues: Venues,
    private readonly events: Events,
    private readonly sessions: Sessions,
    private readonly admission: Admission,
  ) {}

  /** Throws what `Venues.change` throws, and PeopleToTell where it says otherwise where people have to be. */
  async change(tx: Tx, actor: Actor, id: string, expected: Expected, change: VenueChange): Promise<AdminVenue> {
    if (WHERE_TO_BE.some((fact) => change[fact] !== undefined)) {
      const { venue, sessions } = await this.lock(tx, id, expected);
      const people = sessions.reduce((sum, session) => sum + session.people, 0);
      if (sessions.length > 0 && isElsewhere(venue, change)) throw new PeopleToTell(people, 'readdress the venue');
    }
    return this.venues.change(tx, actor, id, expected, change);
  }

  /** Events, pools, sessions, and then the venue, as everybody does. Throws NotFound or Stale. */
  async lock(tx: Tx, id: string, expected?: Expected): Promise<LockedVenue> {
    const events = isId(id) ? await this.events.lockAt(tx, id) : [];
    const ids = events.map((event) => event.id);
    const pools = await this.admission.lockEvents(tx, ids);
    const sessions = await this.sessions.lockToCome(tx, ...ids);
    const venue = await this.venues.lock(tx, id, expected);
    // An event that came to the venue, or a pool that was opened, meanwhile is not locked.
    if (!isSame(events, await this.events.lockAt(tx, id))) throw new LookAgain();
    const poolsOf = Map.groupBy(pools, ({ sessionId }) => sessionId);
    const published = new Set(events.filter(({ status }) => status === 'published').map((event) => event.id));
    const known = sessions.flatMap((session) => {
      const own = poolsOf.get(session.id) ?? [];
      const people = own.reduce((sum, { taken }) => sum + taken, 0);
      const isKnown = people > 0 || (published.has(session.eventId) && own.some(isKnownToPeople));
      return isKnown ? [{ session, people }] : [];
    });
    return { venue, sessions: known };
  }
}

/** Whether the change tells people to be elsewhere, or by another clock, than they were told. */
export function isElsewhere(venue: WhereToBe, change: VenueChange): boolean {
  return WHERE_TO_BE.some((fact) => change[fact] !== undefined && change[fact] !== venue[fact]);
}

function isSame(before: readonly Event[], now: readonly Event[]): boolean {
  return before.map(({ id }) => id).join() === now.map(({ id }) => id).join();
}

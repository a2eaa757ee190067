import { Injectable } from '@nestjs/common';
import type { AdminEvent, EventChange, Publication, Readiness } from '#contracts';
import { Database, sqlState, type Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import { Event, Events, InUse, Sessions } from '#programme';
import { type Actor, type Asked, mustMay, type Reach } from '#staff';
import { NotReady, PeopleRegistered, WrongStatus } from './admission.errors.js';
import type { LockedPool } from './admission.queries.js';
import { Admission } from './admission.service.js';
import { findSessionsWithPlaces } from './event-planning.queries.js';
import { isKnownToPeople } from './known-to-people.js';
import { Pool } from './pool.entity.js';
import { missingIn, safetyFaults, statusFaults } from './readiness.js';
import { mustMayRelocate } from './session-changes.service.js';

const FOREIGN_KEY_VIOLATION = '23503';

/**
 * What is done with an event as far as it depends on its places. Who holds any is read with all pools of the event
 * locked, so that nobody registers meanwhile on what is about to change.
 */
@Injectable()
export class EventPlanning {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly sessions: Sessions,
    private readonly admission: Admission,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws what `Events.change` throws, and PeopleRegistered where what is to change was promised to people who
   * hold places: the venue, of which they have to be told, with who is invited, waits or is in a ballot, and what one
   * address may hold. NotPermitted where another venue’s safe number would not bound its sessions either.
   */
  async change(tx: Tx, actor: Actor, asked: Asked, change: EventChange): Promise<AdminEvent> {
    const event = await this.events.lock(tx, asked);
    if (change.venueId !== undefined && !isSame(change.venueId, event.venueId)) {
      const isTold = event.status === 'published' ? isKnownToPeople : isTaken;
      await this.mustBeFree(tx, event, 'its venue stays. Please relocate the event, which tells them', isTold);
      mustMayRelocate(actor, event.id, await this.sessions.lockToCome(tx, event.id));
    }
    if (change.oneRegistrationPer !== undefined && change.oneRegistrationPer !== event.oneRegistrationPer) {
      await this.mustBeFree(tx, event, 'how often an address may register stays');
    }
    return this.events.change(tx, actor, event, change);
  }

  /** What keeps it from being published, and when it would go over the safe number of its venue. Throws NotFound. */
  async readiness(id: string, reach: Reach): Promise<Readiness> {
    const tx = this.database.reader;
    const event = isId(id) ? await tx.findOneBy(Event, { id }) : null;
    if (!event) throw new NotFound('event');
    reach.mustCover(event.id, 'event');
    const { missing, exceedances } = await this.look(tx, event, reach);
    const errors = [...statusFaults(event), ...missing, ...safetyFaults(exceedances)];
    return { ready: errors.length === 0, errors, exceedances };
  }

  /**
   * With an owner's reason its sessions may go over the safe number of their venue; without, throws OverSafeNumber
   * where they would. Throws NotFound, WrongStatus, NotPermitted, or NotReady with everything that is missing.
   */
  async publish(tx: Tx, actor: Actor, asked: Asked, { safeNumberOverride: reason }: Publication): Promise<AdminEvent> {
    const event = await this.draft(tx, asked);
    if (reason !== undefined) mustMay(actor, 'capacity:override', event.id);
    const { missing, exceedances } = await this.look(tx, event, asked.reach);
    if (missing.length > 0) {
      throw new NotReady([...missing, ...(reason === undefined ? safetyFaults(exceedances) : [])]);
    }
    if (reason !== undefined) await this.sessions.letThrough(tx, actor, event.id, reason);
    return this.events.mark(tx, actor, event, 'published', reason);
  }

  /** Makes it a draft again. Throws NotFound, WrongStatus or PeopleRegistered. */
  async unpublish(tx: Tx, actor: Actor, asked: Asked): Promise<AdminEvent> {
    const event = await this.events.lock(tx, asked);
    if (event.status !== 'published') throw new WrongStatus('event_not_published', 'This event is not published.');
    await this.mustBeFree(tx, event, 'it can only be cancelled');
    return this.events.mark(tx, actor, event, 'draft');
  }

  /** Takes away a draft with its sessions and pools. Throws NotFound, Stale, WrongStatus, or InUse if anybody ever registered. */
  async remove(tx: Tx, actor: Actor, asked: Asked): Promise<void> {
    const event = await this.draft(tx, asked);
    await this.mustBeFree(tx, event, 'it cannot be taken away');
    try {
      await tx.update(Pool, { eventId: event.id }, { releasesAt: null, releasesTo: null });
      await tx.delete(Pool, { eventId: event.id });
      await this.events.remove(tx, actor, event);
    } catch (error) {
      if (sqlState(error) === FOREIGN_KEY_VIOLATION)
        throw new InUse('event', 'registrations or invitations, if only cancelled ones,');
      throw error;
    }
  }

  private async look(tx: Tx, event: Event, reach: Reach) {
    const sessions = await findSessionsWithPlaces(tx, event.id);
    const missing = missingIn(event, sessions, this.clock.now());
    return { missing, exceedances: await this.sessions.exceedances(tx, event.id, reach) };
  }

  private async draft(tx: Tx, asked: Asked): Promise<Event> {
    const event = await this.events.lock(tx, asked);
    if (event.status !== 'draft')
      throw new WrongStatus('event_not_draft', `This event is ${event.status}, not a draft.`);
    return event;
  }

  private async mustBeFree(tx: Tx, { id }: Event, otherwise: string, isInTheWay = isTaken): Promise<void> {
    const pools = await this.admission.lockEvent(tx, id);
    const people = pools.reduce((sum, { taken }) => sum + taken, 0);
    if (pools.some(isInTheWay)) throw new PeopleRegistered(people, otherwise);
  }
}

function isTaken({ taken }: LockedPool): boolean {
  return taken > 0;
}

function isSame(id: string, other: string): boolean {
  return id.toLowerCase() === other;
}

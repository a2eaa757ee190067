import { Injectable } from '@nestjs/common';
import type { CloneWish, EventClone } from '#contracts';
import { Database, type Tx } from '#database';
import { type Actor, AuditTrail } from '#staff';
import { AlsoCloned } from './also-cloned.service.js';
import { type ClonePlan, type Edition, planClone } from './clone-plan.js';
import { Editions } from './editions.service.js';

class Undone extends Error {
  constructor(readonly clone: EventClone) {
    super();
  }
}

/** Makes next year's draft from this year's edition. */
@Injectable()
export class EventCloning {
  constructor(
    private readonly database: Database,
    private readonly editions: Editions,
    private readonly others: AlsoCloned,
    private readonly audit: AuditTrail,
  ) {}

  /** Makes it and undoes it, so that it is refused with what making it would be refused with. */
  async preview(actor: Actor, id: string, wish: CloneWish): Promise<EventClone> {
    try {
      return await this.database.transaction(async (tx) => {
        throw new Undone(await this.clone(tx, actor, id, wish));
      });
    } catch (error) {
      if (error instanceof Undone) return { ...error.clone, id: null };
      throw error;
    }
  }

  /**
   * Sessions that were cancelled by themselves are left out; of a cancelled event all are copied. Throws NotFound,
   * SlugTaken, or InvalidInput if the rule names no day or a time does not exist on its new day.
   */
  async clone(tx: Tx, actor: Actor, id: string, wish: CloneWish): Promise<EventClone> {
    const edition = await this.editions.read(tx, id);
    const plan = planClone(edition, wish);
    const made = await this.editions.write(tx, edition, plan);
    const after = { ...made, clonedFrom: edition.event.id, sessions: plan.sessions.length };
    this.audit.record(tx, actor, { kind: 'event.made', subjectId: made.id, eventId: made.id, after });
    const copiedAlong = await this.others.copy(tx, { from: edition.event.id, to: made.id, by: actor });
    return { ...cloneOf(made.id, edition, plan), copiedAlong };
  }
}

function cloneOf(
  id: string,
  { timeZone }: Edition,
  { slug, title, movedByDays, window, sessions }: ClonePlan,
): Omit<EventClone, 'copiedAlong'> {
  return {
    ...{ id, slug, title, timeZone, movedByDays },
    registrationOpensAt: window.registrationOpensAt.toISOString(),
    registrationClosesAt: window.registrationClosesAt?.toISOString() ?? null,
    sessions: sessions.map(({ original: { startsAt, ...original }, times, pools }) => ({
      ...{ title: original.title, room: original.room, capacity: original.capacity, instead: startsAt.toISOString() },
      ...{ stayMinutes: original.stayMinutes, gapMinutes: original.gapMinutes },
      startsAt: times.startsAt.toISOString(),
      endsAt: times.endsAt.toISOString(),
      admissionOpensAt: times.admissionOpensAt.toISOString(),
      admissionClosesAt: times.admissionClosesAt.toISOString(),
      pools: pools.map(({ audience, private: isPrivate, places, releasesAt, newCode }) => ({
        ...{ audience: isPrivate ? null : audience, places, newCode: newCode !== null },
        releasesAt: releasesAt?.toISOString() ?? null,
      })),
    })),
  };
}

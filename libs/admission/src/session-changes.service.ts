import { Injectable } from '@nestjs/common';
import type { SessionChange } from '#contracts';
import type { Tx } from '#database';
import { expectVersion, InvalidInput } from '#kernel';
import { onSite, type Session, SessionCancelled, Sessions, timeFaults } from '#programme';
import { type Actor, type Asked, AuditTrail, mustMay } from '#staff';
import { CapacityBelowTaken, OverCapacity, PeopleToTell, mustNotBeAwaited, removing } from './admission.errors.js';
import { Admission } from './admission.service.js';
import { isPromised } from './known-to-people.js';
import { type LockedSession, lockSession, takenIn } from './locked-session.js';
import { notedSession } from './noted.js';
import { Pool } from './pool.entity.js';

/** Changes of a session that nobody has to be told of. */
@Injectable()
export class SessionChanges {
  constructor(
    private readonly sessions: Sessions,
    private readonly admission: Admission,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Throws NotFound, Stale, SessionCancelled, PeopleToTell, CapacityBelowTaken, OverCapacity, OverSafeNumber,
   * NotPermitted or InvalidInput.
   */
  async change(tx: Tx, actor: Actor, asked: Asked, change: SessionChange): Promise<void> {
    const locked = await lockSession(tx, asked.id, asked.reach);
    const { session: before } = locked;
    expectVersion(asked.expected, before.version);
    if (before.status === 'cancelled') throw new SessionCancelled();
    const after = changed(before, change);
    if (mustBeTold(locked, after)) throw new PeopleToTell(takenIn(locked));
    if (goesBeyond(before, after)) mustMay(actor, 'capacity:override', before.eventId);
    if (after.capacity < before.capacity) await this.shrinkPools(tx, actor, locked, after.capacity);
    await this.sessions.write(tx, actor, after);
    const states = { before: notedSession(before), after: notedSession(after) };
    const { id: subjectId, eventId } = before;
    this.audit.record(tx, actor, { kind: 'session.changed', subjectId, eventId, ...states });
  }

  /** With its pools. Throws NotFound, Stale or InUse: somebody is registered, or was, or waits, or may be drawn. */
  async remove(tx: Tx, actor: Actor, asked: Asked): Promise<void> {
    const { session, pools } = await lockSession(tx, asked.id, asked.reach);
    expectVersion(asked.expected, session.version);
    const { id: subjectId, eventId } = session;
    mustNotBeAwaited('session', pools);
    await removing('session', async () => {
      await tx.delete(Pool, { eventId, sessionId: session.id });
      await this.sessions.remove(tx, session);
    });
    this.audit.record(tx, actor, { kind: 'session.removed', subjectId, eventId, before: notedSession(session) });
  }

  /** What the pools hold beyond the new capacity is taken from the free public places. */
  private async shrinkPools(tx: Tx, actor: Actor, locked: LockedSession, capacity: number): Promise<void> {
    const { pools } = locked;
    const people = takenIn(locked);
    if (people > capacity) throw new CapacityBelowTaken(people - capacity);
    const over = pools.reduce((sum, { places }) => sum + places, 0) - capacity;
    if (over <= 0) return;
    const open = pools.find(({ audience }) => audience === 'public');
    if (!open || open.places - open.taken < over) throw new OverCapacity();
    const places = open.places - over;
    await this.admission.resize(tx, open, places);
    const sizes = { before: { places: open.places }, after: { places } };
    this.audit.record(tx, actor, { kind: 'pool.changed', subjectId: open.id, eventId: open.eventId, ...sizes });
  }
}

function changed(session: Session, { admissionOpensAt, admissionClosesAt, ...change }: SessionChange): Session {
  const after = {
    ...session,
    ...change,
    ...(admissionOpensAt !== undefined && { admissionOpensAt: new Date(admissionOpensAt) }),
    ...(admissionClosesAt !== undefined && { admissionClosesAt: new Date(admissionClosesAt) }),
  };
  const faults = timeFaults(after);
  if (faults.length > 0) throw new InvalidInput(faults);
  return after;
}

/** Of who has no places, those who are invited alone were told the room, and nobody the hours of admission. */
function mustBeTold(locked: LockedSession, after: Session): boolean {
  const { session: before, event, pools } = locked;
  if (takenIn(locked) > 0) return concernsPeople(before, after);
  return before.room !== after.room && event.status === 'published' && pools.some(isPromised);
}

/** Where and when somebody who is registered has to be. */
function concernsPeople(before: Session, after: Session): boolean {
  const [was, is] = [before, after].map((session) =>
    [session.room, session.admissionOpensAt.getTime(), session.admissionClosesAt.getTime()].join('|'),
  );
  return was !== is;
}

/** Whether it needs more than planning does: the safe number bounds neither of these. */
export function goesBeyond(before: Session, after: Session): boolean {
  if (after.safeNumberOverride === null) return false;
  const [was, is] = [onSite(before), onSite(after)];
  const sameTime = is.from.getTime() === was.from.getTime() && is.until.getTime() === was.until.getTime();
  const moves = !sameTime || after.startsAt.getTime() !== before.startsAt.getTime();
  return after.safeNumberOverride !== before.safeNumberOverride || after.capacity > before.capacity || moves;
}

/** Throws NotPermitted: what an owner let over the safe number of one venue, that of another would not bound either. */
export function mustMayRelocate(actor: Actor, eventId: string, sessions: readonly Session[]): void {
  if (sessions.every(({ safeNumberOverride }) => safeNumberOverride === null)) return;
  mustMay(actor, 'capacity:override', eventId);
}

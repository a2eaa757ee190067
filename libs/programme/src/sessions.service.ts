import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import type { Exceedance } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { type Actor, AuditTrail, type Reach, reachOf } from '#staff';
import { OverSafeNumber, refusing } from './programme.errors.js';
import { Session } from './session.entity.js';
import { exceedanceOf } from './exceedances.js';
import {
  announceIn,
  callOffSessions,
  findExceedances,
  letSessionsThrough,
  lockCapacity,
  raiseCapacity,
  type SessionRef,
} from './sessions.queries.js';

/** More times than the sessions of an event can make. */
const ALL = 10_000;

/** The rows of sessions. Whoever changes one has locked its pools: see `#admission`. */
@Injectable()
export class Sessions {
  constructor(
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Locks the session's row and answers how many people it holds. */
  lockCapacity(tx: Tx, session: SessionRef): Promise<number> {
    return lockCapacity(tx, session);
  }

  /** The sessions of these events that are neither over nor cancelled, locked. */
  async lockToCome(tx: Tx, ...eventIds: readonly string[]): Promise<Session[]> {
    return tx.find(Session, {
      where: { eventId: In(eventIds), status: 'scheduled', endsAt: MoreThan(this.clock.now()) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Throws OverSafeNumber if the venue could not safely hold them together with the sessions that overlap. */
  async enlarge(tx: Tx, actor: Actor, session: SessionRef, people: number): Promise<void> {
    await checkAtOnce(tx);
    const raise = () => raiseCapacity(tx, session, people, this.clock.now());
    const raised = await refusing(raise, reachOf(actor, 'programme:read'));
    if (!raised) throw new OverSafeNumber();
  }

  /** Keeps the session as it is given, one version further. Throws OverSafeNumber. */
  async write(tx: Tx, actor: Actor, session: Session): Promise<Session> {
    await checkAtOnce(tx);
    const next = { ...session, version: session.version + 1, updatedAt: this.clock.now() };
    return refusing(() => tx.save(Session, next), reachOf(actor, 'programme:read'));
  }

  /**
   * When the event, published or not, would go over the safe number of its venue, beside what is published there.
   * Names only what is in reach.
   */
  async exceedances(tx: Tx, eventId: string, reach: Reach, limit = 20): Promise<Exceedance[]> {
    return (await findExceedances(tx, eventId, limit)).map((found) => exceedanceOf(found, reach));
  }

  /** An owner lets the sessions of the event that go over the safe number do so. */
  async letThrough(tx: Tx, actor: Actor, eventId: string, reason: string): Promise<void> {
    const over = (await findExceedances(tx, eventId, ALL)).flatMap(({ sessions }) => sessions);
    const ids = [...new Set(over.filter((one) => one.eventId === eventId).map(({ sessionId }) => sessionId))];
    if (ids.length === 0) return;
    await letSessionsThrough(tx, { eventId, ids, reason }, this.clock.now());
    const states = { before: { safeNumberOverride: null }, after: { safeNumberOverride: reason } };
    const deeds = ids.map((subjectId) => ({ kind: 'session.changed', subjectId, eventId, ...states, reason }));
    this.audit.record(tx, actor, ...deeds);
  }

  /** From now on they take nobody, and say why. What becomes of those who are registered is the caller's business. */
  async callOff(tx: Tx, actor: Actor, sessions: readonly Session[], reason: string): Promise<void> {
    if (sessions.length === 0) return;
    const ids = sessions.map(({ id }) => id);
    await callOffSessions(tx, { eventId: sessions[0]!.eventId, ids, reason }, this.clock.now());
    const states = { before: { status: 'scheduled' }, after: { status: 'cancelled' } };
    const deeds = sessions.map(({ id: subjectId, eventId }) => ({ subjectId, eventId, ...states }));
    this.audit.record(tx, actor, ...deeds.map((deed) => ({ ...deed, kind: 'session.cancelled', reason })));
  }

  /** Why something about them has changed that stands elsewhere, in the words in which their people are told. */
  async announce(tx: Tx, sessions: readonly Session[], reason: string): Promise<void> {
    if (sessions.length > 0) await announceIn(tx, sessions, reason, this.clock.now());
  }

  /** Its pools are gone already. */
  async remove(tx: Tx, { id, eventId }: Session): Promise<void> {
    await tx.delete(Session, { id, eventId });
  }
}

/** Not at the commit, where it would be a failure and no refusal. */
async function checkAtOnce(tx: Tx): Promise<void> {
  await tx.query('SET CONSTRAINTS sessions_within_safe_number IMMEDIATE');
}

import { Injectable } from '@nestjs/common';
import { goesBeyond, lockSession, notedSession } from '#admission';
import type { Reschedule } from '#contracts';
import { rehearse, type Tx } from '#database';
import { Clock, InvalidInput } from '#kernel';
import { type Session, Sessions, timeFaults } from '#programme';
import { type Actor, type Asked, AuditTrail, mustMay } from '#staff';
import { type AlsoReached, AlsoTold, type ChangedSessions } from './also-told.service.js';
import type { Reached } from './live-parties.queries.js';
import { LiveParties } from './live-parties.service.js';
import { findDraw } from './rescheduling.queries.js';
import { mustGoOn, mustReach } from './session-deeds.js';

/** Moves a session to another time or room, and tells everybody who is registered. */
@Injectable()
export class Rescheduling {
  constructor(
    private readonly sessions: Sessions,
    private readonly parties: LiveParties,
    private readonly others: AlsoTold,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * One mail to each confirmed party, with its calendar entry, and to who is invited, waits or is in a ballot for it. Throws
   * NotFound, EventCancelled, SessionCancelled, SessionOver, OverSafeNumber, NotPermitted, ReachChanged or InvalidInput.
   */
  async reschedule(tx: Tx, actor: Actor, asked: Asked, wish: Reschedule): Promise<Told> {
    const { session, news, reached } = await this.move(tx, actor, asked, wish);
    mustReach(wish.reaches, reached);
    await this.parties.tellChange(tx, { eventId: session.eventId, sessionId: session.id });
    return { ...reached, alsoTold: await this.others.tell(tx, news) };
  }

  /** Whom it would reach, and what `show` finds then; nothing is done. Throws what `reschedule` throws. */
  async preview<T>(tx: Tx, actor: Actor, asked: Asked, wish: Reschedule, show: () => Promise<T>) {
    return rehearse(tx, async () => {
      const { news, reached } = await this.move(tx, actor, asked, wish);
      const alsoTold = await this.others.count(tx, news);
      return { reached: { ...reached, alsoTold }, shown: await show() };
    });
  }

  private async move(tx: Tx, actor: Actor, asked: Asked, { reason, ...wish }: Reschedule) {
    const locked = await lockSession(tx, asked.id, asked.reach);
    const { session: before } = locked;
    const now = this.clock.now();
    mustGoOn(locked, now);
    const after = rescheduled(before, wish, now);
    await mustFollowDraw(tx, before, after);
    if (goesBeyond(before, after)) mustMay(actor, 'capacity:override', before.eventId);
    const reached = await this.parties.count(tx, before.eventId, [before.id]);
    await this.sessions.write(tx, actor, { ...after, announcement: reason, announcedAt: now });
    const states = { before: notedSession(before), after: notedSession(after) };
    const { id: subjectId, eventId } = before;
    this.audit.record(tx, actor, { kind: 'session.rescheduled', subjectId, eventId, ...states, reason });
    return { session: before, news: newsFor(before, after), reached };
  }
}

/** Whoever is drawn for it is to hear so before it begins. Throws InvalidInput. */
async function mustFollowDraw(tx: Tx, before: Session, after: Session): Promise<void> {
  if (after.startsAt.getTime() === before.startsAt.getTime()) return;
  const drawsAt = await findDraw(tx, after.eventId, after.id);
  if (drawsAt && after.startsAt <= drawsAt) throw new InvalidInput([BEFORE_DRAW]);
}

interface Told extends Reached {
  readonly alsoTold: AlsoReached;
}

/** What was told to people without places: its hours of admission were not. */
function newsFor(before: Session, after: Session): ChangedSessions {
  const moved =
    before.startsAt.getTime() !== after.startsAt.getTime() || before.endsAt.getTime() !== after.endsAt.getTime();
  const anything = moved || before.room !== after.room;
  return { eventId: before.eventId, sessionIds: anything ? [before.id] : [], roomAlone: !moved };
}

type Wish = Omit<Reschedule, 'reason' | 'reaches'>;

/** Admission moves along with the start; where it ended with the session it still does. Throws InvalidInput. */
function rescheduled(before: Session, wish: Wish, now: Date): Session {
  const [startsAt, endsAt] = [new Date(wish.startsAt), new Date(wish.endsAt)];
  const moved = startsAt.getTime() - before.startsAt.getTime();
  const along = (instant: Date) => new Date(instant.getTime() + moved);
  const closedAtEnd = before.admissionClosesAt.getTime() === before.endsAt.getTime();
  const after = {
    ...before,
    room: wish.room === undefined ? before.room : wish.room,
    ...{ startsAt, endsAt },
    admissionOpensAt: wish.admissionOpensAt ? new Date(wish.admissionOpensAt) : along(before.admissionOpensAt),
    admissionClosesAt: closingFor(wish.admissionClosesAt, closedAtEnd ? endsAt : along(before.admissionClosesAt)),
  };
  const faults = [...timeFaults(after), ...newsFaults(before, after, now)];
  if (faults.length > 0) throw new InvalidInput(faults);
  return after;
}

const BEFORE_DRAW = {
  pointer: '/startsAt',
  code: 'before_the_draw',
  detail:
    'A ballot gives its places, and is drawn only later. Please give a start after the draw, or cancel the ballot.',
};

function closingFor(wished: string | undefined, otherwise: Date): Date {
  return wished === undefined ? otherwise : new Date(wished);
}

function newsFaults(before: Session, after: Session, now: Date) {
  const over = 'Please give a time that is not over yet.';
  if (after.endsAt <= now) return [{ pointer: '/endsAt', code: 'in_the_past', detail: over }];
  const [was, is] = [before, after].map((one) => JSON.stringify(notedSession(one)));
  const same = 'This is how it is already, so there is nothing to tell anybody.';
  return was === is ? [{ pointer: '/startsAt', code: 'nothing_changes', detail: same }] : [];
}

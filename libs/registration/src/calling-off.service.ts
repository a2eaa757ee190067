import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool, lockSession } from '#admission';
import type { Cancellation } from '#contracts';
import { rehearse, type Tx } from '#database';
import { Clock } from '#kernel';
import { EventCancelled, Events, type Session, Sessions } from '#programme';
import type { Actor, Asked } from '#staff';
import type { Reached } from './live-parties.queries.js';
import { LiveParties } from './live-parties.service.js';
import { mustGoOn, mustReach } from './session-deeds.js';

/**
 * Calls off a session or a whole event. Everybody's places there are cancelled and given back, and who had
 * confirmed is told; their manage link still leads to the other times of the event.
 */
@Injectable()
export class CallingOff {
  constructor(
    private readonly events: Events,
    private readonly sessions: Sessions,
    private readonly admission: Admission,
    private readonly parties: LiveParties,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound, EventCancelled, SessionCancelled, SessionOver or ReachChanged. */
  async cancelSession(tx: Tx, actor: Actor, asked: Asked, wish: Cancellation): Promise<Reached> {
    return this.finish(tx, actor, wish, await this.closeSession(tx, actor, asked, wish));
  }

  /**
   * With all its sessions; those that are over stay as they were, for people were there. Throws NotFound,
   * EventCancelled or ReachChanged.
   */
  async cancelEvent(tx: Tx, actor: Actor, asked: Asked, wish: Cancellation): Promise<Reached> {
    return this.finish(tx, actor, wish, await this.closeEvent(tx, actor, asked, wish));
  }

  /** Whom it would reach, and what `show` finds then; nothing is done. Throws what the deed throws. */
  async previewSession<T>(tx: Tx, actor: Actor, asked: Asked, wish: Cancellation, show: () => Promise<T>) {
    return rehearse(tx, async () => {
      const { reached } = await this.closeSession(tx, actor, asked, wish);
      return { reached, shown: await show() };
    });
  }

  async previewEvent(tx: Tx, actor: Actor, asked: Asked, wish: Cancellation): Promise<Reached> {
    return rehearse(tx, async () => (await this.closeEvent(tx, actor, asked, wish)).reached);
  }

  private async closeSession(tx: Tx, actor: Actor, asked: Asked, { reason }: Cancellation): Promise<Closed> {
    const { session, event, pools } = await lockSession(tx, asked.id, asked.reach);
    mustGoOn({ session, event }, this.clock.now());
    return this.close(tx, actor, reason, { eventId: event.id, sessions: [session], pools });
  }

  private async closeEvent(tx: Tx, actor: Actor, asked: Asked, { reason }: Cancellation): Promise<Closed> {
    const event = await this.events.lock(tx, asked);
    if (event.status === 'cancelled') throw new EventCancelled();
    const pools = await this.admission.lockEvent(tx, event.id);
    const sessions = await this.sessions.lockToCome(tx, event.id);
    await this.events.mark(tx, actor, event, 'cancelled', reason);
    return this.close(tx, actor, reason, { eventId: event.id, sessions, pools });
  }

  private async close(tx: Tx, actor: Actor, reason: string, open: Omit<Closed, 'reached'>): Promise<Closed> {
    const { eventId, sessions } = open;
    await this.sessions.callOff(tx, actor, sessions, reason);
    const ids = sessions.map(({ id }) => id);
    return { ...open, reached: await this.parties.count(tx, eventId, ids) };
  }

  /** What takes time, since it is done for each party. */
  private async finish(tx: Tx, actor: Actor, wish: Cancellation, closed: Closed): Promise<Reached> {
    const { eventId, sessions, pools, reached } = closed;
    mustReach(wish.reaches, reached);
    const how = { reason: wish.reason, tell: wish.tellPeople };
    const byId = new Map(pools.map((pool) => [pool.id, pool]));
    for (const { id: sessionId } of sessions) {
      const people = await this.parties.callOff(tx, actor, { eventId, sessionId }, how);
      for (const [poolId, given] of people) await this.admission.giveBack(tx, byId.get(poolId)!, given);
    }
    return reached;
  }
}

/** Sessions that take nobody any more, with all their pools locked, and whom it concerns. */
interface Closed {
  readonly eventId: string;
  readonly sessions: readonly Session[];
  readonly pools: readonly LockedPool[];
  readonly reached: Reached;
}

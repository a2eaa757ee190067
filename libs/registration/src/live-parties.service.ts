import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Clock, NOWHERE } from '#kernel';
import type { SessionRef } from '#programme';
import { type Actor, AuditTrail } from '#staff';
import {
  type CalledOffParty,
  callOffParties,
  countParties,
  type Reached,
  reviseParties,
  type RevisedParty,
  type Slice,
} from './live-parties.queries.js';
import { AlsoTold } from './also-told.service.js';
import { NoticeQueue } from './notice-queue.service.js';
import { allTogether } from './spaces.js';

/** So many at once: a statement takes a fraction of a second, and memory does not grow with the session. */
const SLICE = 1000;

export interface CallingOff {
  readonly reason: string;
  readonly tell: boolean;
}

/**
 * All parties of a session at once, however many, in the transaction of what becomes of the session; it has
 * locked the session's pools, so that nobody comes or goes meanwhile.
 */
@Injectable()
export class LiveParties {
  constructor(
    private readonly notices: NoticeQueue,
    private readonly others: AlsoTold,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  count(tx: Tx, eventId: string, sessionIds: readonly string[]): Promise<Reached> {
    return countParties(tx, [eventId], sessionIds);
  }

  /** Of sessions of several events. */
  countIn(tx: Tx, sessions: readonly { readonly id: string; readonly eventId: string }[]): Promise<Reached> {
    const [eventIds, ids] = [sessions.map(({ eventId }) => eventId), sessions.map(({ id }) => id)];
    return countParties(tx, [...new Set(eventIds)], ids);
  }

  /** Mails every confirmed party how things stand now. */
  async tellChange(tx: Tx, session: SessionRef): Promise<void> {
    await inSlices(session, async (slice) => {
      const parties = await reviseParties(tx, slice, this.clock.now());
      await this.tell(tx, session, 'change', parties);
      return parties;
    });
  }

  /**
   * Cancels them all. Who had confirmed is told if they are to be; held places end without a word, for nobody has
   * said yet that the address is theirs. Answers the people by pool: their places are the caller's to give back.
   */
  async callOff(tx: Tx, actor: Actor, session: SessionRef, { reason, tell }: CallingOff): Promise<Map<string, number>> {
    const people = new Map<string, number>();
    await inSlices(session, async (slice) => {
      const parties = await callOffParties(tx, slice, this.clock.now());
      for (const [poolId, given] of allTogether(parties)) people.set(poolId, (people.get(poolId) ?? 0) + given);
      this.note(tx, actor, session, parties, reason);
      const confirmed = parties.filter(({ was }) => was === 'confirmed');
      if (tell) await this.tell(tx, session, 'cancellation', confirmed);
      return parties;
    });
    const { eventId, sessionId } = session;
    const changed = { eventId, sessionIds: [sessionId] };
    await (tell ? this.others.tellCalledOff(tx, changed) : this.others.silenceCalledOff(tx, changed));
    return people;
  }

  private note(
    tx: Tx,
    actor: Actor,
    { eventId }: SessionRef,
    parties: readonly CalledOffParty[],
    reason: string,
  ): void {
    if (parties.length === 0) return;
    const deeds = parties.map(({ id: subjectId, was }) => ({
      ...{ kind: 'registration.cancelled', subjectId, eventId, reason },
      before: { state: was, cancelledBy: null },
      after: { state: 'cancelled', cancelledBy: 'called-off' },
    }));
    this.audit.record(tx, actor, ...deeds);
  }

  private async tell(
    tx: Tx,
    { eventId }: SessionRef,
    kind: 'change' | 'cancellation',
    parties: readonly RevisedParty[],
  ): Promise<void> {
    const messages = parties.flatMap(({ id: registrationId, contactEmail: recipient, calendarSequence }) =>
      recipient === null ? [] : [{ eventId, registrationId, kind, recipient, calendarSequence }],
    );
    await this.notices.put(tx, messages);
  }
}

/** One slice after the other, until one is not full. */
async function inSlices(
  session: SessionRef,
  work: (slice: Slice) => Promise<readonly { readonly id: string }[]>,
): Promise<void> {
  for (let after: string | undefined = NOWHERE; after !== undefined;) {
    const done = await work({ ...session, after, size: SLICE });
    after = done.length === SLICE ? done.at(-1)!.id : undefined;
  }
}

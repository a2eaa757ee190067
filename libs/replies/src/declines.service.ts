import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock, newId } from '#kernel';
import { attendee, NoticeQueue, Registrar } from '#registration';
import { Decline } from './decline.entity.js';
import { findDueDeclines, findStanding, postponeUntold } from './replies.queries.js';

const MINUTE_MS = 60_000;

export interface NewDecline {
  readonly eventId: string;
  readonly registrationId: string;
  readonly sequence: number;
  readonly recipient: string;
  readonly undoMinutes: number;
  /** The places are given back by then in any case: nobody else could use them later. */
  readonly startsAt: Date;
}

/**
 * What guests decline in their calendars. The places stay theirs until the time to undo it is over: nobody else is
 * offered them, and one click keeps them. The only writer of `declines`.
 */
@Injectable()
export class Declines implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly registrar: Registrar,
    private readonly notices: NoticeQueue,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('replies.give-back-due', 1, () => this.giveBackDue().then(() => undefined));
    this.jobs.repeat('replies.give-back-due', '* * * * *');
  }

  /**
   * Notes it and tells the guest until when it can be undone. A decline that is noted already and still stands stays as
   * it is; one of an earlier invitation gives way to it.
   */
  async note(tx: Tx, decline: NewDecline): Promise<void> {
    const { eventId, registrationId, sequence, recipient, undoMinutes, startsAt } = decline;
    const before = await lockPending(tx, { registrationId });
    if (before && (await findStanding(tx, registrationId))) return;
    if (before) await this.settle(tx, before, 'overtaken');
    const declinedAt = this.clock.now();
    const dueAt = new Date(Math.min(declinedAt.getTime() + undoMinutes * MINUTE_MS, startsAt.getTime()));
    const row = { id: newId(), eventId, registrationId, sequence, declinedAt, dueAt };
    await tx.insert(Decline, { ...row, state: 'pending', settledAt: null });
    await this.notices.put(tx, [{ eventId, registrationId, recipient, kind: 'decline-noted', calendarSequence: null }]);
  }

  /** The guest has changed their mind in their calendar, in time: nothing happens to the places. */
  async takeBack(tx: Tx, registrationId: string): Promise<void> {
    const settled = { state: 'kept', settledAt: this.clock.now() } as const;
    await tx.update(Decline, { registrationId, state: 'pending' }, settled);
  }

  /** When the places will be given back, or undefined if that is not about to happen. */
  async dueAt(registrationId: string): Promise<Date | undefined> {
    return findStanding(this.database.reader, registrationId);
  }

  /**
   * Keeps the places and puts the entry back into the guest's calendar. Answers false if there was nothing to undo,
   * or no longer.
   */
  async undo(registrationId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const locked = await this.registrar.lock(tx, registrationId);
      const declined = await lockPending(tx, { registrationId });
      if (!declined || locked.registration.state !== 'confirmed') return false;
      await this.settle(tx, declined, 'kept');
      await this.registrar.inviteAgain(tx, locked, { by: attendee(registrationId) });
      return true;
    });
  }

  /** Answers how many parties' places were given back; safe to run in several processes at once. */
  async giveBackDue(): Promise<number> {
    await postponeUntold(this.database.reader, this.clock.now());
    const due = await findDueDeclines(this.database.reader, this.clock.now());
    let given = 0;
    for (const { id, registrationId } of due) if (await this.giveBack(id, registrationId)) given++;
    return given;
  }

  private async giveBack(id: string, registrationId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const locked = await this.registrar.lock(tx, registrationId);
      const declined = await lockPending(tx, { id });
      if (!declined) return false;
      const { registration } = locked;
      // Whatever was mailed since then was not declined; SEQUENCE alone also rises when nobody is told.
      const stands = registration.state === 'confirmed' && (await findStanding(tx, registrationId)) !== undefined;
      await this.settle(tx, declined, stands ? 'given-up' : 'overtaken');
      // The guest's calendar has it as declined, and the mail about it has said when the places go.
      if (stands)
        await this.registrar.giveUp(tx, locked, registration.partySize, { by: attendee(registrationId), tell: false });
      return stands;
    });
  }

  private async settle(tx: Tx, { id, eventId }: Decline, state: Decline['state']): Promise<void> {
    await tx.update(Decline, { id, eventId }, { state, settledAt: this.clock.now() });
  }
}

function lockPending(
  tx: Tx,
  which: { readonly id: string } | { readonly registrationId: string },
): Promise<Decline | null> {
  return tx.findOne(Decline, { where: { ...which, state: 'pending' }, lock: { mode: 'pessimistic_write' } });
}

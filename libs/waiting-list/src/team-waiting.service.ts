import { Injectable } from '@nestjs/common';
import type { NewWaitingListEntry, OfferAcceptance, OfferByHand, PriorityChange, WaitRemoval } from '#contracts';
import type { Tx } from '#database';
import { type Expected, expectVersion } from '#kernel';
import type { Actor, Reach } from '#staff';
import { EntryChanges } from './entry-changes.service.js';
import { EntryLocks, type LockedEntry } from './entry-locks.service.js';
import { HandOffering } from './hand-offering.service.js';
import { Joining } from './joining.service.js';
import { OfferAnswers } from './offer-answers.service.js';
import { NotWaiting } from './waiting-list.errors.js';

/** Somebody of the team at work on the waiting list. */
export interface Keeper {
  readonly actor: Actor;
  readonly reach: Reach;
}

/** What the team does for parties that wait. */
@Injectable()
export class TeamWaiting {
  constructor(
    private readonly joining: Joining,
    private readonly locks: EntryLocks,
    private readonly changes: EntryChanges,
    private readonly answers: OfferAnswers,
    private readonly byHand: HandOffering,
  ) {}

  /** For somebody who rang or wrote. Answers the id. */
  join(tx: Tx, { actor, reach }: Keeper, body: NewWaitingListEntry): Promise<string> {
    return this.joining.joinFor(tx, actor, reach, body);
  }

  /** Who has a higher priority is served before everybody who has a lower one. Throws NotFound, Stale or NotWaiting. */
  async prioritise(
    tx: Tx,
    { actor, reach }: Keeper,
    { id, expected }: { readonly id: string; readonly expected: Expected },
    { priority, reason }: PriorityChange,
  ): Promise<void> {
    const locked = await this.locks.lockWithin(tx, reach, id);
    expectVersion(expected, locked.entry.version);
    await this.changes.prioritise(tx, locked, priority, { reason, by: actor });
  }

  /** What is offered goes on to the next. Throws NotFound or NotWaiting. */
  async remove(tx: Tx, { actor, reach }: Keeper, id: string, { reason, tell = true }: WaitRemoval): Promise<void> {
    const locked = await this.locks.lockWithin(tx, reach, id);
    if (!isLive(locked)) throw new NotWaiting();
    if (locked.offer) await this.changes.endOffer(tx, locked, 'withdrawn', { by: actor, reason });
    await this.changes.end(tx, locked, 'removed', { by: actor, reason });
    if (tell) await this.byHand.tellRemoval(tx, locked.entry);
  }

  /** Places that are free go to this party now, whoever stands before it. Throws NotFound, NotWaiting or NothingToOffer. */
  async offer(tx: Tx, { actor, reach }: Keeper, id: string, wish: OfferByHand): Promise<void> {
    await this.byHand.offer(tx, await this.locks.lockWithin(tx, reach, id), wish, actor);
  }

  /** For somebody who rang to accept. Throws NotFound and what `OfferAnswers.accept` throws. */
  async accept(tx: Tx, { actor, reach }: Keeper, id: string, acceptance: OfferAcceptance): Promise<void> {
    await this.answers.accept(tx, await this.locks.lockWithin(tx, reach, id), acceptance, actor);
  }
}

function isLive({ entry: { state } }: LockedEntry): boolean {
  return state === 'unverified' || state === 'waiting' || state === 'offered';
}

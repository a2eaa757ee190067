import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool } from '#admission';
import type { WaitChange, WaitEnd } from '#contracts';
import { brokenConstraint, type Tx } from '#database';
import { Clock, NotFound } from '#kernel';
import { Admittance, AlreadyRegistered, type SessionFacts } from '#registration';
import type { Actor } from '#staff';
import { amendEntry } from './amend-entry.js';
import { Decisions } from './decisions.service.js';
import { nextRank } from './entries.queries.js';
import type { LockedEntry } from './entry-locks.service.js';
import { WaitingListEntry } from './entry.entity.js';
import { Line } from './line.service.js';
import { Offer } from './offer.entity.js';
import { NotWaiting, OfferEnded, OnlySmaller, WaitsAlready } from './waiting-list.errors.js';

/** At whose wish something is done, and what goes into the log. */
export interface Why {
  readonly reason: string;
  readonly by: Actor;
}

/** Carries out what becomes of an entry that the transaction has locked, and notes who did it and why. */
@Injectable()
export class EntryChanges {
  constructor(
    private readonly admission: Admission,
    private readonly line: Line,
    private readonly admittance: Admittance,
    private readonly decisions: Decisions,
    private readonly clock: Clock,
  ) {}

  /**
   * Its place in line is that of this moment, not of when the form was sent. If nothing is left to wait for by now it ends
   * at once: who stands in no line would wait for ever.
   */
  async confirm(tx: Tx, locked: LockedEntry, by: Actor): Promise<void> {
    const { entry, pools } = locked;
    const ahead = await this.ahead(tx, pools);
    if (ahead.length === 0) {
      const { end, reason } = await this.whyNothing(tx, pools);
      return this.end(tx, locked, end, { by, reason });
    }
    await this.write(tx, entry, { state: 'waiting', rank: await nextRank(tx) });
    await this.line.enter(tx, entry, ahead, true);
    this.note(tx, entry, by, {
      kind: 'confirmed',
      reason: 'Followed the link in the mail.',
      after: { state: 'waiting' },
    });
  }

  /** Throws NotWaiting, OnlySmaller or NotFound. */
  async change(tx: Tx, { entry, wishes, pools }: LockedEntry, change: WaitChange, by: Actor): Promise<void> {
    if (entry.state !== 'waiting') throw new NotWaiting();
    const { partySize = entry.partySize, fewerIsFine = entry.fewerIsFine } = change;
    if (partySize > entry.partySize) throw new OnlySmaller();
    const kept = new Set(change.sessionIds?.map((id) => id.toLowerCase()) ?? wishes.map(({ sessionId }) => sessionId));
    if ([...kept].some((id) => wishes.every(({ sessionId }) => sessionId !== id)))
      throw new NotFound('session among those');
    if (!wishes.some(({ sessionId, live }) => live && kept.has(sessionId))) throw new NotFound('session among those');
    await this.write(tx, entry, { partySize, fewerIsFine });
    await this.line.follow(tx, entry);
    await this.line.giveUp(
      tx,
      entry,
      pools.filter(({ sessionId }) => !kept.has(sessionId)),
    );
    const sessionIds = wishes.map(({ sessionId }) => sessionId);
    const before = { partySize: entry.partySize, fewerIsFine: entry.fewerIsFine, sessionIds };
    const after = { partySize, fewerIsFine, sessionIds: sessionIds.filter((id) => kept.has(id)) };
    this.note(tx, entry, by, { kind: 'changed', reason: 'Asked for it.', before, after });
    // What was too little for it may be enough now.
    await this.line.look(
      tx,
      pools.map(({ sessionId }) => ({ sessionId })),
    );
  }

  async prioritise(tx: Tx, { entry, pools }: LockedEntry, priority: number, why: Why): Promise<void> {
    if (entry.state !== 'waiting') throw new NotWaiting();
    await this.write(tx, entry, { priority });
    await this.line.follow(tx, entry);
    const before = { priority: entry.priority };
    this.note(tx, entry, why.by, { kind: 'prioritised', reason: why.reason, before, after: { priority } });
    await this.line.look(
      tx,
      pools.map(({ sessionId }) => ({ sessionId })),
    );
  }

  async leave(tx: Tx, locked: LockedEntry, by: Actor): Promise<void> {
    const { entry, pools } = locked;
    await this.line.leave(tx, [entry], pools);
    await this.write(tx, entry, { state: 'left', endedAt: this.clock.now() });
    this.note(tx, entry, by, {
      kind: 'left',
      reason: 'Left.',
      before: { state: entry.state },
      after: { state: 'left' },
    });
  }

  async end(
    tx: Tx,
    { entry, pools }: LockedEntry,
    endReason: WaitEnd,
    { by, reason = ENDS[endReason] }: Partial<Why> & Pick<Why, 'by'>,
  ): Promise<void> {
    await this.line.leave(tx, [entry], pools);
    await this.write(tx, entry, { state: 'ended', endReason, endedAt: this.clock.now() });
    const after = { state: 'ended', endReason };
    this.note(tx, entry, by, { kind: 'ended', reason, before: { state: entry.state }, after });
  }

  /** The places go on to the next; what becomes of the party is the caller's to decide. Throws OfferEnded. */
  async endOffer(tx: Tx, { entry, offer }: LockedEntry, state: 'declined' | 'withdrawn', why: Why): Promise<void> {
    if (!offer) throw new OfferEnded();
    const { id, sessionId, people } = offer.row;
    await this.admission.endOffer(tx, offer.pool, people, 0);
    await tx.update(Offer, { id, eventId: entry.eventId }, { state, settledAt: this.clock.now() });
    this.note(tx, entry, why.by, { kind: state, sessionId, people, reason: why.reason });
  }

  /** From an offer, to where it stood in its other lines. False if there is no other session ahead. */
  async goBack(tx: Tx, { entry, pools, offer }: LockedEntry, by: Actor): Promise<boolean> {
    const others = (await this.ahead(tx, pools)).filter(({ sessionId }) => sessionId !== offer?.row.sessionId);
    if (others.length === 0) return false;
    await this.write(tx, entry, { state: 'waiting' });
    await this.line.enter(tx, entry, others, false);
    const reason = 'Waits for its other times where it stood.';
    this.note(tx, entry, by, { kind: 'returned', reason, before: { state: 'offered' }, after: { state: 'waiting' } });
    return true;
  }

  /** The same for who has declined: it does not wish for what it was offered any more, unless that was all. */
  async goOn(tx: Tx, locked: LockedEntry, by: Actor): Promise<boolean> {
    const { entry, pools, offer } = locked;
    if (!(await this.goBack(tx, locked, by))) return false;
    await this.line.giveUp(
      tx,
      entry,
      pools.filter(({ sessionId }) => sessionId === offer?.row.sessionId),
    );
    return true;
  }

  /** Throws NotWaiting if it waits, has come, or there is nothing ahead to wait for; AlreadyRegistered or WaitsAlready. */
  async rejoin(tx: Tx, { entry, pools }: LockedEntry, by: Actor): Promise<void> {
    const ahead = entry.state === 'ended' || entry.state === 'left' ? await this.ahead(tx, pools) : [];
    if (ahead.length === 0) throw new NotWaiting();
    for (const { sessionId } of entry.emailKey === null ? [] : ahead) {
      const known = await this.admittance.known(tx, sessionId, [entry.emailKey!]);
      if (known.length > 0) throw new AlreadyRegistered({ told: false });
    }
    const anew = { state: 'waiting', endReason: null, endedAt: null, priority: 0, rank: await nextRank(tx) } as const;
    await oneForEachAddress(() => this.write(tx, entry, anew));
    await this.line.enter(tx, entry, ahead, true);
    const reason = 'Joined again, at the end.';
    this.note(tx, entry, by, { kind: 'joined', reason, before: { state: entry.state }, after: { state: 'waiting' } });
  }

  /** Those of the sessions that can still be waited for. */
  private async ahead(tx: Tx, pools: readonly LockedPool[]): Promise<LockedPool[]> {
    const now = this.clock.now();
    const ahead: LockedPool[] = [];
    for (const pool of pools) {
      const facts = await this.admittance.facts(tx, pool.sessionId);
      if (facts?.waitingList && !facts.cancelled && facts.startsAt > now) ahead.push(pool);
    }
    return ahead;
  }

  /** Why none of the sessions can be waited for. */
  private async whyNothing(tx: Tx, pools: readonly LockedPool[]): Promise<{ end: WaitEnd; reason: string }> {
    const now = this.clock.now();
    const takePlace: SessionFacts[] = [];
    for (const { sessionId } of pools) {
      const facts = await this.admittance.facts(tx, sessionId);
      if (facts && !facts.cancelled) takePlace.push(facts);
    }
    if (takePlace.length === 0) return { end: 'called-off', reason: ENDS['called-off'] };
    if (takePlace.every(({ startsAt }) => startsAt <= now)) return { end: 'over', reason: ENDS.over };
    return { end: 'removed', reason: 'The event keeps no waiting list any more.' };
  }

  private write(tx: Tx, entry: WaitingListEntry, change: Partial<WaitingListEntry>): Promise<void> {
    return amendEntry(tx, entry, this.clock.now(), change);
  }

  private note(
    tx: Tx,
    { id: entryId, eventId }: WaitingListEntry,
    by: Actor,
    decision: Omit<Parameters<Decisions['note']>[2][number], 'entryId' | 'eventId'>,
  ): void {
    this.decisions.note(tx, by, [{ entryId, eventId, ...decision }]);
  }
}

const ENDS: Readonly<Record<WaitEnd, string>> = {
  expired: 'Did not answer in time.',
  declined: 'Said no, and waits for nothing else.',
  'called-off': 'What they waited for does not take place.',
  over: 'It is too near to offer places.',
  registered: 'Has places already.',
  removed: 'Was taken off the list.',
  unverified: 'The link in the mail was not followed.',
};

async function oneForEachAddress(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (brokenConstraint(error) === 'waiting_list_entries_one_per_address') throw new WaitsAlready(null);
    throw error;
  }
}

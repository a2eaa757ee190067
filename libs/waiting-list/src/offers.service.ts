import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool } from '#admission';
import { insertRows } from '#database';
import { Clock, newId } from '#kernel';
import { Outbox } from '#mail';
import { type Actor, WORKER } from '#staff';
import { offerDeadline } from './deadline.js';
import { Decisions } from './decisions.service.js';
import { markOffered } from './entries.queries.js';
import type { LineRules } from './line.queries.js';
import { Line } from './line.service.js';
import { Offer } from './offer.entity.js';
import type { Round, Served } from './serving.service.js';
import { letterTo } from './letter-to.js';

/** Keeps places for those who were chosen, and tells them. */
@Injectable()
export class Offers {
  constructor(
    private readonly admission: Admission,
    private readonly line: Line,
    private readonly decisions: Decisions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Until when places would be kept that are offered now; undefined if it is too late. */
  deadline(rules: LineRules): Date | undefined {
    return offerDeadline(this.clock.now(), rules);
  }

  /** They have left the line of the session already. */
  async make({ tx, pool }: Round, served: readonly Served[], expiresAt: Date, by: Actor = WORKER): Promise<void> {
    if (served.length === 0) return;
    const { eventId, sessionId, id: poolId } = pool;
    const now = this.clock.now();
    const ids = served.map(({ entryId }) => entryId);
    const people = served.reduce((sum, one) => sum + one.people, 0);
    if (!(await this.admission.offer(tx, pool, people))) throw new Error('More places are offered than there are.');
    await markOffered(tx, eventId, ids, now);
    const of = {
      eventId,
      sessionId,
      poolId,
      state: 'live',
      offeredAt: now,
      expiresAt,
      settledAt: null,
      taken: null,
    } as const;
    insertRows(
      tx,
      Offer,
      served.map((one) => ({ ...of, id: newId(), entryId: one.entryId, people: one.people })),
    );
    this.decisions.note(
      tx,
      by,
      served.map((one) => offering(one, pool, expiresAt)),
    );
    await this.outbox.put(
      tx,
      served.map(({ entryId: id, recipient: contactEmail }) => letterTo({ id, eventId, contactEmail }, 'offer')),
    );
    await this.line.leaveOthers(tx, ids, sessionId);
  }
}

function offering({ entryId, people, reason }: Served, { eventId, sessionId }: LockedPool, expiresAt: Date) {
  const after = { state: 'offered', sessionId, people, expiresAt: expiresAt.toISOString() };
  return { kind: 'offered' as const, entryId, eventId, sessionId, people, reason, before: { state: 'waiting' }, after };
}

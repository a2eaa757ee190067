import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool } from '#admission';
import { Database, type Tx } from '#database';
import { Clock } from '#kernel';
import { Outbox } from '#mail';
import { WORKER } from '#staff';
import { offerDeadline } from './deadline.js';
import { Decisions } from './decisions.service.js';
import { endEntries } from './entries.queries.js';
import { inTurn } from './in-turn.js';
import { findLineRules } from './line.queries.js';
import { type ExpiredOffer, expireOffers, findPoolsDue, prolongUntold, type SettledOffer } from './offers.queries.js';
import { letterTo } from './letter-to.js';

/** About as long as a mail is tried. Then the places go on, whatever became of it. */
const WAIT_FOR_MAIL_MS = 2 * 24 * 3_600_000;

/** Gives back what nobody has answered for in time. */
@Injectable()
export class OfferExpiry {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
    private readonly decisions: Decisions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** All offers of a pool by a few statements. Answers how many ended; safe to run in several processes at once. */
  async expireDue(): Promise<number> {
    const due = await findPoolsDue(this.database.reader, this.clock.now());
    let ended = 0;
    await inTurn(due, async ({ poolId }) => {
      ended += await this.database.transaction((tx) => this.expireIn(tx, poolId));
    });
    return ended;
  }

  private async expireIn(tx: Tx, poolId: string): Promise<number> {
    const pool = (await this.admission.lock(tx, [poolId])).get(poolId)!;
    const now = this.clock.now();
    await this.prolong(tx, pool, now);
    const offers = await expireOffers(tx, poolId, now);
    if (offers.length === 0) return 0;
    const ids = offers.map(({ entryId }) => entryId);
    const ended = await endEntries(tx, ids, { from: ['offered'], reason: 'expired', now });
    this.decisions.note(tx, WORKER, offers.map(expiry));
    await this.outbox.put(
      tx,
      ended.map((entry) => letterTo(entry, 'offer-ended')),
    );
    const people = offers.reduce((sum, offer) => sum + offer.people, 0);
    await this.admission.endOffer(tx, pool, people, 0);
    return offers.length;
  }

  /** Nobody can answer what they have not heard of: while the mail is on its way, places are kept as if offered now. */
  private async prolong(tx: Tx, { id: poolId, sessionId }: LockedPool, now: Date): Promise<void> {
    const rules = await findLineRules(tx, sessionId);
    const expiresAt = rules && !rules.cancelled ? offerDeadline(now, rules) : undefined;
    if (!expiresAt) return;
    const since = new Date(now.getTime() - WAIT_FOR_MAIL_MS);
    const prolonged = await prolongUntold(tx, poolId, { now, since, expiresAt });
    this.decisions.note(
      tx,
      WORKER,
      prolonged.map((offer) => prolonging(offer, expiresAt)),
    );
  }
}

function prolonging({ entryId, eventId, sessionId, people }: SettledOffer, expiresAt: Date) {
  const reason = 'The mail that tells of the places has not been sent yet, so they are kept for longer.';
  const after = { sessionId, people, expiresAt: expiresAt.toISOString() };
  return { kind: 'changed' as const, entryId, eventId, sessionId, people, reason, after };
}

function expiry({ entryId, eventId, sessionId, people, unsent }: ExpiredOffer) {
  const why = unsent ? 'The mail that tells of the places was not sent' : 'Did not answer in time';
  const reason = `${why}: the places go on to the next.`;
  const states = { before: { state: 'offered' }, after: { state: 'ended', endReason: 'expired' } };
  return { kind: 'expired' as const, entryId, eventId, sessionId, people, reason, ...states };
}

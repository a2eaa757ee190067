import { Injectable } from '@nestjs/common';
import type { OfferView, WaitLine, WaitView } from '#contracts';
import { Database, type Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import { Links } from '#registration';
import { chanceOf, LOOKING_BACK_DAYS } from './chance.js';
import { Offer } from './offer.entity.js';
import { type EntryFacts, findEntryFacts, findLines, type LineRow } from './views.queries.js';

const DAY_MS = 24 * 60 * 60_000;

/** Entries as the holders of their links see them. */
@Injectable()
export class WaitingViews {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound. */
  async one(id: string, tx: Tx = this.database.reader): Promise<WaitView> {
    const facts = isId(id) ? await findEntryFacts(tx, id) : undefined;
    if (!facts) throw new NotFound('entry of the waiting list');
    const now = this.clock.now();
    const rows = await findLines(tx, facts, new Date(now.getTime() - LOOKING_BACK_DAYS * DAY_MS));
    const last = await tx.findOne(Offer, { where: { entryId: id, eventId: facts.eventId }, order: { id: 'DESC' } });
    return {
      ...ownOf(facts),
      lines: rows.map((row) => lineOf(facts, row, now)),
      offer: last?.state === 'live' && facts.state === 'offered' ? offerOf(last) : null,
      lastOffer: last && last.state !== 'live' ? { ...offerOf(last), state: last.state } : null,
      manageUrl: facts.registrationId === null ? null : this.links.manageUrl(facts.registrationId),
    };
  }
}

function ownOf(facts: EntryFacts) {
  const { id, state, endReason, eventSlug, partySize, fewerIsFine, passedOverLimit, createdAt, updatedAt } = facts;
  return {
    ...{ id, state, endReason, eventSlug, partySize, fewerIsFine, passedOverLimit },
    contact: { name: facts.contactName, email: facts.contactEmail, phone: facts.contactPhone },
    ...{ createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
  };
}

function lineOf({ partySize, fewerIsFine }: EntryFacts, row: LineRow, now: Date): WaitLine {
  const { sessionId, live, partiesBefore, peopleBefore, freedLately } = row;
  const daysToGo = Math.max(0, (row.startsAt.getTime() - now.getTime()) / DAY_MS);
  const outlook = { partySize, fewerIsFine, partiesBefore, peopleBefore, freedLately, daysToGo };
  return {
    sessionId,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    waits: live,
    position: live ? partiesBefore + 1 : null,
    peopleBefore: live ? peopleBefore : null,
    passedOver: row.passedOver,
    chance: live ? chanceOf(outlook) : null,
  };
}

export function offerOf({ id, sessionId, people, expiresAt }: Offer): OfferView {
  return { id, sessionId, people, expiresAt: expiresAt.toISOString() };
}

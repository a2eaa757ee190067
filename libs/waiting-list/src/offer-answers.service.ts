import { Injectable } from '@nestjs/common';
import { Admission } from '#admission';
import type { OfferAcceptance } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { Admittance, AlreadyRegistered, SessionCancelled, type SessionFacts } from '#registration';
import type { Actor } from '#staff';
import { amendEntry } from './amend-entry.js';
import { Decisions } from './decisions.service.js';
import type { LockedEntry } from './entry-locks.service.js';
import { WaitingListEntry } from './entry.entity.js';
import { newcomerOf } from './newcomer.js';
import { Offer } from './offer.entity.js';
import { PartySealing } from './party-sealing.service.js';
import { MoreThanOffered, OfferEnded } from './waiting-list.errors.js';

/** Yes to an offer. Entry, offer and its pool are locked by the transaction, so that one answer counts. */
@Injectable()
export class OfferAnswers {
  constructor(
    private readonly admission: Admission,
    private readonly admittance: Admittance,
    private readonly sealing: PartySealing,
    private readonly decisions: Decisions,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a confirmed registration of the places that are kept, or of some of them; the others are given back. Asked
   * again, it answers with the same registration. The time that the offer names counts, not when somebody looked. Answers
   * the registration's id. Throws OfferEnded, MoreThanOffered, SessionCancelled or AlreadyRegistered.
   */
  async accept(tx: Tx, { entry, offer }: LockedEntry, { partySize }: OfferAcceptance, by: Actor): Promise<string> {
    if (entry.registrationId !== null) return entry.registrationId;
    const now = this.clock.now();
    if (!offer || now >= offer.row.expiresAt) throw new OfferEnded();
    const { row, pool } = offer;
    const people = partySize ?? row.people;
    if (people > row.people) throw new MoreThanOffered(row.people);
    const facts = await this.factsOf(tx, row.sessionId, entry);
    await this.admission.endOffer(tx, pool, row.people, people);
    const newcomer = newcomerOf(entry, this.sealing.open(entry), people, facts);
    const { id: registrationId } = await this.admittance.admit(tx, { facts, pool }, newcomer, { by });
    const { id, eventId } = entry;
    await tx.update(Offer, { id: row.id, eventId }, { state: 'accepted', settledAt: now, taken: people });
    await amendEntry(tx, entry, now, { state: 'accepted', registrationId, endedAt: now, sealedParty: null });
    this.decisions.note(tx, by, [
      {
        ...{ kind: 'accepted', entryId: id, eventId, sessionId: row.sessionId, people, reason: 'Said yes.' },
        ...{ before: { state: 'offered' }, after: { state: 'accepted', registrationId } },
      },
    ]);
    return registrationId;
  }

  private async factsOf(tx: Tx, sessionId: string, { emailKey }: WaitingListEntry): Promise<SessionFacts> {
    const facts = await this.admittance.facts(tx, sessionId);
    if (!facts || facts.cancelled) throw new SessionCancelled();
    if (emailKey === null) return facts;
    const [known] = await this.admittance.known(tx, sessionId, [emailKey]);
    if (known) throw new AlreadyRegistered({ told: false });
    return facts;
  }
}

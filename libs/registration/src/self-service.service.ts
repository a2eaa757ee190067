import { Injectable } from '@nestjs/common';
import { Admission } from '#admission';
import type { ChangeBody, RegistrationView } from '#contracts';
import { brokenConstraint, Database, type Tx } from '#database';
import { Clock, NotFound } from '#kernel';
import { changed } from './change.js';
import { Links } from './links.js';
import { type LockedRegistration, lockRegistration, mustBeConfirmed } from './locked-registration.js';
import { NoticeQueue } from './notice-queue.service.js';
import { resizeParty } from './party-resize.js';
import { Registration } from './registration.entity.js';
import { AlreadyRegistered, SessionCancelled, TooLate, TooManyChanges } from './registration.errors.js';
import { viewOf } from './registration-view.js';
import { findSessionFacts } from './registrations.queries.js';
import { changesUntil } from './session-facts.js';

/** Each change mails an address that the holder of the link has typed: this bounds how many strangers that can be. */
const MAX_ADDRESS_CHANGES = 5;

/** What the holder of a manage link may see and correct. Moving and giving up are files of their own. */
@Injectable()
export class SelfService {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
    private readonly notices: NoticeQueue,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  async view(id: string): Promise<RegistrationView> {
    const { reader } = this.database;
    const registration = await reader.findOneBy(Registration, { id });
    const facts = registration && (await findSessionFacts(reader, registration.sessionId));
    if (!registration || registration.standsInFor || !facts) throw new NotFound('registration');
    return viewOf(registration, facts, this.links);
  }

  /**
   * Corrects contact, guests, answers and needs, and makes the party smaller or larger; what is left
   * out stays. Mails the new state if anything changed, and tells an address that was replaced. Throws
   * SessionFull, TooLate, PartyTooLarge, InvalidInput, AlreadyRegistered, AddressFixed, TooManyChanges,
   * RegistrationCancelled, NotYetConfirmed or SessionCancelled: a mailed change would put the session
   * back into calendars.
   */
  async change(id: string, change: ChangeBody): Promise<RegistrationView> {
    try {
      return await this.database.transaction(async (tx) => {
        const locked = await lockRegistration(tx, this.admission, id);
        this.mustBeChangeable(locked);
        const next = changed(locked, change, this.clock.now());
        if (!next) return viewOf(locked.registration, locked.facts, this.links);
        await resizeParty(tx, this.admission, locked, next.partySize, this.clock.now());
        await tx.save(Registration, next);
        await this.notices.putChange(tx, next);
        await this.tellOldAddress(tx, locked.registration, next);
        return viewOf(next, locked.facts, this.links);
      });
    } catch (error) {
      if (brokenConstraint(error) === 'registrations_one_per_address') throw new AlreadyRegistered({ told: false });
      throw error;
    }
  }

  /** In the transaction of the change: whoever moves places to another address cannot do so unseen. */
  private async tellOldAddress(tx: Tx, before: Registration, now: Registration): Promise<void> {
    if (now.emailKey === before.emailKey) return;
    if ((await this.notices.addressChanges(tx, before)) >= MAX_ADDRESS_CHANGES) throw new TooManyChanges();
    await this.notices.putAddressChanged(tx, before);
  }

  private mustBeChangeable({ registration, facts }: LockedRegistration): void {
    mustBeConfirmed(registration);
    if (facts.cancelled) throw new SessionCancelled();
    const until = changesUntil(facts);
    if (this.clock.now() >= until) throw new TooLate(until);
  }
}

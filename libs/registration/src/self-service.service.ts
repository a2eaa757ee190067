import { Injectable } from '@nestjs/common';
import type { ChangeBody, RegistrationView } from '#contracts';
import { Database, type Tx } from '#database';
import { NotFound } from '#kernel';
import { NoticeQueue } from './notice-queue.service.js';
import { PartyChanges } from './party-changes.service.js';
import { attendee, Registrar } from './registrar.service.js';
import { Registration } from './registration.entity.js';
import { TooManyChanges } from './registration.errors.js';
import { RegistrationViews } from './registration-views.service.js';
import { findSessionFacts } from './registrations.queries.js';

/** Each change mails an address that the holder of the link has typed: this bounds how many strangers that can be. */
const MAX_ADDRESS_CHANGES = 5;

/** What the holder of a manage link may see and correct. Moving and giving up are files of their own. */
@Injectable()
export class SelfService {
  constructor(
    private readonly database: Database,
    private readonly registrar: Registrar,
    private readonly notices: NoticeQueue,
    private readonly views: RegistrationViews,
    private readonly changes: PartyChanges,
  ) {}

  async view(id: string): Promise<RegistrationView> {
    const { reader } = this.database;
    const registration = await reader.findOneBy(Registration, { id });
    const facts = registration && (await findSessionFacts(reader, registration.sessionId));
    if (!registration || registration.standsInFor || !facts) throw new NotFound('registration');
    return this.views.of(registration, facts);
  }

  /**
   * Corrects contact, guests, answers and needs, and makes the party smaller or larger; what is left
   * out stays. Mails the new state if anything changed, and tells an address that was replaced: whoever moves
   * places to another address cannot do so unseen. Throws SessionFull, NoWheelchairSpace, NoCompanionPlace, TooLate, PartyTooLarge, InvalidInput,
   * AlreadyRegistered, AddressFixed, TooManyChanges, RegistrationCancelled, NotYetConfirmed or SessionCancelled:
   * a mailed change would put the session back into calendars.
   */
  async change(id: string, change: ChangeBody): Promise<RegistrationView> {
    return this.database.transaction(async (tx) => {
      const locked = await this.registrar.lock(tx, id, { spaces: change.spaces !== undefined });
      const { registration, facts } = locked;
      const next = this.changes.byHolder(locked, change);
      if (!next) return this.views.of(registration, facts);
      if (next.emailKey !== registration.emailKey) await this.mayChangeAddress(tx, registration);
      return this.views.of(await this.registrar.change(tx, locked, next, { by: attendee(id) }), facts);
    });
  }

  private async mayChangeAddress(tx: Tx, registration: Registration): Promise<void> {
    if ((await this.notices.addressChanges(tx, registration)) >= MAX_ADDRESS_CHANGES) throw new TooManyChanges();
  }
}

import { Injectable } from '@nestjs/common';
import { Admission } from '#admission';
import type { RegistrationView } from '#contracts';
import { brokenConstraint, Database, type Tx } from '#database';
import { Clock } from '#kernel';
import { Links } from './links.js';
import { type LockedRegistration, lockRegistration } from './locked-registration.js';
import { NoticeQueue } from './notice-queue.service.js';
import { windowRefusal } from './register-rules.js';
import { Registration } from './registration.entity.js';
import { AlreadyRegistered, HoldEnded, RegistrationCancelled, SessionCancelled } from './registration.errors.js';
import { viewOf } from './registration-view.js';

/** Confirms held places when the link in the mail is followed. */
@Injectable()
export class EmailCheck {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
    private readonly notices: NoticeQueue,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  /**
   * Following the link again changes nothing. After the hold has ended the places are taken anew if
   * they are still free. Throws HoldEnded, RegistrationCancelled, SessionCancelled, AlreadyRegistered or, after the
   * hold, what registering anew would be refused with.
   */
  async confirm(id: string): Promise<RegistrationView> {
    try {
      return await this.database.transaction((tx) => this.confirmIn(tx, id));
    } catch (error) {
      if (brokenConstraint(error) === 'registrations_one_per_address') throw new AlreadyRegistered({ told: false });
      throw error;
    }
  }

  private async confirmIn(tx: Tx, id: string): Promise<RegistrationView> {
    const locked = await lockRegistration(tx, this.admission, id);
    const { registration, facts } = locked;
    if (registration.state === 'confirmed') return viewOf(registration, facts, this.links);
    if (facts.cancelled) throw new SessionCancelled();
    if (registration.state === 'cancelled') await this.takeAgain(tx, locked);
    const now = this.clock.now();
    const confirmed: Registration = {
      ...registration,
      state: 'confirmed',
      heldUntil: null,
      confirmedAt: now,
      cancelledAt: null,
      cancelledBy: null,
      updatedAt: now,
      version: registration.version + 1,
    };
    await tx.save(Registration, confirmed);
    await this.notices.putConfirmation(tx, confirmed);
    return viewOf(confirmed, facts, this.links);
  }

  private async takeAgain(tx: Tx, { registration, pool, facts }: LockedRegistration): Promise<void> {
    if (registration.cancelledBy !== 'expiry') throw new RegistrationCancelled();
    const refusal = windowRefusal(facts, this.clock.now());
    if (refusal) throw refusal;
    const [granted] = this.admission.take(tx, pool, [registration.partySize]);
    if (!granted) throw new HoldEnded(pool.places - pool.taken);
  }
}

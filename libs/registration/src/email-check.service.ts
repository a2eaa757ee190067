import { Injectable } from '@nestjs/common';
import type { RegistrationView } from '#contracts';
import { Database, type Tx } from '#database';
import { Clock } from '#kernel';
import type { LockedRegistration } from './locked-registration.js';
import { attendee, Registrar } from './registrar.service.js';
import { windowRefusal } from './register-rules.js';
import { RegistrationCancelled, SessionCancelled } from './registration.errors.js';
import { RegistrationViews } from './registration-views.service.js';

/** Confirms held places when the link in the mail is followed. */
@Injectable()
export class EmailCheck {
  constructor(
    private readonly database: Database,
    private readonly registrar: Registrar,
    private readonly views: RegistrationViews,
    private readonly clock: Clock,
  ) {}

  /**
   * Following the link again changes nothing. After the hold has ended the places are taken anew if
   * they are still free. Throws HoldEnded, RegistrationCancelled, SessionCancelled, AlreadyRegistered or, after the
   * hold, what registering anew would be refused with.
   */
  async confirm(id: string): Promise<RegistrationView> {
    return this.database.transaction((tx) => this.confirmIn(tx, id));
  }

  private async confirmIn(tx: Tx, id: string): Promise<RegistrationView> {
    const locked = await this.registrar.lock(tx, id);
    const { registration, facts } = locked;
    if (registration.state === 'confirmed') return this.views.of(registration, facts);
    if (facts.cancelled) throw new SessionCancelled();
    if (registration.state === 'cancelled') this.mustBeOpen(locked);
    const confirmed = await this.registrar.confirm(tx, locked, { by: attendee(id) });
    return this.views.of(confirmed, facts);
  }

  /** What was given up stays so; what has expired may be taken as long as anybody may. */
  private mustBeOpen({ registration, facts }: LockedRegistration): void {
    if (registration.cancelledBy !== 'expiry') throw new RegistrationCancelled();
    const refusal = windowRefusal(facts, this.clock.now());
    if (refusal) throw refusal;
  }
}

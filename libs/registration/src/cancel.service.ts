import { Injectable } from '@nestjs/common';
import type { RegistrationView } from '#contracts';
import { Database, inOne } from '#database';
import { Clock } from '#kernel';
import { type LockedRegistration, mustBeConfirmed } from './locked-registration.js';
import { attendee, Registrar } from './registrar.service.js';
import { SessionCancelled, TooLate, TooManyPlaces } from './registration.errors.js';
import { RegistrationViews } from './registration-views.service.js';
import { cancellationUntil } from './session-facts.js';

/** Gives up places at the holder's wish. */
@Injectable()
export class CancelService {
  constructor(
    private readonly database: Database,
    private readonly registrar: Registrar,
    private readonly views: RegistrationViews,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives up some of the party's places (see `staying`), or all if `people` is left out or the whole
   * party. Giving up what is given up already changes nothing. Throws TooLate, TooManyPlaces,
   * NotYetConfirmed or, for some of the party only, SessionCancelled.
   */
  async cancel(id: string, people?: number, run = inOne(this.database)): Promise<RegistrationView> {
    return run(async (tx) => {
      const locked = await this.registrar.lock(tx, id);
      const { registration, facts } = locked;
      if (registration.state === 'cancelled') return this.views.of(registration, facts);
      this.mustBeInTime(locked);
      const leaving = people ?? registration.partySize;
      if (leaving > registration.partySize) throw new TooManyPlaces(registration.partySize);
      if (facts.cancelled && leaving < registration.partySize) throw new SessionCancelled();
      const given = await this.registrar.giveUp(tx, locked, leaving, { by: attendee(id) });
      return this.views.of(given, facts);
    });
  }

  private mustBeInTime({ registration, facts }: LockedRegistration): void {
    mustBeConfirmed(registration);
    const until = cancellationUntil(facts);
    if (this.clock.now() >= until) throw new TooLate(until);
  }
}

import { Injectable } from '@nestjs/common';
import { Admission } from '#admission';
import type { RegistrationView } from '#contracts';
import { Database, type Tx } from '#database';
import { Clock, InvalidInput } from '#kernel';
import { revised } from './change.js';
import { Links } from './links.js';
import { type LockedRegistration, lockRegistration, mustBeConfirmed } from './locked-registration.js';
import { inOne } from './keyed-transaction.service.js';
import { NoticeQueue } from './notice-queue.service.js';
import { Registration } from './registration.entity.js';
import { SessionCancelled, TooLate } from './registration.errors.js';
import { viewOf } from './registration-view.js';
import { cancellationUntil } from './session-facts.js';

/** Gives up places at the holder's wish. */
@Injectable()
export class CancelService {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
    private readonly notices: NoticeQueue,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives up some of the party's places, the last ones, or all if `people` is left out or the whole
   * party. Giving up what is given up already changes nothing. Throws TooLate, InvalidInput,
   * NotYetConfirmed or, for some of the party only, SessionCancelled.
   */
  async cancel(id: string, people?: number, run = inOne(this.database)): Promise<RegistrationView> {
    return run(async (tx) => {
      const locked = await lockRegistration(tx, this.admission, id);
      const { registration, facts } = locked;
      if (registration.state === 'cancelled') return viewOf(registration, facts, this.links);
      this.mustBeInTime(locked);
      const leaving = people ?? registration.partySize;
      if (leaving > registration.partySize) throw tooMany(registration.partySize);
      if (facts.cancelled && leaving < registration.partySize) throw new SessionCancelled();
      await this.admission.giveBack(tx, locked.pool, leaving);
      return leaving === registration.partySize ? this.cancelAll(tx, locked) : this.cancelSome(tx, locked, leaving);
    });
  }

  private async cancelAll(tx: Tx, { registration, facts }: LockedRegistration): Promise<RegistrationView> {
    const now = this.clock.now();
    const given: Registration = {
      ...revised(registration, now),
      state: 'cancelled',
      cancelledAt: now,
      cancelledBy: 'attendee',
    };
    await tx.save(Registration, given);
    await this.notices.putCancellation(tx, given);
    return viewOf(given, facts, this.links);
  }

  private async cancelSome(tx: Tx, locked: LockedRegistration, leaving: number): Promise<RegistrationView> {
    const { registration, facts } = locked;
    const partySize = registration.partySize - leaving;
    const places = registration.places.slice(0, partySize);
    const smaller = revised({ ...registration, partySize, places }, this.clock.now());
    await tx.save(Registration, smaller);
    await this.notices.putChange(tx, smaller);
    return viewOf(smaller, facts, this.links);
  }

  private mustBeInTime({ registration, facts }: LockedRegistration): void {
    mustBeConfirmed(registration);
    const until = cancellationUntil(facts);
    if (this.clock.now() >= until) throw new TooLate(until);
  }
}

function tooMany(partySize: number): InvalidInput {
  const detail = `This party has ${partySize} ${partySize === 1 ? 'place' : 'places'} to give up.`;
  return new InvalidInput([{ pointer: '/places', code: 'too_many_places', detail }]);
}

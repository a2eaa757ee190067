import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { ChangeBody, RegistrationChange } from '#contracts';
import { spacePoolsOf } from '#admission';
import { Clock } from '#kernel';
import { changed, type PartyChange } from './change.js';
import { type LockedRegistration, mustBeConfirmed } from './locked-registration.js';
import type { Registration } from './registration.entity.js';
import { mustBeAhead, setAside } from './register-rules.js';
import { AddressFixed, RegistrationCancelled, SessionCancelled, TooLate } from './registration.errors.js';
import type { KeptParty, OpenParty } from './sealed-party.js';
import { Sealing, sensitiveAmong } from './sealing.service.js';
import { changesUntil, type SessionFacts } from './session-facts.js';
import { placedOn } from './spaces.js';

/** What becomes of a locked registration by a change; opens it for that, and seals what comes out. */
@Injectable()
export class PartyChanges {
  constructor(
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /**
   * Undefined if it changes nothing. Throws RegistrationCancelled, NotYetConfirmed, SessionCancelled, TooLate,
   * AddressFixed, PartyTooLarge or InvalidInput.
   */
  byHolder(locked: LockedRegistration, change: ChangeBody): Registration | undefined {
    const { registration, facts } = locked;
    mustBeConfirmed(registration);
    if (facts.cancelled) throw new SessionCancelled();
    const until = changesUntil(facts);
    if (this.clock.now() >= until) throw new TooLate(until);
    const next = this.next(locked, facts, change);
    const readdressed = next && next.emailKey !== registration.emailKey;
    if (facts.confirmation === 'by-email' && readdressed) throw new AddressFixed();
    return next;
  }

  /**
   * The same without a deadline, for what is not confirmed yet too, and to any address. Throws RegistrationCancelled,
   * SessionCancelled, SessionOver, PartyTooLarge or InvalidInput.
   */
  byTeam(
    locked: LockedRegistration,
    { override, ...change }: PartyChange & Pick<RegistrationChange, 'override'>,
  ): Registration | undefined {
    const { registration, facts } = locked;
    if (registration.state === 'cancelled') throw new RegistrationCancelled();
    mustBeAhead(facts, this.clock.now());
    return this.next(locked, setAside(facts, override), change);
  }

  private next(
    { registration, pools }: LockedRegistration,
    facts: SessionFacts,
    change: PartyChange,
  ): Registration | undefined {
    const before = this.sealing.open(registration);
    const next = changed(before, facts, change, this.clock.now());
    if (!next) return undefined;
    const elsewhere = placedOn(before, next.places, spacePoolsOf(pools.values(), registration.sessionId));
    const sealed = this.sealing.seal(next, sensitiveAmong(facts.questions));
    return { ...sealed, ...unchanged(registration, before, next), elsewhere };
  }
}

/** What says the same stays as it is kept: sealed anew it would look as if it had changed, in the audit trail too. */
function unchanged(kept: KeptParty, before: OpenParty, next: OpenParty): Partial<KeptParty> {
  return {
    ...(before.accessNeeds === next.accessNeeds && { accessNeeds: kept.accessNeeds }),
    ...(isDeepStrictEqual(before.answers, next.answers) && { answers: kept.answers }),
    ...(isDeepStrictEqual(before.places, next.places) && { places: kept.places }),
  };
}

import { DomainError, InvalidInput } from '#kernel';

/** Another session of the event that would still hold the party. */
export interface Alternative {
  readonly sessionId: string;
  readonly startsAt: string;
  readonly available: number;
}

export class SessionFull extends DomainError {
  readonly code = 'session_full';
  readonly status = 409;
  constructor(
    readonly available: number,
    readonly alternatives: readonly Alternative[],
  ) {
    super(fullness(available));
  }
  override get data() {
    return { available: this.available, waitingList: false, alternatives: this.alternatives };
  }
}

function fullness(available: number): string {
  if (available === 0) return 'All places are taken.';
  return available === 1
    ? 'There is 1 place left, not enough for your party.'
    : `There are ${available} places left, not enough for your party.`;
}

export class AlreadyRegistered extends DomainError {
  readonly code = 'already_registered';
  readonly status = 409;
  /** `told`: whether the holder of the address is mailed their link. A change that is undone mails nobody. */
  constructor({ told }: { readonly told: boolean }) {
    super(
      told
        ? 'This address already has places here. We have mailed its holder the link to see and change them.'
        : 'This address already has other places here.',
    );
  }
}

export class RegistrationClosed extends DomainError {
  readonly code = 'registration_closed';
  readonly status = 409;
  constructor() {
    super('Registration for this session has ended.');
  }
}

export class NotYetOpen extends DomainError {
  readonly code = 'not_yet_open';
  readonly status = 409;
  constructor(readonly opensAt: Date) {
    super('Registration has not opened yet.');
  }
  override get data() {
    return { opensAt: this.opensAt.toISOString() };
  }
}

export class SessionCancelled extends DomainError {
  readonly code = 'session_cancelled';
  readonly status = 409;
  constructor() {
    super('This session will not take place.');
  }
}

export class PartyTooLarge extends InvalidInput {
  constructor(readonly limit: number) {
    const detail = `A party here is at most ${limit} ${limit === 1 ? 'person' : 'people'}.`;
    super([{ pointer: '/partySize', code: 'party_too_large', detail }], 'party_too_large');
    this.message = detail;
  }
  override get data() {
    return { ...super.data, limit: this.limit };
  }
}

export class InvitationRequired extends DomainError {
  readonly code = 'invitation_required';
  readonly status = 403;
  constructor() {
    super('These places are given by invitation. Please use the link in your invitation.');
  }
}

/** Where an address is confirmed by mail, another one cannot be put in its place unconfirmed. */
export class AddressFixed extends DomainError {
  readonly code = 'address_fixed';
  readonly status = 409;
  constructor() {
    super('This address was confirmed by mail and cannot be exchanged. To use another one, please write to the team.');
  }
}

/** Places that wander from address to address are a matter for people. */
export class TooManyChanges extends DomainError {
  readonly code = 'too_many_changes';
  readonly status = 409;
  constructor() {
    super(
      'The address of these places was changed several times already. To use another one, please write to the team.',
    );
  }
}

/** The link in the mail is not one of ours, or is no longer. */
export class LinkNotValid extends DomainError {
  readonly code = 'invalid_manage_token';
  readonly status = 401;
  constructor() {
    super('This link is not valid. Please ask for a new one by mail.');
  }
}

/** The event allows this only until a stated time before the session. */
export class TooLate extends DomainError {
  readonly code = 'too_late';
  readonly status = 409;
  constructor(readonly until: Date) {
    super('The time in which this can be changed has passed.');
  }
  override get data() {
    return { until: this.until.toISOString() };
  }
}

export class RegistrationCancelled extends DomainError {
  readonly code = 'registration_cancelled';
  readonly status = 409;
  constructor() {
    super('These places have been given up and cannot be changed any more.');
  }
}

export class NotYetConfirmed extends DomainError {
  readonly code = 'registration_unverified';
  readonly status = 409;
  constructor() {
    super('These places are not confirmed yet. Please follow the link in the mail first.');
  }
}

/** The hold ran out before the link was followed, and the places have gone to others. */
export class HoldEnded extends DomainError {
  readonly code = 'hold_ended';
  readonly status = 409;
  constructor(readonly available: number) {
    super('The time to confirm has passed, and the places have gone to others.');
  }
  override get data() {
    return { available: this.available };
  }
}

/** A refusal that was given before to a request with the same Idempotency-Key. */
export class KeptRefusal extends DomainError {
  readonly code: string;
  readonly status: number;
  readonly requestId: string;
  private readonly kept: KeptRefusalBody;
  constructor(kept: KeptRefusalBody) {
    super(kept.detail);
    this.code = kept.code;
    this.status = kept.status;
    this.requestId = kept.requestId;
    this.kept = kept;
  }
  override get data() {
    return this.kept.data;
  }
}

export interface KeptRefusalBody {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

export function keep(refusal: DomainError, requestId: string): KeptRefusalBody {
  const { code, status, message, data } = refusal;
  return { code, status, detail: message, data, requestId };
}

import { DomainError, InvalidInput } from '#kernel';

export { SessionCancelled, SessionOver } from '#programme';

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
    /** The event keeps a waiting list. */
    readonly keepsList = false,
  ) {
    super(fullness(available));
  }
  override get data() {
    return {
      available: this.available,
      waitingList: this.keepsList && this.available === 0,
      alternatives: this.alternatives,
    };
  }
}

/** Says the same of a wrong code, of one that was changed, and of a session that no code opens. */
export class CodeUnknown extends DomainError {
  readonly code = 'code_unknown';
  readonly status = 403;
  constructor() {
    super('This code opens no places here. Please look whether it is written as you were given it.');
  }
}

/** There may be places, but no more people may come by this code. */
export class CodeUsedUp extends DomainError {
  readonly code = 'code_used_up';
  readonly status = 409;
  constructor(readonly available: number) {
    super(
      available === 0
        ? 'No more places are kept for this code.'
        : `This code lets in ${available === 1 ? '1 more person' : `${available} more people`}, fewer than your party has.`,
    );
  }
  override get data() {
    return { available: this.available };
  }
}

/** There would be places, but not the spaces for wheelchairs that somebody of the party needs. */
export class NoWheelchairSpace extends DomainError {
  readonly code = 'no_wheelchair_space';
  readonly status = 409;
  constructor(
    readonly available: number,
    readonly alternatives: readonly Alternative[],
  ) {
    super(spacesLeft(available));
  }
  override get data() {
    return { available: this.available, alternatives: this.alternatives };
  }
}

function spacesLeft(available: number): string {
  if (available === 0) return 'All wheelchair spaces are taken at this time.';
  const left = available === 1 ? '1 wheelchair space is left' : `${available} wheelchair spaces are left`;
  return `${left} at this time, fewer than your party needs.`;
}

export class NoCompanionPlace extends DomainError {
  readonly code = 'no_companion_place';
  readonly status = 409;
  constructor(
    readonly available: number,
    readonly alternatives: readonly Alternative[],
  ) {
    const left =
      available === 0
        ? 'None of the places for companions are left'
        : `Only ${available} of the places for companions are left`;
    super(`${left} at this time. Who comes to help can also take an ordinary place, as a guest.`);
  }
  override get data() {
    return { available: this.available, alternatives: this.alternatives };
  }
}

function fullness(available: number): string {
  if (available === 0) return 'All places are taken.';
  return available === 1
    ? 'There is 1 place left, not enough for your party.'
    : `There are ${available} places left, not enough for your party.`;
}

/** Its places go to those who are drawn; whoever wants one enters. */
export class PlacesByBallot extends DomainError {
  readonly code = 'places_by_ballot';
  readonly status = 409;
  constructor(readonly ballotId: string) {
    super(
      'These places are given by a ballot, so they cannot be taken now. Please enter the ballot, or see its result.',
    );
  }
  override get data() {
    return { ballotId: this.ballotId };
  }
}

export class AlreadyRegistered extends DomainError {
  readonly code = 'already_registered';
  readonly status = 409;
  private readonly registrationId: string | undefined;
  /**
   * `told`: whether the holder of the address is mailed their link. A change that is undone mails nobody.
   * `registrationId` is for the team, who may know.
   */
  constructor({ told, registrationId }: { readonly told: boolean; readonly registrationId?: string }) {
    super(
      told
        ? 'This address already has places here. We have mailed its holder the link to see and change them.'
        : 'This address already has other places here.',
    );
    this.registrationId = registrationId;
  }
  override get data() {
    return this.registrationId === undefined ? {} : { registrationId: this.registrationId };
  }
}

/** Two of one list have the same address; `first` is the place of the other in it. */
export class AddressTwice extends DomainError {
  readonly code = 'address_twice';
  readonly status = 409;
  constructor(readonly first: number) {
    super('The same address stands in the list twice.');
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

export class EventNotPublished extends DomainError {
  readonly code = 'event_not_published';
  readonly status = 409;
  constructor() {
    super('This event is a draft. Please publish it before you register people.');
  }
}

/** Who has given no address is not mailed. */
export class NoAddress extends DomainError {
  readonly code = 'no_address';
  readonly status = 409;
  constructor() {
    super('This party has given no address. Please add one, or send them their link on paper.');
  }
}

/** Somebody's letter box is not filled by impatience. */
export class TooManyMails extends DomainError {
  readonly code = 'too_many_mails';
  readonly status = 409;
  constructor() {
    super('Many mails about these places were sent in the last hour. Please ring instead, or try again later.');
  }
}

/** A mail is never sent again that would not be true any more. */
export class MessageOvertaken extends DomainError {
  readonly code = 'message_overtaken';
  readonly status = 409;
  constructor() {
    super('What this message says is no longer so. Please send the confirmation of the registration again instead.');
  }
}

/** Mail to somebody who has no registration is sent again from where they are invited, wait or have entered. */
export class MessageOfCandidate extends DomainError {
  readonly code = 'message_of_candidate';
  readonly status = 409;
  constructor() {
    super(
      'This mail is about no registration. Please send it again from the invitation or the entry that it is about.',
    );
  }
}

/** It is on its way already. */
export class MessageQueued extends DomainError {
  readonly code = 'message_queued';
  readonly status = 409;
  constructor() {
    super('This message has not been sent yet; it will be without your doing.');
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
    super('Here an address is confirmed by mail before it is used. To use another one, please write to the team.');
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

/** A pool of spaces holds people of any party, and no party. */
export class PoolForSpaces extends InvalidInput {
  constructor() {
    const detail =
      'No party as a whole is in this pool. Please name another; the party says in `spaces` who needs one of its places.';
    super([{ pointer: '/poolId', code: 'pool_for_spaces', detail }]);
  }
}

export class TooManyPlaces extends InvalidInput {
  constructor(partySize: number) {
    const detail = `This party has ${partySize} ${partySize === 1 ? 'place' : 'places'} to give up.`;
    super([{ pointer: '/places', code: 'too_many_places', detail }]);
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

/** What people answered keeps its question. */
export class QuestionAnswered extends DomainError {
  readonly code = 'question_answered';
  readonly status = 409;
  constructor(what: string) {
    super(`People have answered this question, so ${what}.`);
  }
}

/** Somebody came or went since the preview: whoever decides should know whom it reaches. */
export class ReachChanged extends DomainError {
  readonly code = 'reach_changed';
  readonly status = 409;
  constructor(readonly reaches: number) {
    super(`This would reach ${reaches === 1 ? '1 registration' : `${reaches} registrations`} now. Nothing was done.`);
  }
  override get data() {
    return { reaches: this.reaches };
  }
}

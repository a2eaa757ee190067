import { DomainError, InvalidInput } from '#kernel';
import type { Alternative } from '#registration';

/** The event keeps no waiting list. */
export class NoWaitingList extends DomainError {
  readonly code = 'no_waiting_list';
  readonly status = 409;
  constructor() {
    super('Nobody can wait for places here.');
  }
}

/** Who can have places need not wait for them. */
export class PlacesFree extends DomainError {
  readonly code = 'places_free';
  readonly status = 409;
  constructor(readonly sessions: readonly Omit<Alternative, 'startsAt'>[]) {
    super('There are places left: please take them. Waiting begins when all are taken.');
  }
  override get data() {
    return { sessions: this.sessions };
  }
}

/** No session that was named ever holds as many at once. */
export class PartyNeverFits extends InvalidInput {
  constructor(places: number) {
    const detail = `There are ${places} places in all at these times, fewer than your party has people.`;
    super([{ pointer: '/partySize', code: 'party_never_fits', detail }], 'party_never_fits');
  }
}

export class OtherEvent extends InvalidInput {
  constructor() {
    const detail = 'Please choose times of one event.';
    super([{ pointer: '/sessionIds', code: 'other_event', detail }]);
  }
}

/** The party has left, was offered places, or has got some: it does not stand in any line. */
export class NotWaiting extends DomainError {
  readonly code = 'not_waiting';
  readonly status = 409;
  constructor() {
    super('This party does not wait at the moment.');
  }
}

/** It went long ago: what its people said about themselves is forgotten, so it cannot join as it was. */
export class PartyForgotten extends DomainError {
  readonly code = 'party_forgotten';
  readonly status = 409;
  constructor() {
    super('What you told us about your party is deleted by now. Please ask to wait again on the page of the event.');
  }
}

/** There is nothing to answer: the time is over, or it was answered already. */
export class OfferEnded extends DomainError {
  readonly code = 'offer_ended';
  readonly status = 409;
  constructor() {
    super('These places are not kept any more. You can join the waiting list again, at its end.');
  }
}

export class MoreThanOffered extends InvalidInput {
  constructor(people: number) {
    const detail = `${people === 1 ? '1 place is' : `${people} places are`} kept for you.`;
    super([{ pointer: '/partySize', code: 'more_than_offered', detail }]);
  }
}

export class OnlySmaller extends InvalidInput {
  constructor() {
    const detail = 'A party that waits can only become smaller. To wait with more people, leave and join again.';
    super([{ pointer: '/partySize', code: 'only_smaller', detail }]);
  }
}

/** Somebody with this address waits already. For the team, who may know. */
export class WaitsAlready extends DomainError {
  readonly code = 'waits_already';
  readonly status = 409;
  constructor(private readonly entryId: string | null) {
    super('Somebody with this address waits already.');
  }
  override get data() {
    return { entryId: this.entryId };
  }
}

/** Places cannot be offered to this party now. */
export class NothingToOffer extends DomainError {
  readonly code = 'nothing_to_offer';
  readonly status = 409;
  constructor(available: number) {
    super(`There are not enough places, or it is too late to offer any: ${available} are free.`);
  }
}

/** The link in the mail is not one of ours, or is no longer. */
export class WaitingLinkNotValid extends DomainError {
  readonly code = 'invalid_waiting_token';
  readonly status = 401;
  constructor() {
    super('This link is not valid. Please take it from the mail as a whole.');
  }
}

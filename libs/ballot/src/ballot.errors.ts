import { DomainError } from '#kernel';

/** Entries are taken from then on. */
export class BallotNotOpen extends DomainError {
  readonly code = 'ballot_not_open';
  readonly status = 409;
  constructor(readonly opensAt: Date) {
    super('Entries have not opened yet.');
  }
  override get data() {
    return { opensAt: this.opensAt.toISOString() };
  }
}

/** The list is, or is about to be, what is drawn from. */
export class BallotClosed extends DomainError {
  readonly code = 'ballot_closed';
  readonly status = 409;
  constructor() {
    super('Entries have closed. From then on nothing is added, changed or withdrawn.');
  }
}

export class BallotCancelled extends DomainError {
  readonly code = 'ballot_cancelled';
  readonly status = 409;
  constructor() {
    super('This ballot was cancelled.');
  }
}

/** People have been told when entries open and close. */
export class BallotHasOpened extends DomainError {
  readonly code = 'ballot_has_opened';
  readonly status = 409;
  constructor() {
    super('Entries have opened, so the ballot stays as it was announced. It can be cancelled, with a reason.');
  }
}

export class BallotDrawn extends DomainError {
  readonly code = 'ballot_drawn';
  readonly status = 409;
  constructor() {
    super('This ballot has been drawn. A draw is not undone; places can be given up one by one.');
  }
}

export class AlreadyEntered extends DomainError {
  readonly code = 'already_entered';
  readonly status = 409;
  constructor() {
    super('This address has entered already. We have mailed its holder the link to see the entry.');
  }
}

/** For the team, who may know. */
export class EnteredBefore extends DomainError {
  readonly code = 'already_entered';
  readonly status = 409;
  constructor(readonly entryId: string) {
    super('This address has entered already.');
  }
  override get data() {
    return { entryId: this.entryId };
  }
}

export class EntryWithdrawn extends DomainError {
  readonly code = 'entry_withdrawn';
  readonly status = 409;
  constructor() {
    super('This entry was withdrawn. While entries are open you can enter anew.');
  }
}

/** The weight of an entry that is not in the ballot decides nothing. */
export class EntryNotIn extends DomainError {
  readonly code = 'entry_not_in';
  readonly status = 409;
  constructor() {
    super('This entry is not in the ballot: its address is not confirmed, or it was withdrawn.');
  }
}

export class EntryLinkNotValid extends DomainError {
  readonly code = 'invalid_entry_token';
  readonly status = 401;
  constructor() {
    super('This link does not work. Please use the whole link from the mail.');
  }
}

export class NoPublicPlaces extends DomainError {
  readonly code = 'no_public_places';
  readonly status = 409;
  constructor(readonly sessionId: string) {
    super('A session of the ballot has no public pool, so there would be nothing to draw.');
  }
  override get data() {
    return { sessionId: this.sessionId };
  }
}

export class InAnotherBallot extends DomainError {
  readonly code = 'in_another_ballot';
  readonly status = 409;
  constructor(readonly sessionId: string) {
    super('A session is in another ballot already.');
  }
  override get data() {
    return { sessionId: this.sessionId };
  }
}

export class PeopleWait extends DomainError {
  readonly code = 'people_wait';
  readonly status = 409;
  constructor(readonly sessionId: string) {
    super('People wait for places of a session. What comes free is theirs, so it cannot be drawn.');
  }
  override get data() {
    return { sessionId: this.sessionId };
  }
}

import type { InvitationState } from '#contracts';
import { DomainError } from '#kernel';

/** The link is not one of ours. */
export class InvitationLinkNotValid extends DomainError {
  readonly code = 'invalid_invitation_token';
  readonly status = 401;
  constructor() {
    super('This link is not valid. Please copy it from the invitation as a whole.');
  }
}

/** More people would be invited than the pool has places for. */
export class PoolPromised extends DomainError {
  readonly code = 'pool_promised';
  readonly status = 409;
  constructor(
    readonly counts: {
      readonly places: number;
      readonly taken: number;
      readonly promised: number;
      readonly wanted: number;
    },
  ) {
    const { places, taken, promised, wanted } = counts;
    const left = Math.max(0, places - taken - promised);
    super(
      `This pool has ${places} places: ${taken} are taken and ${promised} promised, so ${left} can be promised, and not ${wanted}. ` +
        'Whoever invites more people, because some will decline, says so by overPromise with a reason.',
    );
  }
  override get data() {
    return { ...this.counts };
  }
}

/** An invitation would go before parties that wait. */
export class PoolWaitedFor extends DomainError {
  readonly code = 'pool_waited_for';
  readonly status = 409;
  constructor() {
    super(
      'Parties wait for the places of this pool, and what comes free in it is theirs. Please invite to a pool that is kept for guests.',
    );
  }
}

/** The same guest is on the list already. */
export class AlreadyInvited extends DomainError {
  readonly code = 'already_invited';
  readonly status = 409;
  constructor(readonly invitationId: string) {
    super('Somebody of this name and address is invited to this session already.');
  }
  override get data() {
    return { invitationId: this.invitationId };
  }
}

const ANSWERED: Readonly<Record<Exclude<InvitationState, 'withdrawn'>, string>> = {
  pending: 'This invitation has not been answered yet.',
  accepted: 'This invitation has been accepted already. What was taken by it is changed by its manage link.',
  declined: 'This invitation has been declined already.',
  deputised: 'A deputy has been sent in place of this guest.',
};

/** What was answered stands against it. */
export class InvitationAnswered extends DomainError {
  readonly code = 'invitation_answered';
  readonly status = 409;
  constructor(readonly state: Exclude<InvitationState, 'withdrawn'>) {
    super(ANSWERED[state]);
  }
  override get data() {
    return { state: this.state };
  }
}

export class InvitationWithdrawn extends DomainError {
  readonly code = 'invitation_withdrawn';
  readonly status = 409;
  constructor() {
    super('This invitation has been withdrawn. If you have a question, please write to the team.');
  }
}

/** A deputy sends no deputy. */
export class NoSecondDeputy extends DomainError {
  readonly code = 'no_second_deputy';
  readonly status = 409;
  constructor() {
    super('A deputy cannot send a deputy. Please tell the team if you cannot come.');
  }
}

/** Each is a mail to an address that a guest has typed: this bounds how many strangers that can be. */
export class TooManyDeputies extends DomainError {
  readonly code = 'too_many_deputies';
  readonly status = 409;
  constructor() {
    super('Several people were named in place of this guest already. To name another one, please write to the team.');
  }
}

/** Each is a mail to an address that a guest has typed: this bounds how many strangers that can be. */
export class TooManyAcceptances extends DomainError {
  readonly code = 'too_many_acceptances';
  readonly status = 409;
  constructor() {
    super(
      'This invitation has been accepted and given back several times already. To come after all, please write to the team.',
    );
  }
}

/** The deputy has answered, or there is none. */
export class NoDeputyToRecall extends DomainError {
  readonly code = 'no_deputy_to_recall';
  readonly status = 409;
  constructor() {
    super('There is no deputy who has not answered yet.');
  }
}

/** Fewer than have places by it already. */
export class PartyHolds extends DomainError {
  readonly code = 'party_holds_more';
  readonly status = 409;
  constructor(readonly people: number) {
    super(`${people} people have places by this invitation. Please change their registration first.`);
  }
  override get data() {
    return { people: this.people };
  }
}

/** By mail nobody is invited who has no address. */
export class NoAddressToInvite extends DomainError {
  readonly code = 'no_address';
  readonly status = 409;
  constructor() {
    super('This guest has no e-mail address. Please add one, or send them their link in a letter.');
  }
}

/** Somebody has answered since the preview. */
export class MailingChanged extends DomainError {
  readonly code = 'reach_changed';
  readonly status = 409;
  constructor(readonly reaches: number) {
    super(`This would reach ${reaches === 1 ? '1 invitation' : `${reaches} invitations`} now. Nothing was done.`);
  }
  override get data() {
    return { reaches: this.reaches };
  }
}

export class TemplateTaken extends DomainError {
  readonly code = 'template_taken';
  readonly status = 409;
  constructor(readonly templateId: string) {
    super('The event has such a template already. Please change that one.');
  }
  override get data() {
    return { templateId: this.templateId };
  }
}

export class RuleTaken extends DomainError {
  readonly code = 'rule_taken';
  readonly status = 409;
  constructor() {
    super('The event has a reminder on that day already.');
  }
}

/** The guest list has lines that cannot be brought in, and all or nothing was asked for. */
export class BadGuestLines extends DomainError {
  readonly code = 'bad_lines';
  readonly status = 409;
  constructor(
    readonly good: number,
    readonly bad: number,
  ) {
    super(`${bad} of the ${good + bad} lines cannot be brought in. Nothing was done.`);
  }
  override get data() {
    return { good: this.good, bad: this.bad };
  }
}

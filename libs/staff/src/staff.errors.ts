import type { Permission } from '#contracts';
import { DomainError } from '#kernel';

/** For what depends on what is asked, beside what the operation needs in any case. */
export class NotPermitted extends DomainError {
  readonly code = 'forbidden';
  readonly status = 403;
  constructor(permission: Permission) {
    super(`This needs the permission ${permission}.`);
  }
}

/** Nobody gives out more than they have. */
export class BeyondOwn extends DomainError {
  readonly code = 'beyond_own_permissions';
  readonly status = 403;
  constructor(readonly permission: Permission) {
    super(`You cannot give what you do not have yourself: ${permission}.`);
  }
  override get data() {
    return { permission: this.permission };
  }
}

/** The same for a wrong password, an unknown address and an account that may not enter. */
export class SignInRefused extends DomainError {
  readonly code = 'invalid_credentials';
  readonly status = 401;
  constructor() {
    super('Address and password do not fit together.');
  }
}

export class TooManyGuesses extends DomainError {
  readonly code = 'too_many_attempts';
  readonly status = 429;
  constructor(override readonly retryAfter: number) {
    super(`There were too many wrong attempts. Please try again in ${Math.ceil(retryAfter / 60)} minutes.`);
  }
}

/** What the library for accounts refuses, in its own words. */
export class AuthRefused extends DomainError {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

export class StaffLinkNotValid extends DomainError {
  readonly code = 'invalid_team_link';
  readonly status = 404;
  constructor() {
    super('This link does not work any more. Links can be used once, and only for a while.');
  }
}

/** Somebody must be able to let the others in. */
export class LastOwner extends DomainError {
  readonly code = 'last_owner';
  readonly status = 409;
  constructor() {
    super('This is the last owner. Please make somebody else an owner first.');
  }
}

export class AlreadyMember extends DomainError {
  readonly code = 'already_member';
  readonly status = 409;
  constructor() {
    super('There is a member of the team with this address already.');
  }
}

/** What is asked for does not fit the member's state. */
export class WrongStaffState extends DomainError {
  readonly code = 'wrong_state';
  readonly status = 409;
}

import { sqlState } from '#database';
import { DomainError, type InputFault } from '#kernel';
import { InUse } from '#programme';

const FOREIGN_KEY_VIOLATION = '23503';

/** A pool is never made smaller than what is taken. */
export class CapacityBelowTaken extends DomainError {
  readonly code = 'capacity_below_taken';
  readonly status = 409;
  constructor(readonly by: number) {
    super(`${by} more people hold places than that.`);
  }
  override get data() {
    return { by: this.by };
  }
}

/** Nor than what is taken and promised: people were told that a place is theirs if they come. */
export class CapacityBelowPromised extends DomainError {
  readonly code = 'capacity_below_promised';
  readonly status = 409;
  constructor(readonly by: number) {
    super(
      `Invitations promise ${by === 1 ? '1 place' : `${by} places`} more than that. Please withdraw some of them, or wait for answers.`,
    );
  }
  override get data() {
    return { by: this.by };
  }
}

/** The pools of a session never add up to more than its capacity. */
export class OverCapacity extends DomainError {
  readonly code = 'over_capacity';
  readonly status = 409;
  constructor() {
    super('The pools of this session would hold more places than the session has.');
  }
}

/** Said where nobody is counted: the places are promised, waited for or for a ballot. */
const UNSEEN =
  'Nobody holds places yet, but people may have been told of it: by an invitation, on the waiting list or for a ballot';

/** What people were told when they took places, or were asked to, stays so for as long as they may come. */
export class PeopleRegistered extends DomainError {
  readonly code = 'people_registered';
  readonly status = 409;
  constructor(
    readonly people: number,
    what: string,
  ) {
    super(people === 0 ? `${UNSEEN}, so ${what}.` : `${holders(people)} in this event, so ${what}.`);
  }
  override get data() {
    return { people: this.people };
  }
}

function holders(people: number): string {
  return people === 1 ? 'One person holds a place' : `${people} people hold places`;
}

/** Only drafts are published and taken away, and only what is published becomes a draft again. */
export class WrongStatus extends DomainError {
  readonly status = 409;
  constructor(
    readonly code: 'event_not_draft' | 'event_not_published',
    detail: string,
  ) {
    super(detail);
  }
}

/** Everything that keeps an event from being published. */
export class NotReady extends DomainError {
  readonly code = 'not_ready_to_publish';
  readonly status = 409;
  constructor(readonly errors: readonly InputFault[]) {
    super('This event cannot be published yet.');
  }
  override get data() {
    return { errors: this.errors };
  }
}

/** A session has public places once. */
export class SecondPublicPool extends DomainError {
  readonly code = 'second_public_pool';
  readonly status = 409;
  constructor() {
    super('This session has a public pool already. Please make that one larger.');
  }
}

/** So that it is plain which of them a person is counted in. */
export class SecondSpacePool extends DomainError {
  readonly code = 'second_space_pool';
  readonly status = 409;
  constructor(audience: 'wheelchair' | 'companion') {
    const what = audience === 'wheelchair' ? 'wheelchair spaces' : 'places for companions';
    super(`This session has a pool of ${what} already. Please make that one larger.`);
  }
}

/** Somebody would have to know of the change who is registered already, invited, waits or is in a ballot. */
export class PeopleToTell extends DomainError {
  readonly code = 'people_to_tell';
  readonly status = 409;
  constructor(
    readonly people: number,
    instead = 'reschedule the session',
  ) {
    const who = people === 0 ? UNSEEN : 'People are registered who have to be told';
    super(`${who}. Please ${instead}, which tells them.`);
  }
  override get data() {
    return { people: this.people };
  }
}

/** Who types it must come to one pool. */
export class CodeInUse extends DomainError {
  readonly code = 'code_in_use';
  readonly status = 409;
  constructor() {
    super('Another pool of this session is opened by this code. Please choose another one.');
  }
}

export class NowhereToRelease extends DomainError {
  readonly code = 'nowhere_to_release';
  readonly status = 409;
  constructor() {
    super('Its places cannot go there. Please name another pool of this session; nothing is passed on twice.');
  }
}

export class AlreadyReleased extends DomainError {
  readonly code = 'already_released';
  readonly status = 409;
  constructor() {
    super('The free places of this pool were released already.');
  }
}

export class LastPool extends DomainError {
  readonly code = 'last_pool';
  readonly status = 409;
  constructor() {
    super('A session keeps at least one pool. Please take away the session instead.');
  }
}

/** Takes rows away; what registrations stand on, or once stood on, is refused with InUse. */
export async function removing(what: string, remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (sqlState(error) === FOREIGN_KEY_VIOLATION)
      throw new InUse(what, 'registrations, invitations or a ballot, or had some,');
    throw error;
  }
}

/** Nor is what people wait for, or enter a ballot for. Throws InUse. */
export function mustNotBeAwaited(
  what: string,
  pools: readonly { readonly ballotId: string | null; readonly waitedFor: boolean }[],
): void {
  if (pools.some(({ ballotId }) => ballotId !== null)) throw new InUse(what, 'places that a ballot gives');
  if (pools.some(({ waitedFor }) => waitedFor)) throw new InUse(what, 'people who wait for its places');
}

import type { Exceedance } from '#contracts';
import { brokenConstraint } from '#database';
import { DomainError } from '#kernel';
import { EVERYWHERE } from '#staff';
import { exceedancesIn } from './exceedances.js';

/**
 * What a venue is planned to hold would be more people than its safe number. Says when, by how many and with which
 * sessions; those out of reach are counted and not named.
 */
export class OverSafeNumber extends DomainError {
  readonly code = 'over_safe_number';
  readonly status = 409;
  constructor(readonly exceedances: readonly Exceedance[] = []) {
    super('Together with the sessions at the same time, this is more people than the venue’s safe number.');
  }
  override get data() {
    return this.exceedances.length > 0 ? { exceedances: this.exceedances } : {};
  }
}

/** Something of this kind has this name in its address already. */
export class SlugTaken extends DomainError {
  readonly code = 'slug_taken';
  readonly status = 409;
  constructor() {
    super('There is one with this slug already. Please choose another.');
  }
}

/** What was called off stays so. */
export class SessionCancelled extends DomainError {
  readonly code = 'session_cancelled';
  readonly status = 409;
  constructor() {
    super('This session will not take place.');
  }
}

export class EventCancelled extends DomainError {
  readonly code = 'event_cancelled';
  readonly status = 409;
  constructor() {
    super('This event was cancelled and stays so.');
  }
}

/** What is over is neither moved nor called off: nobody could be told in time. */
export class SessionOver extends DomainError {
  readonly code = 'session_over';
  readonly status = 409;
  constructor() {
    super('This session is over.');
  }
}

/** What others stand on is not taken away under them. */
export class InUse extends DomainError {
  readonly code = 'in_use';
  readonly status = 409;
  constructor(what: string, by: string) {
    super(`This ${what} has ${by} and cannot be taken away.`);
  }
}

/** Carries out a statement and tells what it may break as a refusal, of which only what is in reach is named. */
export async function refusing<T>(write: () => Promise<T>, reach = EVERYWHERE): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const constraint = brokenConstraint(error) ?? '';
    if (constraint.endsWith('_slug_key')) throw new SlugTaken();
    if (constraint.endsWith('within_safe_number')) throw new OverSafeNumber(exceedancesIn(error, reach));
    throw error;
  }
}

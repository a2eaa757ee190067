import type { Admission, LockedPool } from '#admission';
import { LookAgain, type Tx } from '#database';
import { NotFound } from '#kernel';
import { NotYetConfirmed, RegistrationCancelled, SessionCancelled } from './registration.errors.js';
import { Registration } from './registration.entity.js';
import { findSessionFacts } from './registrations.queries.js';
import type { SessionFacts } from './session-facts.js';
import { hasSpaces } from './spaces.js';

/** A registration with its pool, both locked by this transaction, and what decides about it. */
export interface LockedRegistration {
  readonly registration: Registration;
  readonly pool: LockedPool;
  readonly pools: ReadonlyMap<string, LockedPool>;
  readonly facts: SessionFacts;
}

/** What is locked beside the pool of the registration. */
export interface WhatElse {
  /** Where its people may go. */
  readonly otherPools?: readonly string[];
  /** Whether somebody may come to need a space; the pools of who has one are locked in any case. */
  readonly spaces?: boolean;
}

/**
 * Locks pools before the registration, as everything does that changes both; then nobody waits for
 * the other. The pool is read before it is locked, so a registration that moves in between is
 * looked at again, without the locks of the first look: they would be out of order.
 */
export async function lockRegistration(
  tx: Tx,
  admission: Admission,
  id: string,
  { otherPools = [], spaces = false }: WhatElse = {},
): Promise<LockedRegistration> {
  const seen = await tx.findOneBy(Registration, { id });
  if (!seen || seen.standsInFor) throw new NotFound('registration');
  const asked = [seen.poolId, ...otherPools];
  const withSpaces = spaces || hasSpaces(seen);
  const pools = await (withSpaces ? admission.lockWithSpaces(tx, asked) : admission.lock(tx, asked));
  const registration = await tx.findOneOrFail(Registration, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!asked.includes(registration.poolId) || (hasSpaces(registration) && !withSpaces)) throw new LookAgain();
  const facts = await findSessionFacts(tx, registration.sessionId);
  if (!facts) throw new NotFound('registration');
  return { registration, pool: pools.get(registration.poolId)!, pools, facts };
}

/** Its session was called off after it had been confirmed; nobody has given it up. */
export function wasCalledOff({ cancelledBy, confirmedAt }: Registration): boolean {
  return cancelledBy === 'called-off' && confirmedAt !== null;
}

/** Throws SessionCancelled, RegistrationCancelled or NotYetConfirmed. */
export function mustBeConfirmed({ state, cancelledBy }: Registration): void {
  if (cancelledBy === 'called-off') throw new SessionCancelled();
  if (state === 'cancelled') throw new RegistrationCancelled();
  if (state === 'unverified') throw new NotYetConfirmed();
}

import { Injectable } from '@nestjs/common';
import { isForSpaces } from '#admission';
import type { RegistrationChange, RegistrationMove } from '#contracts';
import type { Tx } from '#database';
import { Clock, type Expected, expectVersion, NotFound } from '#kernel';
import { mustMay } from '#staff';
import type { Clerk } from './clerk.js';
import { mustBeConfirmed } from './locked-registration.js';
import { PartyChanges } from './party-changes.service.js';
import { mustBeAhead } from './register-rules.js';
import { Registrar } from './registrar.service.js';
import { PoolForSpaces } from './registration.errors.js';
import { findPublicPool, findSessionFacts } from './registrations.queries.js';

/** What somebody of the team changes about a party, until its session is over. */
@Injectable()
export class TeamChange {
  constructor(
    private readonly registrar: Registrar,
    private readonly changes: PartyChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws NotFound, Stale, NotPermitted, SessionFull, OverSafeNumber, AlreadyRegistered, PartyTooLarge, InvalidInput,
   * RegistrationCancelled, SessionCancelled or SessionOver.
   */
  async change(
    tx: Tx,
    { actor, reach }: Clerk,
    id: string,
    expected: Expected,
    { reason, tell, overCapacity, ...change }: RegistrationChange,
  ): Promise<void> {
    const locked = await this.registrar.lockWithin(tx, reach, id, { spaces: change.spaces !== undefined });
    const { registration } = locked;
    expectVersion(expected, registration.version);
    // Guests, spaces and answers are exchanged as a whole: who does not see what is there would lose it.
    const unseen = change.guests ?? change.spaces ?? change.answers ?? change.accessNeeds;
    const readdressed = isReaddressed(registration.contactEmail, change.contact?.email);
    if (unseen !== undefined || readdressed) mustMay(actor, 'registrations:sensitive', registration.eventId);
    if (overCapacity) mustMay(actor, 'capacity:override', registration.eventId);
    const next = this.changes.byTeam(locked, change);
    if (next) await this.registrar.change(tx, locked, next, { by: actor, reason, tell, overCapacity });
  }

  /**
   * To another session of the event or another pool, whatever the pool is for; to where the party is already it changes
   * nothing. Throws NotFound, NotPermitted, SessionFull, OverSafeNumber, AlreadyRegistered, RegistrationCancelled,
   * NotYetConfirmed, SessionCancelled or SessionOver.
   */
  async move(tx: Tx, { actor, reach }: Clerk, id: string, { overCapacity, ...to }: RegistrationMove): Promise<void> {
    const sessionId = to.sessionId.toLowerCase();
    const poolId = to.poolId?.toLowerCase() ?? (await findPublicPool(tx, sessionId));
    const locked = await this.registrar.lockWithin(tx, reach, id, { otherPools: poolId === undefined ? [] : [poolId] });
    const { registration } = locked;
    const facts = await findSessionFacts(tx, sessionId);
    if (!facts || facts.eventId !== registration.eventId) throw new NotFound('session');
    const pool = poolId && locked.pools.get(poolId);
    if (!pool || pool.sessionId !== sessionId) throw new NotFound('pool');
    if (isForSpaces(pool.audience)) throw new PoolForSpaces();
    if (overCapacity) mustMay(actor, 'capacity:override', facts.eventId);
    mustBeConfirmed(registration);
    mustBeAhead(facts, this.clock.now());
    if (registration.poolId === pool.id) return;
    const wish = { by: actor, reason: to.reason, tell: to.tell, overCapacity };
    await this.registrar.move(tx, locked, { pool, facts }, wish);
  }
}

/** Whether mail goes to another address from now on: it brings the link that opens everything its holder has said. */
export function isReaddressed(before: string | null, after: string | null | undefined): boolean {
  return after !== undefined && after !== null && after !== before;
}

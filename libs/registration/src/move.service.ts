import { Injectable } from '@nestjs/common';
import type { RegistrationView } from '#contracts';
import { Database, inOne, type Tx } from '#database';
import { Clock, NotFound } from '#kernel';
import { type LockedRegistration, mustBeConfirmed, wasCalledOff } from './locked-registration.js';
import { attendee, Registrar } from './registrar.service.js';
import { windowRefusal } from './register-rules.js';
import { TooLate } from './registration.errors.js';
import { RegistrationViews } from './registration-views.service.js';
import { findPublicPool, findSessionFacts } from './registrations.queries.js';
import { changesUntil, type SessionFacts } from './session-facts.js';

/** Moves a party to another session of its event: takes the new places before it gives back the old. */
@Injectable()
export class MoveService {
  constructor(
    private readonly database: Database,
    private readonly registrar: Registrar,
    private readonly views: RegistrationViews,
    private readonly clock: Clock,
  ) {}

  /**
   * Reference, ticket codes and calendar UID stay. Out of a session that was called off there is always the way to
   * another, though its places are gone. Throws SessionFull, NoWheelchairSpace,
   * NoCompanionPlace or InvalidInput (somebody needs a wheelchair space and there are none) and keeps the old places, or
   * TooLate, SessionCancelled, RegistrationClosed, NotFound, AlreadyRegistered, RegistrationCancelled.
   */
  async move(id: string, sessionId: string, run = inOne(this.database)): Promise<RegistrationView> {
    return run((tx) => this.moveIn(tx, id, sessionId));
  }

  private async moveIn(tx: Tx, id: string, sessionId: string): Promise<RegistrationView> {
    const poolId = await findPublicPool(tx, sessionId);
    if (!poolId) throw new NotFound('session');
    const locked = await this.registrar.lock(tx, id, { otherPools: [poolId] });
    const { registration } = locked;
    const facts = await findSessionFacts(tx, sessionId);
    if (!facts || facts.eventId !== registration.eventId) throw new NotFound('session');
    this.mustBeMovable(locked, facts);
    if (registration.sessionId === sessionId) return this.views.of(registration, facts);
    const to = { pool: locked.pools.get(poolId)!, pools: locked.pools, facts };
    const wish = { by: attendee(id) };
    const moved = wasCalledOff(registration)
      ? await this.registrar.restore(tx, registration, to, wish)
      : await this.registrar.move(tx, locked, to, wish);
    return this.views.of(moved, facts);
  }

  private mustBeMovable({ registration, facts }: LockedRegistration, to: SessionFacts): void {
    if (!wasCalledOff(registration)) mustBeConfirmed(registration);
    const until = changesUntil(facts);
    if (this.clock.now() >= until && !facts.cancelled) throw new TooLate(until);
    const stays = registration.sessionId === to.sessionId && registration.state === 'confirmed';
    const refusal = stays ? undefined : windowRefusal(to, this.clock.now());
    if (refusal) throw refusal;
  }
}

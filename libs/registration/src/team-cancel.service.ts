import { Injectable } from '@nestjs/common';
import { isForSpaces } from '#admission';
import type { RegistrationCancelling, RegistrationConfirming, RegistrationRestoring } from '#contracts';
import type { Tx } from '#database';
import { Clock, NotFound } from '#kernel';
import { mustMay } from '#staff';
import type { Clerk } from './clerk.js';
import { mustBeAhead } from './register-rules.js';
import { Registrar } from './registrar.service.js';
import { PoolForSpaces, RegistrationCancelled, SessionCancelled, TooManyPlaces } from './registration.errors.js';

/** Whether a party comes at all, as somebody of the team is told: by telephone, in a letter, at the gates. */
@Injectable()
export class TeamCancel {
  constructor(
    private readonly registrar: Registrar,
    private readonly clock: Clock,
  ) {}

  /**
   * Some of the places or all; what is not confirmed yet too. Giving up what is given up already
   * changes nothing. Throws NotFound, TooManyPlaces or, for some of the party only, SessionCancelled.
   */
  async cancel(
    tx: Tx,
    { actor, reach }: Clerk,
    id: string,
    { places, ...wish }: RegistrationCancelling,
  ): Promise<void> {
    const locked = await this.registrar.lockWithin(tx, reach, id);
    const { registration, facts } = locked;
    if (registration.state === 'cancelled') return;
    const leaving = places ?? registration.partySize;
    if (leaving > registration.partySize) throw new TooManyPlaces(registration.partySize);
    if (facts.cancelled && leaving < registration.partySize) throw new SessionCancelled();
    await this.registrar.giveUp(tx, locked, leaving, { by: actor, ...wish });
  }

  /**
   * Undoes a cancellation if the places are left, here or in another pool of the session. What is confirmed already stays
   * as it is. Throws NotFound, NotPermitted, SessionFull, OverSafeNumber, AlreadyRegistered, SessionCancelled or
   * SessionOver.
   */
  async restore(
    tx: Tx,
    { actor, reach }: Clerk,
    id: string,
    { poolId, ...wish }: RegistrationRestoring,
  ): Promise<void> {
    const wanted = poolId?.toLowerCase();
    const locked = await this.registrar.lockWithin(tx, reach, id, { otherPools: wanted === undefined ? [] : [wanted] });
    const { registration, facts } = locked;
    if (wish.overCapacity) mustMay(actor, 'capacity:override', registration.eventId);
    if (registration.state !== 'cancelled') return;
    mustBeAhead(facts, this.clock.now());
    const pool = locked.pools.get(wanted ?? registration.poolId);
    if (pool?.sessionId !== registration.sessionId) throw new NotFound('pool');
    if (isForSpaces(pool.audience)) throw new PoolForSpaces();
    await this.registrar.restore(tx, registration, { pool, facts, pools: locked.pools }, { by: actor, ...wish });
  }

  /**
   * In place of the link that confirms: somebody rang. What has expired is taken anew. Throws NotFound, HoldEnded,
   * RegistrationCancelled, AlreadyRegistered, SessionCancelled or SessionOver.
   */
  async confirm(tx: Tx, { actor, reach }: Clerk, id: string, wish: RegistrationConfirming): Promise<void> {
    const locked = await this.registrar.lockWithin(tx, reach, id);
    const { registration, facts } = locked;
    if (registration.state === 'confirmed') return;
    mustBeAhead(facts, this.clock.now());
    if (registration.state === 'cancelled' && registration.cancelledBy !== 'expiry') throw new RegistrationCancelled();
    await this.registrar.confirm(tx, locked, { by: actor, ...wish });
  }
}

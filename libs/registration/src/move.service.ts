import { Injectable } from '@nestjs/common';
import { Admission } from '#admission';
import type { RegistrationView } from '#contracts';
import { brokenConstraint, Database, type Tx } from '#database';
import { Clock, NotFound } from '#kernel';
import { revised } from './change.js';
import { Links } from './links.js';
import { type LockedRegistration, lockRegistration, mustBeConfirmed } from './locked-registration.js';
import { inOne } from './keyed-transaction.service.js';
import { NoticeQueue } from './notice-queue.service.js';
import { windowRefusal } from './register-rules.js';
import { Registration } from './registration.entity.js';
import { AlreadyRegistered, SessionFull, TooLate } from './registration.errors.js';
import { viewOf } from './registration-view.js';
import { findAlternatives, findPublicPool, findSessionFacts } from './registrations.queries.js';
import { changesUntil, type SessionFacts } from './session-facts.js';
import { uniqueWithin } from './new-registration.js';

/** Moves a party to another session of its event: takes the new places before it gives back the old. */
@Injectable()
export class MoveService {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
    private readonly notices: NoticeQueue,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  /**
   * Reference, ticket codes and calendar UID stay. Throws SessionFull and keeps the old places, or
   * TooLate, SessionCancelled, RegistrationClosed, NotFound, AlreadyRegistered, RegistrationCancelled.
   */
  async move(id: string, sessionId: string, run = inOne(this.database)): Promise<RegistrationView> {
    return run(async (tx) => {
      try {
        return await this.moveIn(tx, id, sessionId);
      } catch (error) {
        if (brokenConstraint(error) === 'registrations_one_per_address') throw new AlreadyRegistered({ told: false });
        throw error;
      }
    });
  }

  private async moveIn(tx: Tx, id: string, sessionId: string): Promise<RegistrationView> {
    const poolId = await findPublicPool(tx, sessionId);
    if (!poolId) throw new NotFound('session');
    const locked = await lockRegistration(tx, this.admission, id, [poolId]);
    const { registration } = locked;
    const facts = await findSessionFacts(tx, sessionId);
    if (!facts || facts.eventId !== registration.eventId) throw new NotFound('session');
    this.mustBeMovable(locked, facts);
    if (registration.sessionId === sessionId) return viewOf(registration, facts, this.links);
    await this.takeThenGiveBack(tx, locked, poolId, facts);
    const moved = revised({ ...registration, sessionId, poolId, uniqueWithin: uniqueWithin(facts) }, this.clock.now());
    await tx.save(Registration, moved);
    await this.notices.putChange(tx, moved);
    return viewOf(moved, facts, this.links);
  }

  private mustBeMovable({ registration, facts }: LockedRegistration, to: SessionFacts): void {
    mustBeConfirmed(registration);
    const until = changesUntil(facts);
    if (this.clock.now() >= until && !facts.cancelled) throw new TooLate(until);
    const refusal = registration.sessionId === to.sessionId ? undefined : windowRefusal(to, this.clock.now());
    if (refusal) throw refusal;
  }

  private async takeThenGiveBack(tx: Tx, locked: LockedRegistration, poolId: string, to: SessionFacts): Promise<void> {
    const { partySize } = locked.registration;
    const pool = locked.pools.get(poolId)!;
    const [granted] = this.admission.take(tx, pool, [partySize]);
    if (!granted) {
      const alternatives = await findAlternatives(tx, to, partySize, this.clock.now());
      throw new SessionFull(pool.places - pool.taken, alternatives);
    }
    await this.admission.giveBack(tx, locked.pool, partySize);
  }
}

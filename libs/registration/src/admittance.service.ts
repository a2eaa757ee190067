import { Injectable } from '@nestjs/common';
import type { RegisterBody } from '#contracts';
import type { Tx } from '#database';
import { Clock, type DomainError } from '#kernel';
import { type Newcomer, newRegistration } from './new-registration.js';
import { mustBeAhead, refusalOf } from './register-rules.js';
import { type Destination, Registrar, type Wish } from './registrar.service.js';
import type { Registration } from './registration.entity.js';
import { findLive, findSessionFacts, type KnownRegistration } from './registrations.queries.js';
import { Sealing, sensitiveAmong } from './sealing.service.js';
import type { SessionFacts } from './session-facts.js';

/** The way in for parties who do not just come: their places are kept for them already, by whoever calls this. */
@Injectable()
export class Admittance {
  constructor(
    private readonly registrar: Registrar,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** What decides about a session; undefined while its event is a draft. True as long as its pools are locked. */
  facts(tx: Tx, sessionId: string): Promise<SessionFacts | undefined> {
    return findSessionFacts(tx, sessionId);
  }

  /** Why a party cannot come however many places there are: the window, its size, its answers, its consent. */
  refusal(facts: SessionFacts, body: Omit<RegisterBody, 'sessionId'>): DomainError | undefined {
    return refusalOf(facts, { ...body, sessionId: facts.sessionId }, this.clock.now());
  }

  /** For the team, who keep no window. Throws SessionCancelled or SessionOver. */
  mustBeAhead(facts: SessionFacts): void {
    mustBeAhead(facts, this.clock.now());
  }

  /** What these addresses have already, where one more of them in the session would be one too many. */
  known(tx: Tx, sessionId: string, emailKeys: readonly string[]): Promise<KnownRegistration[]> {
    return findLive(tx, sessionId, emailKeys);
  }

  /**
   * Makes the registration of a party whose places are taken already, confirmed: by a link that we mailed to its address,
   * or by the team. With the confirmation and its calendar entry. Throws AlreadyRegistered.
   */
  async admit(tx: Tx, to: Destination, newcomer: Newcomer, wish: Wish): Promise<Registration> {
    const facts: SessionFacts = { ...to.facts, confirmation: 'immediate' };
    const row = newRegistration(facts, to.pool, newcomer, this.clock.now());
    const sealed = this.sealing.seal(row, sensitiveAmong(facts.questions));
    await this.registrar.admit(tx, sealed, wish);
    return sealed;
  }
}

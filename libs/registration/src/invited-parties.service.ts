import { Injectable } from '@nestjs/common';
import type { LockedPool } from '#admission';
import { emailKey, type RegisterBody, type RegistrationReceipt, type RegistrationSource } from '#contracts';
import type { Tx } from '#database';
import { Clock, type DomainError, InvalidInput } from '#kernel';
import { Links } from './links.js';
import { newRegistration, type Newcomer } from './new-registration.js';
import { receiptOf } from './receipt.js';
import { consentRefusal, mustBeAhead, partyRefusal } from './register-rules.js';
import { attendee, Registrar, type Wish } from './registrar.service.js';
import { Registration } from './registration.entity.js';
import { RegistrationClosed } from './registration.errors.js';
import { findLive, findSessionFacts } from './registrations.queries.js';
import { Sealing, sensitiveAmong } from './sealing.service.js';
import { registrationWindow, type SessionFacts } from './session-facts.js';

/** A party that comes by an invitation to `allowed` people. */
export interface InvitedParty {
  readonly body: Newcomer['body'];
  readonly allowed: number;
  readonly source: RegistrationSource;
}

/** Lets in those whom an invitation has given places to: confirmed at once, and bound by what the invitation allows. */
@Injectable()
export class InvitedParties {
  constructor(
    private readonly registrar: Registrar,
    private readonly sealing: Sealing,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  /** What decides about the session, as it is under the locks of the transaction; undefined while its event is a draft. */
  facts(tx: Tx, sessionId: string): Promise<SessionFacts | undefined> {
    return findSessionFacts(tx, sessionId);
  }

  /** Until when invited people answer for themselves: as long as anybody might take places of the session. */
  answersUntil({ closesAt, startsAt }: SessionFacts): Date {
    return closesAt && closesAt < startsAt ? closesAt : startsAt;
  }

  /** Whether answers are still taken: from guests until the deadline, by the team until the end. Throws SessionCancelled, RegistrationClosed or SessionOver. */
  mustBeAnswerable(facts: SessionFacts, source: RegistrationSource): void {
    const now = this.clock.now();
    mustBeAhead(facts, now);
    if (isOwn(source) && registrationWindow(facts, now) === 'closed') throw new RegistrationClosed();
  }

  /** Throws PartyTooLarge or InvalidInput. */
  mustFit(facts: SessionFacts, { body, allowed, source }: InvitedParty): void {
    const refusal: DomainError | undefined =
      spacesRefusal(body) ??
      partyRefusal({ ...facts, partyLimit: allowed }, body) ??
      (isOwn(source) ? consentRefusal(facts, body) : undefined);
    if (refusal) throw refusal;
  }

  /**
   * The registration of a party whose places in the pool are taken already. An address that is known here takes no
   * invitation's places away, and nobody is told that it is known: then it has one registration more. Throws
   * AlreadyRegistered if the same address has come at the same moment; done again, it is known.
   */
  async admit(
    tx: Tx,
    facts: SessionFacts,
    pool: LockedPool,
    party: InvitedParty,
    wish: Partial<Wish>,
  ): Promise<Registration> {
    const { body, allowed: partyAllowed, source } = party;
    const key = body.contact.email === undefined ? null : emailKey(body.contact.email);
    const known = key === null ? [] : await findLive(tx, facts.sessionId, [key]);
    const row = newRegistration(facts, pool, { body, emailKey: key, source, partyAllowed }, this.clock.now());
    const placed = known.length > 0 ? { ...row, uniqueWithin: row.id } : row;
    const sealed = this.sealing.seal(placed, sensitiveAmong(facts.questions));
    await this.registrar.admit(tx, sealed, { by: attendee(row.id), ...wish });
    return sealed;
  }

  /** Another number of people is allowed now; never fewer than there are. */
  async allow(tx: Tx, { id, eventId }: Registration, partyAllowed: number): Promise<void> {
    await tx.update(Registration, { id, eventId }, { partyAllowed });
  }

  receiptOf(row: Registration): RegistrationReceipt {
    return receiptOf(row, this.links);
  }
}

/** What guests do for themselves, and nobody of the team for them. */
export function isOwn(source: RegistrationSource): boolean {
  return source === 'web' || source === 'api';
}

/** The places of an invitation are seats; who has them says next who of the party needs a space, by the link they get. */
function spacesRefusal({ spaces = [] }: Newcomer['body']): DomainError | undefined {
  if (spaces.length === 0) return undefined;
  const detail = 'Please answer the invitation first, and then say who needs a space by changing the registration.';
  return new InvalidInput([{ pointer: '/spaces', code: 'spaces_after_accepting', detail }]);
}

export type InvitedBody = Pick<RegisterBody, 'partySize' | 'guests' | 'accessNeeds' | 'answers' | 'consent'>;

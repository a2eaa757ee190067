import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool } from '#admission';
import type { Tx } from '#database';
import { Clock, DomainError, NotFound } from '#kernel';
import { Alternatives } from './alternatives.js';
import { firstNotice, holdEnd, newRegistration, type Registrant, standIn } from './new-registration.js';
import { NoticeQueue } from './notice-queue.service.js';
import { refusalOf } from './register-rules.js';
import type { Registration } from './registration.entity.js';
import { AlreadyRegistered, InvitationRequired, SessionFull } from './registration.errors.js';
import {
  findLive,
  findSessionFacts,
  insertRegistrations,
  type KnownRegistration,
  type LiveRegistration,
  renewHolds,
} from './registrations.queries.js';
import type { SessionFacts } from './session-facts.js';

/** A registration that was made; `known` for an address that had places in an event which hides that. */
export type Settled =
  | { readonly registration: Registration }
  | {
      readonly known: LiveRegistration;
      readonly sessionId: string;
      readonly partySize: number;
      readonly heldUntil: Date;
      readonly createdAt: Date;
    };

export type Settlement = Settled | DomainError;

/** Gives places to the registrants of one session, in order of arrival, inside one transaction. */
@Injectable()
export class RegistrationSettlement {
  constructor(
    private readonly admission: Admission,
    private readonly notices: NoticeQueue,
    private readonly clock: Clock,
  ) {}

  /** Places, rows and confirmation jobs commit together or not at all. No address may be twice among the registrants. */
  async settle(tx: Tx, sessionId: string, registrants: readonly Registrant[]): Promise<Settlement[]> {
    // Carried out in this order: what is read, is read under the lock.
    const [pool, facts, found] = await Promise.all([
      this.admission.lockPublic(tx, sessionId),
      findSessionFacts(tx, sessionId),
      findLive(
        tx,
        sessionId,
        registrants.map(({ emailKey }) => emailKey),
      ),
    ]);
    if (!facts) return registrants.map(() => new NotFound('session'));
    if (!pool) return registrants.map(() => new InvitationRequired());
    const now = this.clock.now();
    const refusals = registrants.map(({ body }) => refusalOf(facts, body, now));
    const known = knownAmong(registrants, found);
    for (const [index, one] of registrants.entries()) if (refusals[index]) known.delete(one);
    const parties = registrants
      .filter((one, index) => !refusals[index] && takesPlaces(facts, known.get(one)))
      .map((one) => ({ one, known: known.get(one) }));
    const granted = this.admission.take(
      tx,
      pool,
      parties.map(({ one }) => one.body.partySize),
    );
    const admitted = parties.filter((_, index) => granted[index]);
    const free = pool.places - pool.taken - sum(admitted.map(({ one }) => one.body.partySize));
    const made = await this.insert(tx, facts, pool, admitted);
    const alternatives = new Alternatives(tx, facts, this.clock.now());
    const results: Settlement[] = [];
    for (const [index, one] of registrants.entries()) {
      const served = refusals[index] ?? made.get(one) ?? this.knownAlready(facts, one, known.get(one), free);
      results.push(served ?? new SessionFull(free, await alternatives.for(one.body.partySize)));
    }
    await this.remind(
      tx,
      [...known].filter(([one]) => made.has(one) || mayLearn(facts, one, free)).map(([, live]) => live),
    );
    return results;
  }

  /** Mails the links of what an address has already; places that wait for their link are held as long as the answer says. */
  private async remind(tx: Tx, known: readonly LiveRegistration[]): Promise<void> {
    if (known.length > 0) {
      const ids = known.map(({ id }) => id);
      await renewHolds(tx, ids, holdEnd(this.clock.now()));
    }
    await this.notices.putLinks(tx, known);
  }

  /** What an address hears that has places here, or undefined where it is to hear that there are too few. */
  private knownAlready(
    { confirmation, sessionId }: SessionFacts,
    { body: { partySize } }: Registrant,
    known: LiveRegistration | undefined,
    free: number,
  ): Settlement | undefined {
    if (!known) return undefined;
    if (confirmation === 'immediate') return new AlreadyRegistered({ told: true });
    if (partySize > free) return undefined;
    const createdAt = this.clock.now();
    return { known, sessionId, partySize, heldUntil: holdEnd(createdAt), createdAt };
  }

  private async insert(
    tx: Tx,
    facts: SessionFacts,
    pool: LockedPool,
    parties: readonly Party[],
  ): Promise<Map<Registrant, Settled>> {
    if (parties.length === 0) return new Map();
    const now = this.clock.now();
    const rows = parties.map(({ one, known }) => {
      const row = newRegistration(facts, pool, one, now);
      return known ? standIn(row, known) : row;
    });
    insertRegistrations(tx, rows);
    await this.notices.put(tx, rows.filter(({ standsInFor }) => standsInFor === null).map(firstNotice));
    return new Map(parties.map(({ one }, index) => [one, { registration: rows[index]! }]));
  }
}

/** Somebody who gets places if they fit; `known` if only a stand-in holds them. */
interface Party {
  readonly one: Registrant;
  readonly known: KnownRegistration | undefined;
}

/**
 * New addresses take places. So does, where nobody may learn who is registered, an address that is:
 * otherwise what is left would fall for new addresses only. Once for each address, known or new.
 */
function takesPlaces({ confirmation }: SessionFacts, known: KnownRegistration | undefined): boolean {
  return !known || (confirmation === 'by-email' && !known.held);
}

/** Nobody is mailed because a stranger was told "full". */
function mayLearn(facts: SessionFacts, { body }: Registrant, free: number): boolean {
  return facts.confirmation === 'immediate' || body.partySize <= free;
}

/** What those of the registrants have already who are known by their address. */
function knownAmong(
  registrants: readonly Registrant[],
  live: readonly KnownRegistration[],
): Map<Registrant, KnownRegistration> {
  if (live.length === 0) return new Map();
  const byKey = new Map(live.map((one) => [one.emailKey, one]));
  return new Map(
    registrants.flatMap((one) => {
      const known = byKey.get(one.emailKey);
      return known ? [[one, known] as const] : [];
    }),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

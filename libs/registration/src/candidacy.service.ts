import { Injectable } from '@nestjs/common';
import type { LockedPool } from '#admission';
import type { RegisterBody } from '#contracts';
import type { Tx } from '#database';
import { Clock, NotFound } from '#kernel';
import { stillAsked } from './answers.js';
import { type Newcomer, newRegistration } from './new-registration.js';
import { consentRefusal, mustBeAhead, partyRefusal } from './register-rules.js';
import { Registrar, type Wish } from './registrar.service.js';
import { findLive, findSessionFacts } from './registrations.queries.js';
import { Sealing, sensitiveAmong } from './sealing.service.js';
import type { SessionFacts } from './session-facts.js';

/**
 * What became of it: its registration; or its address `has` places already, or only holds some and may yet let them go;
 * or there is nothing to come to, because the session was called off or is over.
 */
export type Admitted = { readonly registrationId: string } | 'has' | 'holds' | 'called-off';

/** People who have no places yet, judged by the rules that they would have them by, and given them later. */
@Injectable()
export class Candidacy {
  constructor(
    private readonly registrar: Registrar,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound, SessionCancelled, SessionOver, PartyTooLarge or InvalidInput. Answers how the event confirms. */
  async judge(tx: Tx, sessionId: string, body: Asking): Promise<SessionFacts['confirmation']> {
    const facts = await this.judgeFor(tx, sessionId, body);
    const refusal = consentRefusal(facts, body);
    if (refusal) throw refusal;
    return facts.confirmation;
  }

  /** For somebody who rang or wrote, of whom no consent is asked. Throws what `judge` throws. */
  async judgeFor(tx: Tx, sessionId: string, body: Asking): Promise<SessionFacts> {
    const facts = await findSessionFacts(tx, sessionId);
    if (!facts) throw new NotFound('session');
    mustBeAhead(facts, this.clock.now());
    const refusal = partyRefusal(facts, body);
    if (refusal) throw refusal;
    return facts;
  }

  /**
   * Makes registrations of parties whose places in the pool are taken already, with what is told to them. An address
   * that registers at the same moment in another session of the event breaks `registrations_one_per_address` at the
   * commit, and the whole is to be done again.
   */
  async admit(tx: Tx, pool: LockedPool, parties: readonly Newcomer[], wish: Wish): Promise<Admitted[]> {
    const facts = await findSessionFacts(tx, pool.sessionId);
    if (!facts || facts.cancelled || facts.endsAt <= this.clock.now()) return parties.map(() => 'called-off');
    const keys = parties.flatMap(({ emailKey }) => emailKey ?? []);
    const found = await findLive(tx, pool.sessionId, keys);
    const live = new Map<string | null, string>(found.map((one) => [one.emailKey, one.state]));
    const sensitive = sensitiveAmong(facts.questions);
    const rowOf = (party: Newcomer) =>
      this.sealing.seal(newRegistration(facts, pool, asked(party, facts), this.clock.now()), sensitive);
    const newcomers = parties.filter(({ emailKey }) => !live.has(emailKey));
    const made = new Map(newcomers.map((party) => [party, rowOf(party)]));
    await this.registrar.makeAll(tx, [...made.values()], wish);
    return parties.map((party) => {
      const row = made.get(party);
      if (row) return { registrationId: row.id };
      return live.get(party.emailKey) === 'unverified' ? 'holds' : 'has';
    });
  }
}

/** What a party says of itself that decides whether it could come. */
type Asking = Pick<RegisterBody, 'partySize' | 'guests' | 'answers' | 'consent'>;

/** Without answers to questions that are not asked any more. */
function asked(party: Newcomer, { questions }: SessionFacts): Newcomer {
  const { body } = party;
  const guests = body.guests?.map((guest) => ({ ...guest, answers: stillAsked(guest.answers, questions) }));
  return { ...party, body: { ...body, answers: stillAsked(body.answers, questions), ...(guests && { guests }) } };
}

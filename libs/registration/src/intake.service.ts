import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool, openPlaces } from '#admission';
import { emailKey, type ImportParty, type OverriddenRule } from '#contracts';
import type { Tx } from '#database';
import { Clock, DomainError, NotFound } from '#kernel';
import { newRegistration, uniqueWithin } from './new-registration.js';
import { mustBeAhead, partyRefusal, setAside } from './register-rules.js';
import { Registrar, type Wish } from './registrar.service.js';
import { AddressTwice, AlreadyRegistered, PlacesByBallot, SessionFull } from './registration.errors.js';
import { findLive, findPublicPools, findSessionFacts } from './registrations.queries.js';
import { Sealing, sensitiveAmong } from './sealing.service.js';
import type { SessionFacts } from './session-facts.js';

export interface IntakeRules {
  /** Rules for parties that the team sets aside. */
  readonly override: readonly OverriddenRule[];
}

/** A session that parties want to come to, and how it stands. */
interface Ground {
  readonly pool: LockedPool;
  readonly facts: SessionFacts;
  /** Why nobody comes in here at all. */
  readonly closed: DomainError | undefined;
  /** The registrations that addresses have already, where one more would be one too many. */
  readonly known: ReadonlyMap<string, string>;
  free: number;
}

type Verdict = DomainError | undefined;

/**
 * Takes places for many parties at once, as the team takes them for one: public places, whatever the window, confirmed
 * at once. One list, one transaction: what is refused is refused for itself, in the order of the list.
 */
@Injectable()
export class Intake {
  constructor(
    private readonly admission: Admission,
    private readonly registrar: Registrar,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** What each of them would be refused with at this moment. Nothing is locked and nothing taken. */
  async judge(tx: Tx, eventId: string, parties: readonly ImportParty[], rules: IntakeRules): Promise<Verdict[]> {
    const grounds = await this.grounds(tx, eventId, parties, (ids) => this.admission.look(tx, ids));
    return judged(parties, grounds, rules);
  }

  /**
   * Makes registrations of all that are not refused. An address that registers at the same moment in another session of
   * the event breaks `registrations_one_per_address` at the commit, and the whole is to be done again.
   */
  async admit(
    tx: Tx,
    eventId: string,
    parties: readonly ImportParty[],
    { override, ...wish }: IntakeRules & Wish,
  ): Promise<Verdict[]> {
    const grounds = await this.grounds(tx, eventId, parties, (ids) => this.admission.lock(tx, ids));
    const verdicts = judged(parties, grounds, { override });
    const admitted = parties.filter((_, index) => verdicts[index] === undefined);
    for (const [sessionId, { pool }] of grounds) {
      const sizes = admitted.filter((party) => party.sessionId === sessionId).map(({ partySize }) => partySize);
      this.admission.take(tx, pool, sizes);
    }
    const now = this.clock.now();
    const rows = admitted.map((party) => {
      const { facts, pool } = grounds.get(party.sessionId)!;
      const row = newRegistration(facts, pool, { body: party, emailKey: keyOf(party), source: 'import' }, now);
      return this.sealing.seal(row, sensitiveAmong(facts.questions));
    });
    await this.registrar.makeAll(tx, rows, wish);
    return verdicts;
  }

  /** By session. What is read, is read under the locks, if `see` takes them. */
  private async grounds(
    tx: Tx,
    eventId: string,
    parties: readonly ImportParty[],
    see: (poolIds: readonly string[]) => Promise<ReadonlyMap<string, LockedPool>>,
  ): Promise<Map<string, Ground>> {
    const bySession = Map.groupBy(parties, ({ sessionId }) => sessionId);
    const poolIds = await findPublicPools(tx, eventId, [...bySession.keys()]);
    const pools = await see([...poolIds.values()]);
    const now = this.clock.now();
    const grounds = new Map<string, Ground>();
    for (const [sessionId, its] of bySession) {
      const pool = pools.get(poolIds.get(sessionId) ?? '');
      const facts = pool && (await findSessionFacts(tx, sessionId));
      if (!facts) continue;
      const live = await findLive(
        tx,
        sessionId,
        its.map(keyOf).filter((key) => key !== null),
      );
      const known = new Map(live.map(({ emailKey: key, id }) => [key, id]));
      grounds.set(sessionId, { pool, facts, known, closed: refusalIn(facts, now), free: openPlaces(pool) });
    }
    return grounds;
  }
}

function judged(parties: readonly ImportParty[], grounds: Map<string, Ground>, { override }: IntakeRules): Verdict[] {
  const first = new Map<string, number>();
  return parties.map((party, index) => {
    const ground = grounds.get(party.sessionId);
    if (!ground) return new NotFound('session');
    const { facts, closed, known } = ground;
    const refusal = closed ?? partyRefusal(setAside(facts, override), party);
    if (refusal) return refusal;
    const key = keyOf(party);
    const address = `${uniqueWithin(facts)} ${key}`;
    if (key !== null && first.has(address)) return new AddressTwice(first.get(address)!);
    if (key !== null && known.has(key)) return new AlreadyRegistered({ told: false, registrationId: known.get(key)! });
    if (ground.pool.ballotId !== null) return new PlacesByBallot(ground.pool.ballotId);
    if (party.partySize > ground.free) return new SessionFull(ground.free, [], ground.facts.waitingList);
    ground.free -= party.partySize;
    if (key !== null) first.set(address, index);
    return undefined;
  });
}

function keyOf({ contact: { email } }: ImportParty): string | null {
  return email === undefined ? null : emailKey(email);
}

function refusalIn(facts: SessionFacts, now: Date): Verdict {
  try {
    mustBeAhead(facts, now);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

import { Injectable } from '@nestjs/common';
import { Admission, isForSpaces, type LockedPool, spacePoolsOf } from '#admission';
import { emailKey, type NewRegistration } from '#contracts';
import type { Tx } from '#database';
import { Clock, NotFound } from '#kernel';
import { mustMay, type Reach } from '#staff';
import type { Clerk } from './clerk.js';
import { newRegistration } from './new-registration.js';
import { Notes } from './notes.service.js';
import { mustBeAhead, partyRefusal, setAside } from './register-rules.js';
import { type Destination, Registrar } from './registrar.service.js';
import type { Registration } from './registration.entity.js';
import { AlreadyRegistered, EventNotPublished, PoolForSpaces } from './registration.errors.js';
import { findEventOf, findLive, findPublicPool, findSessionFacts } from './registrations.queries.js';
import { Sealing, sensitiveAmong } from './sealing.service.js';
import { countAsked, placedAnew } from './spaces.js';

/**
 * Takes places for people who rang, wrote or came. The team is not bound by the window of registration or by consent,
 * and may name rules for parties to set aside; what it takes is confirmed at once.
 */
@Injectable()
export class TeamRegister {
  constructor(
    private readonly admission: Admission,
    private readonly registrar: Registrar,
    private readonly sealing: Sealing,
    private readonly notes: Notes,
    private readonly clock: Clock,
  ) {}

  /**
   * Answers the id. Throws NotFound, EventNotPublished, SessionCancelled, SessionOver, PartyTooLarge, InvalidInput,
   * SessionFull, NoWheelchairSpace, NoCompanionPlace, AlreadyRegistered, or NotPermitted and OverSafeNumber where it goes over the capacity.
   */
  async register(tx: Tx, { actor, reach }: Clerk, body: NewRegistration): Promise<string> {
    const to = await this.lock(tx, body, reach);
    const { facts } = to;
    if (body.overCapacity) mustMay(actor, 'capacity:override', facts.eventId);
    mustBeAhead(facts, this.clock.now());
    const refusal = partyRefusal(setAside(facts, body.override), body);
    if (refusal) throw refusal;
    const row = await this.rowOf(tx, body, to);
    await this.registrar.make(tx, row, to, { by: actor, tell: body.tell, overCapacity: body.overCapacity });
    for (const note of body.notes ?? []) await this.notes.write(tx, actor, row, note);
    return row.id;
  }

  /** The facts are read under the lock of the pool: whoever changes a session locks its pools first. */
  private async lock(tx: Tx, body: NewRegistration, reach: Reach): Promise<Required<Destination>> {
    const { sessionId, poolId, spaces = [] } = body;
    const event = await findEventOf(tx, sessionId);
    if (!event || !reach.covers(event.id)) throw new NotFound('session');
    if (event.status === 'draft') throw new EventNotPublished();
    const wanted = poolId?.toLowerCase() ?? (await findPublicPool(tx, sessionId));
    const pools = wanted && (await this.lockPools(tx, wanted, spaces.length > 0));
    const pool = pools && pools.get(wanted);
    if (!pool || pool.sessionId !== sessionId.toLowerCase()) throw new NotFound('pool');
    if (isForSpaces(pool.audience)) throw new PoolForSpaces();
    const facts = await findSessionFacts(tx, sessionId);
    if (!facts) throw new NotFound('session');
    return { pool, pools, facts };
  }

  private lockPools(tx: Tx, poolId: string, withSpaces: boolean): Promise<ReadonlyMap<string, LockedPool>> {
    return withSpaces ? this.admission.lockWithSpaces(tx, [poolId]) : this.admission.lock(tx, [poolId]);
  }

  private async rowOf(
    tx: Tx,
    body: NewRegistration,
    { pool, pools, facts }: Required<Destination>,
  ): Promise<Registration> {
    const key = body.contact.email === undefined ? null : emailKey(body.contact.email);
    const [known] = key === null ? [] : await findLive(tx, facts.sessionId, [key]);
    if (known) throw new AlreadyRegistered({ told: false, registrationId: known.id });
    const elsewhere = placedAnew(countAsked(body.spaces ?? []), spacePoolsOf(pools.values(), facts.sessionId));
    const party = { body, emailKey: key, source: body.source };
    const row = newRegistration(facts, pool, party, this.clock.now(), elsewhere);
    return this.sealing.seal(row, sensitiveAmong(facts.questions));
  }
}

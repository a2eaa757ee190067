import { Injectable } from '@nestjs/common';
import type { LockedPool } from '#admission';
import { Changes, type NewChange } from '#changes';
import type { Tx } from '#database';
import { Clock, DomainError, NotFound } from '#kernel';
import { Alternatives } from './alternatives.js';
import { firstNotice, holdEnd, newRegistration, type Registrant, standIn } from './new-registration.js';
import { NoticeQueue } from './notice-queue.service.js';
import { refusalOf } from './register-rules.js';
import type { Registration } from './registration.entity.js';
import { AlreadyRegistered, CodeUnknown, InvitationRequired, PlacesByBallot } from './registration.errors.js';
import {
  findLive,
  findSessionFacts,
  insertRegistrations,
  type KnownRegistration,
  type LiveRegistration,
  renewHolds,
} from './registrations.queries.js';
import type { Room } from './room.js';
import { Rooms, type Way } from './rooms.service.js';
import { Sealing, sensitiveAmong } from './sealing.service.js';
import type { SessionFacts } from './session-facts.js';
import { refusalFor } from './shortage.js';

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

/** Gives places to registrants who come the same way into one session, in order of arrival, inside one transaction. */
@Injectable()
export class RegistrationSettlement {
  constructor(
    private readonly rooms: Rooms,
    private readonly notices: NoticeQueue,
    private readonly changes: Changes,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** Places, rows and confirmation jobs commit together or not at all. No address may be twice among the registrants. */
  async settle(tx: Tx, way: Way, registrants: readonly Registrant[]): Promise<Settlement[]> {
    // Carried out in this order: what is read, is read under the lock.
    const { sessionId } = way;
    const opening = this.rooms.open(
      tx,
      way,
      registrants.map(({ body }) => body),
    );
    // A code is looked up first, and everything else is read when its pool is locked.
    if (way.poolCode !== undefined) await opening;
    const [room, facts, found] = await Promise.all([
      opening,
      findSessionFacts(tx, sessionId),
      findLive(
        tx,
        sessionId,
        registrants.map(({ emailKey }) => emailKey),
      ),
    ]);
    if (!facts) return registrants.map(() => new NotFound('session'));
    if (!room)
      return registrants.map(() => (way.poolCode === undefined ? new InvitationRequired() : new CodeUnknown()));
    const now = this.clock.now();
    const refusals = registrants.map(
      ({ body }) => refusalOf(facts, body, now) ?? ballotRefusal(room.pool) ?? room.refusalOf(body),
    );
    const known = knownAmong(registrants, found);
    for (const [index, one] of registrants.entries()) if (refusals[index]) known.delete(one);
    const parties = registrants
      .filter((one, index) => !refusals[index] && takesPlaces(facts, known.get(one)))
      .map((one) => ({ one, known: known.get(one) }));
    const wants = parties.map(({ one }) => room.usageOf(one.body));
    const granted = this.rooms.take(tx, room, wants);
    const admitted = parties.filter((_, index) => granted[index]);
    const made = await this.insert(tx, facts, room, admitted);
    const alternatives = new Alternatives(tx, facts, this.clock.now());
    const results: Settlement[] = [];
    for (const [index, one] of registrants.entries()) {
      const served = refusals[index] ?? made.get(one) ?? this.knownAlready(facts, one, known.get(one), room);
      results.push(served ?? (await this.tooFew(room, one, alternatives, facts)));
    }
    await this.remind(
      tx,
      [...known].filter(([one]) => made.has(one) || mayLearn(facts, one, room)).map(([, live]) => live),
    );
    return results;
  }

  /** Who waits, waits for public places. */
  private async tooFew(
    room: Room,
    { body }: Registrant,
    alternatives: Alternatives,
    facts: SessionFacts,
  ): Promise<DomainError> {
    const used = room.codeRefusalOf(body);
    if (used) return used;
    const waitingList = facts.waitingList && room.pool.codeId === null;
    return refusalFor(room.shortageFor(body)!, await alternatives.for(body), { waitingList });
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
    { body }: Registrant,
    known: LiveRegistration | undefined,
    room: Room,
  ): Settlement | undefined {
    if (!known) return undefined;
    if (confirmation === 'immediate') return new AlreadyRegistered({ told: true });
    if (!room.holds(body)) return undefined;
    const createdAt = this.clock.now();
    return { known, sessionId, partySize: body.partySize, heldUntil: holdEnd(createdAt), createdAt };
  }

  private async insert(
    tx: Tx,
    facts: SessionFacts,
    room: Room,
    parties: readonly Party[],
  ): Promise<Map<Registrant, Settled>> {
    if (parties.length === 0) return new Map();
    const now = this.clock.now();
    const sensitive = sensitiveAmong(facts.questions);
    const rows = parties.map(({ one, known }) => {
      const made = newRegistration(facts, room.pool, one, now, room.elsewhere(one.body));
      const row = { ...made, poolCodeId: room.pool.codeId };
      return this.sealing.seal(known ? standIn(row, known) : row, sensitive);
    });
    insertRegistrations(tx, rows);
    const made = rows.filter(({ standsInFor }) => standsInFor === null);
    this.changes.put(tx, made.map(making));
    await this.notices.put(tx, made.flatMap(firstNotice));
    return new Map(parties.map(({ one }, index) => [one, { registration: rows[index]! }]));
  }
}

function ballotRefusal({ ballotId }: LockedPool): DomainError | undefined {
  return ballotId === null ? undefined : new PlacesByBallot(ballotId);
}

function making({ id: subjectId, eventId }: Registration): NewChange {
  return { kind: 'registration.made', subjectId, eventId };
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
function mayLearn(facts: SessionFacts, { body }: Registrant, room: Room): boolean {
  return facts.confirmation === 'immediate' || room.holds(body);
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

import { Injectable } from '@nestjs/common';
import { Admission, type Override } from '#admission';
import { brokenConstraint, type Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import { type Actor, AuditTrail, type Deed, type Reach } from '#staff';
import { amended, revised } from './change.js';
import { type LockedRegistration, lockRegistration, type WhatElse } from './locked-registration.js';
import { firstNotice, holdEnd, uniqueWithin } from './new-registration.js';
import { NoticeQueue } from './notice-queue.service.js';
import { type Destination, NOBODY, PartyPlaces } from './party-places.service.js';
import { Registration } from './registration.entity.js';
import { AlreadyRegistered } from './registration.errors.js';
import { insertRegistrations } from './registrations.queries.js';
import type { SessionFacts } from './session-facts.js';
import { usageOf } from './spaces.js';

export type { Destination } from './party-places.service.js';

/** At whose wish something is done, and what goes with it. */
export interface Wish {
  readonly by: Actor;
  readonly reason?: string | undefined;
  /** Whether the party is mailed; it is, if left out. */
  readonly tell?: boolean | undefined;
  /** Places are taken whether or not they are there, for this reason; who may wish that is the caller's to know. */
  readonly overCapacity?: { readonly reason: string } | undefined;
}

/** The holder of a manage link. Who that is stands in the registration, and nowhere else. */
export function attendee(registrationId: string): Actor {
  return { kind: 'attendee', id: registrationId, name: 'attendee', address: null };
}

/**
 * Carries out what becomes of a registration: places, row, what its people are told and the note of who did it, in
 * the transaction that has locked it. It asks neither who may nor until when; its callers do, and differ in that alone.
 */
@Injectable()
export class Registrar {
  constructor(
    private readonly admission: Admission,
    private readonly notices: NoticeQueue,
    private readonly audit: AuditTrail,
    private readonly places: PartyPlaces,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound; see `lockRegistration`. */
  lock(tx: Tx, id: string, also?: WhatElse): Promise<LockedRegistration> {
    return lockRegistration(tx, this.admission, id, also);
  }

  /** The same for the team: what is out of reach answers as if it did not exist. */
  async lockWithin(tx: Tx, reach: Reach, id: string, also?: WhatElse): Promise<LockedRegistration> {
    if (!isId(id)) throw new NotFound('registration');
    const locked = await this.lock(tx, id, also);
    reach.mustCover(locked.registration.eventId, 'registration');
    return locked;
  }

  /**
   * The row of a party, with its places. Throws SessionFull, NoWheelchairSpace, NoCompanionPlace, OverSafeNumber or
   * AlreadyRegistered.
   */
  async make(tx: Tx, row: Registration, to: Destination, wish: Wish): Promise<void> {
    await this.places.take(tx, to, NOBODY, row, beyond(wish));
    await this.admit(tx, row, wish);
  }

  /** The row of a party whose places are taken already: they were offered or promised to it. Throws AlreadyRegistered. */
  async admit(tx: Tx, row: Registration, wish: Wish): Promise<void> {
    await oneForEachAddress(() => tx.insert(Registration, row));
    this.note(tx, 'registration.made', undefined, row, wish);
    if (tells(wish)) await this.notices.putConfirmation(tx, row);
  }

  /** The rows of many parties, whose places are taken already. What the database refuses of them, the commit throws. */
  async makeAll(tx: Tx, rows: readonly Registration[], wish: Wish): Promise<void> {
    insertRegistrations(tx, rows);
    this.audit.record(tx, wish.by, ...rows.map((row) => deedOf('registration.made', undefined, row, wish)));
    if (tells(wish)) await this.notices.put(tx, rows.flatMap(firstNotice));
  }

  /** Makes it what the change has made of it. Throws what `make` throws. */
  async change(tx: Tx, locked: LockedRegistration, next: Registration, wish: Wish): Promise<Registration> {
    const { registration: before } = locked;
    await this.places.take(tx, locked, usageOf(before), next, beyond(wish));
    await this.places.giveBack(tx, locked, next);
    const held = next.state === 'unverified' && next.emailKey !== before.emailKey;
    const after = held ? { ...next, heldUntil: holdEnd(this.clock.now()) } : next;
    await this.write(tx, 'registration.changed', before, after, wish);
    if (tells(wish)) await this.tellChange(tx, before, after);
    return after;
  }

  /**
   * Takes the new places before it gives back the old. To another pool of the same session nothing changes for the
   * party, so it hears nothing. Throws what `make` throws, or InvalidInput where somebody needs a wheelchair space and
   * the other session has none.
   */
  async move(tx: Tx, locked: LockedRegistration, to: Destination, wish: Wish): Promise<Registration> {
    const { registration: before, pools } = locked;
    const stays = to.facts.sessionId === before.sessionId;
    const there = { pools, ...to };
    const placed = { ...(stays ? before : this.places.placedIn(before, there)), ...placeIn(before, to) };
    await this.places.take(tx, there, usageOf(before), placed, beyond(wish));
    await this.places.giveBack(tx, locked, placed);
    const after = stays ? amended(placed, this.clock.now()) : revised(placed, this.clock.now());
    await this.write(tx, 'registration.moved', before, after, wish);
    if (!stays && tells(wish)) await this.notices.putChange(tx, after);
    return after;
  }

  /** Nothing changes but the entry in the guest's calendar, which is sent once more so as to be there again. */
  async inviteAgain(tx: Tx, { registration }: LockedRegistration, wish: Wish): Promise<Registration> {
    const invited = revised(registration, this.clock.now());
    await this.write(tx, 'registration.kept', registration, invited, wish);
    await this.notices.putConfirmation(tx, invited);
    return invited;
  }

  /** Some places of the party, or all of them. Whose they are where it has not said so, says `staying`. */
  async giveUp(tx: Tx, locked: LockedRegistration, people: number, wish: Wish): Promise<Registration> {
    return people === locked.registration.partySize
      ? this.giveUpAll(tx, locked, wish)
      : this.giveUpSome(tx, locked, people, wish);
  }

  /** Confirms what is held; what has expired is taken anew. Throws HoldEnded, NoWheelchairSpace, NoCompanionPlace or AlreadyRegistered. */
  async confirm(tx: Tx, locked: LockedRegistration, wish: Wish): Promise<Registration> {
    const { registration } = locked;
    const held = registration.state === 'cancelled' ? await this.places.takeAgain(tx, locked) : registration;
    const now = this.clock.now();
    const confirmed = { ...amended(held, now), ...confirmedAt(now) };
    await this.write(tx, 'registration.confirmed', registration, confirmed, wish);
    await this.notices.putConfirmation(tx, confirmed);
    return confirmed;
  }

  /**
   * Undoes a cancellation. It is the same registration, so its UID stays and its SEQUENCE goes on: what a CANCEL took
   * out of a calendar, a REQUEST with a higher SEQUENCE puts back (RFC 5546 §2.1.4). Who registers anew is another
   * registration with a UID of its own. Out of a session that was called off it may lead to another one. Throws
   * what `move` throws.
   */
  async restore(tx: Tx, before: Registration, to: Destination, wish: Wish): Promise<Registration> {
    const now = this.clock.now();
    const placed = { ...this.places.placedIn(revised(before, now), to), ...placeIn(before, to) };
    await this.places.take(tx, to, NOBODY, placed, beyond(wish));
    const restored = { ...placed, ...confirmedAt(before.confirmedAt ?? now) };
    await this.write(tx, 'registration.restored', before, restored, wish);
    if (tells(wish)) await this.notices.putConfirmation(tx, restored);
    return restored;
  }

  private async giveUpAll(tx: Tx, locked: LockedRegistration, wish: Wish): Promise<Registration> {
    const before = locked.registration;
    await this.places.giveBack(tx, locked);
    const now = this.clock.now();
    const cancelledBy = wish.by.kind === 'attendee' ? 'attendee' : 'team';
    const given = {
      ...revised(before, now),
      state: 'cancelled',
      heldUntil: null,
      cancelledAt: now,
      cancelledBy,
    } as const;
    await this.write(tx, 'registration.cancelled', before, given, wish);
    if (tells(wish) && before.state === 'confirmed') await this.notices.putCancellation(tx, given);
    return given;
  }

  private async giveUpSome(tx: Tx, locked: LockedRegistration, leaving: number, wish: Wish): Promise<Registration> {
    const before = locked.registration;
    const smaller = revised(this.places.smaller(locked, leaving), this.clock.now());
    await this.places.giveBack(tx, locked, smaller);
    await this.write(tx, 'registration.changed', before, smaller, wish);
    if (tells(wish)) await this.tellChange(tx, before, smaller);
    return smaller;
  }

  /** What is not confirmed yet has no news but the link that confirms it, which goes to its new address. */
  private async tellChange(tx: Tx, before: Registration, after: Registration): Promise<void> {
    const readdressed = after.emailKey !== before.emailKey;
    if (after.state === 'unverified') {
      if (readdressed) await this.notices.putFirst(tx, after);
      return;
    }
    await this.notices.putChange(tx, after);
    if (readdressed) await this.notices.putAddressChanged(tx, before);
  }

  private async write(tx: Tx, kind: string, before: Registration, after: Registration, wish: Wish): Promise<void> {
    await oneForEachAddress(() => tx.save(Registration, after));
    this.note(tx, kind, before, after, wish);
  }

  private note(tx: Tx, kind: string, before: Registration | undefined, after: Registration, wish: Wish): void {
    this.audit.record(tx, wish.by, deedOf(kind, before, after, wish));
  }
}

function deedOf(kind: string, before: Registration | undefined, after: Registration, wish: Wish): Deed {
  const { id: subjectId, eventId } = after;
  const reason = wish.reason ?? wish.overCapacity?.reason;
  return { kind, subjectId, eventId, before: before && noted(before), after: noted(after), reason };
}

/** Who was let in beside another registration of their address stays so. */
function keptWithin({ id, uniqueWithin: before }: Registration, facts: SessionFacts): string {
  return before === id ? id : uniqueWithin(facts);
}

function placeIn(before: Registration, { facts, pool }: Destination) {
  // In another pool nobody is by the code of the first.
  const poolCodeId = pool.id === before.poolId ? before.poolCodeId : null;
  return { sessionId: facts.sessionId, poolId: pool.id, poolCodeId, uniqueWithin: keptWithin(before, facts) };
}

function beyond({ by, overCapacity }: Wish): Override | undefined {
  return overCapacity && { actor: by, reason: overCapacity.reason };
}

function tells({ tell = true }: Wish): boolean {
  return tell;
}

function confirmedAt(moment: Date) {
  return { state: 'confirmed', heldUntil: null, confirmedAt: moment, cancelledAt: null, cancelledBy: null } as const;
}

/** Throws AlreadyRegistered where the index of addresses refuses what is written. */
async function oneForEachAddress(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (brokenConstraint(error) === 'registrations_one_per_address') throw new AlreadyRegistered({ told: false });
    throw error;
  }
}

/** What the audit trail compares. */
function noted(registration: Registration) {
  const { state, sessionId, poolId, partySize, contactName, contactEmail, contactPhone } = registration;
  const { accessNeeds, answers, places, cancelledBy, source, bounceReason } = registration;
  const contact = { contactName, contactEmail, contactPhone, bounceReason };
  return { state, sessionId, poolId, partySize, ...contact, accessNeeds, answers, places, cancelledBy, source };
}

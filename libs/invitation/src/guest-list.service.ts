import { Injectable } from '@nestjs/common';
import { Admission, lockSession } from '#admission';
import type { InvitationChange, NewInvitation } from '#contracts';
import type { Tx } from '#database';
import { expectVersion, isId, newId, NotFound } from '#kernel';
import { EventCancelled, SessionCancelled } from '#programme';
import { InvitedParties, isReaddressed, Registrar } from '#registration';
import { type Asked, mustMay, type Reach } from '#staff';
import { AlreadyInvited, InvitationAnswered, PartyHolds } from './invitation.errors.js';
import { Invitation } from './invitation.entity.js';
import { InvitationNotes } from './invitation-notes.service.js';
import { type By, InvitationRecords } from './invitation-records.service.js';
import { findSameGuest } from './invitations.queries.js';
import { type LockedInvitation, lockInvitation, mustStand } from './locked-invitation.js';
import { promise } from './promises.js';

type Guest = Omit<NewInvitation, 'send'>;

/** Who is invited: the guest list as the team writes it. An invitation promises its places from the moment it is there. */
@Injectable()
export class GuestList {
  private readonly keys;

  constructor(
    private readonly admission: Admission,
    registrar: Registrar,
    private readonly parties: InvitedParties,
    private readonly records: InvitationRecords,
    private readonly notes: InvitationNotes,
  ) {
    this.keys = { admission, registrar, parties };
  }

  /** Throws NotFound, EventCancelled, SessionCancelled, AlreadyInvited, AlreadyReleased, PoolWaitedFor or PoolPromised. */
  async add(tx: Tx, by: By, reach: Reach, wish: Guest): Promise<Invitation> {
    const { pool } = await this.ground(tx, wish, reach);
    const { partySize = 1, overPromise, language = 'en', note, ...guest } = wish;
    const { email = null, salutation = null, title = null, organisation = null, precedence = null } = guest;
    const of = { eventId: pool.eventId, sessionId: pool.sessionId, poolId: pool.id };
    const same = await findSameGuest(tx, { ...of, name: guest.name, email });
    if (same) throw new AlreadyInvited(same);
    await promise(tx, this.admission, pool, partySize, overPromise);
    const id = newId();
    return this.records.make(
      tx,
      { ...by, reason: overPromise?.reason },
      {
        ...{ id, ...of, state: 'pending', name: guest.name, email, salutation, title, organisation, precedence },
        ...{ language, partySize, sealedNote: this.notes.seal(id, note), deputyOf: null, registrationId: null },
        ...{ answeredAt: null, source: null, acceptances: 0, calledOffAt: null, sentAt: null },
      },
    );
  }

  /**
   * What is left out stays. Throws NotFound, Stale, NotPermitted, InvitationWithdrawn, InvitationAnswered, PartyHolds,
   * AlreadyReleased, PoolWaitedFor or PoolPromised.
   */
  async change(tx: Tx, by: By, { id, expected, reach }: Asked, change: InvitationChange): Promise<Invitation> {
    const { overPromise, note, poolId, partySize, ...about } = change;
    const to = poolId?.toLowerCase();
    const locked = await lockInvitation(tx, this.keys, within(id), to === undefined ? [] : [to]);
    const { invitation } = locked;
    reach.mustCover(invitation.eventId, 'invitation');
    expectVersion(expected, invitation.version);
    mustStand(locked);
    // Who does not see what is noted would write over it; and once there is a party, the link opens what it has said.
    const opens = locked.party !== undefined && isReaddressed(invitation.email, about.email);
    if (note !== undefined || opens) mustMay(by.actor, 'registrations:sensitive', invitation.eventId);
    const size = partySize ?? invitation.partySize;
    const pool = await this.place(tx, locked, to ?? invitation.poolId, size, overPromise);
    const sealed = note === undefined ? {} : { sealedNote: this.notes.seal(invitation.id, note) };
    const given = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
    const next = { ...given, ...sealed, poolId: pool, partySize: size };
    return this.records.change(tx, { ...by, reason: overPromise?.reason }, invitation, 'changed', next);
  }

  /** Promises as many places as are meant now, where they are meant to be; answers the pool. */
  private async place(
    tx: Tx,
    locked: LockedInvitation,
    to: string,
    size: number,
    overPromise: { readonly reason: string } | undefined,
  ): Promise<string> {
    const { invitation, state, pool, party } = locked;
    const target = locked.pools.get(to);
    if (target?.sessionId !== invitation.sessionId) throw new NotFound('pool');
    if (target.id !== pool.id) {
      if (state !== 'pending') throw new InvitationAnswered(state as 'accepted');
      await this.admission.takeBackPromise(tx, pool, invitation.partySize);
      await promise(tx, this.admission, target, size, overPromise);
      return target.id;
    }
    const more = size - invitation.partySize;
    if (state === 'pending' && more > 0 && !pool.released) await promise(tx, this.admission, pool, more, overPromise);
    if (state === 'pending' && more < 0) await this.admission.takeBackPromise(tx, pool, -more);
    if (state === 'accepted' && party && more !== 0) {
      const { registration } = party;
      if (size < registration.partySize) throw new PartyHolds(registration.partySize);
      await this.parties.allow(tx, registration, size);
    }
    return pool.id;
  }

  private async ground(tx: Tx, { sessionId, poolId }: Guest, reach: Reach) {
    const { session, event, pools } = await lockSession(tx, sessionId, reach);
    if (event.status === 'cancelled') throw new EventCancelled();
    if (session.status === 'cancelled') throw new SessionCancelled();
    const pool = pools.find(({ id }) => id === poolId.toLowerCase());
    if (!pool) throw new NotFound('pool');
    return { pool };
  }
}

/** Throws NotFound for what is no id. */
export function within(id: string): string {
  if (!isId(id)) throw new NotFound('invitation');
  return id.toLowerCase();
}

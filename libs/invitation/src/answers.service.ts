import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool, openPlaces } from '#admission';
import type { InvitationAccepting } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import {
  attendee,
  EventNotPublished,
  InvitedParties,
  isOwn,
  Registrar,
  type Registration,
  SessionFull,
  TooLate,
} from '#registration';
import type { Invitation } from './invitation.entity.js';
import { InvitationAnswered, TooManyAcceptances } from './invitation.errors.js';
import { type By, InvitationRecords } from './invitation-records.service.js';
import { findDeputy } from './invitations.queries.js';
import { type LockedInvitation, lockInvitation, mustStand } from './locked-invitation.js';

/** So often may guests accept by themselves, having changed their mind in between. */
const MOST_ACCEPTANCES = 5;

/** An answer: how it came, and whether its guest is mailed. */
export interface Heard extends By {
  readonly source: NonNullable<Invitation['source']>;
  readonly tell?: boolean | undefined;
}

export interface Accepted {
  readonly invitation: Invitation;
  readonly registration: Registration;
}

/**
 * Yes and no, whoever brings the answer. One invitation has one party at most: the row is locked, so of many answers at
 * once one is the first, and the others find it there.
 */
@Injectable()
export class InvitationAnswers {
  private readonly keys;

  constructor(
    private readonly admission: Admission,
    private readonly registrar: Registrar,
    private readonly parties: InvitedParties,
    private readonly records: InvitationRecords,
    private readonly clock: Clock,
  ) {
    this.keys = { admission, registrar, parties };
  }

  lock(tx: Tx, id: string): Promise<LockedInvitation> {
    return lockInvitation(tx, this.keys, id);
  }

  /**
   * Takes the places. What was promised and is not wanted is the pool's again. Who has declined may come after all, while
   * places are open. Throws InvitationWithdrawn, InvitationAnswered, EventNotPublished, SessionCancelled, SessionOver,
   * RegistrationClosed, TooManyAcceptances, PartyTooLarge, InvalidInput, SessionFull or AlreadyRegistered.
   */
  async accept(tx: Tx, locked: LockedInvitation, heard: Heard, wish: InvitationAccepting): Promise<Accepted> {
    const { invitation, facts } = locked;
    const state = mustStand(locked);
    if (state === 'accepted') throw new InvitationAnswered('accepted');
    if (state === 'deputised') await this.mustHaveNoDeputy(tx, invitation);
    if (!facts) throw new EventNotPublished();
    const party = { body: bodyOf(invitation, wish), allowed: invitation.partySize, source: heard.source };
    this.parties.mustBeAnswerable(facts, heard.source);
    const acceptances = invitation.acceptances + (isOwn(heard.source) ? 1 : 0);
    if (acceptances > MOST_ACCEPTANCES) throw new TooManyAcceptances();
    this.parties.mustFit(facts, party);
    const pool = await this.take(tx, locked, wish.partySize);
    // What guests do for themselves is done by who they will be: the holder of the places.
    const registration = await this.parties.admit(tx, facts, pool, party, {
      ...(!isOwn(heard.source) && { by: heard.actor }),
      ...{ reason: heard.reason, tell: heard.tell },
    });
    const registrationId = registration.id;
    const answered = await this.answered(tx, invitation, heard, 'accepted', { registrationId, acceptances });
    return { invitation: answered, registration };
  }

  /** Gives everything back to the pool. What is declined already stays so. Throws InvitationWithdrawn, InvitationAnswered or TooLate. */
  async decline(tx: Tx, locked: LockedInvitation, heard: Heard): Promise<Invitation> {
    const { invitation } = locked;
    const state = mustStand(locked);
    if (state === 'declined') return invitation;
    // Somebody of the team may have withdrawn the deputy.
    if (state === 'deputised' && (await findDeputy(tx, invitation.id))) throw new InvitationAnswered('deputised');
    const wasTold = await this.giveBack(tx, locked, heard);
    const declined = await this.answered(tx, invitation, heard, 'declined', {});
    if (heard.tell !== false && !wasTold) await this.records.tell(tx, [declined], 'invitation-declined');
    return declined;
  }

  /** Whatever the invitation holds or is promised. Answers whether its guest is told of that by another mail. Throws TooLate. */
  async giveBack(tx: Tx, { invitation, state, pool, party, facts }: LockedInvitation, heard: Heard): Promise<boolean> {
    if (state === 'pending') await this.admission.takeBackPromise(tx, pool, invitation.partySize);
    if (state !== 'accepted' || !party) return false;
    const themselves = isOwn(heard.source);
    if (themselves && facts && this.clock.now() >= facts.startsAt) throw new TooLate(facts.startsAt);
    const by = themselves ? attendee(party.registration.id) : heard.actor;
    const { tell, reason } = heard;
    await this.registrar.giveUp(tx, party, party.registration.partySize, { by, tell, reason });
    return true;
  }

  answered(
    tx: Tx,
    invitation: Invitation,
    heard: Heard,
    state: 'accepted' | 'declined' | 'deputised',
    more: Partial<Invitation>,
  ) {
    const answer = { state, answeredAt: this.clock.now(), source: heard.source, ...more };
    return this.records.change(tx, heard, invitation, state, answer);
  }

  /**
   * Of what was promised, while it is promised; else of what is open, in the pool or where it was released to, and never
   * before those who wait there. Throws SessionFull.
   */
  private async take(
    tx: Tx,
    { invitation, state, pool, pools }: LockedInvitation,
    people: number,
  ): Promise<LockedPool> {
    if (state === 'pending' && !pool.released) {
      if (await this.admission.takePromised(tx, pool, people, invitation.partySize)) return pool;
      throw new SessionFull(Math.max(0, pool.places - pool.taken), []);
    }
    const after = pool.released && pool.releasesTo ? pools.get(pool.releasesTo) : undefined;
    const among = after ? [pool, after] : [pool];
    for (const one of among) if (this.admission.take(tx, one, [people])[0]) return one;
    throw new SessionFull(Math.max(...among.map(openPlaces)), []);
  }

  /** A deputy who has declined, or was withdrawn, leaves the invitation to the guest again. */
  private async mustHaveNoDeputy(tx: Tx, { id }: Invitation): Promise<void> {
    const deputy = await findDeputy(tx, id);
    if (deputy && deputy.state !== 'declined') throw new InvitationAnswered('deputised');
  }
}

/** The guest speaks for the party. Who has given no address may be registered without one. */
function bodyOf({ name, email }: Invitation, { contact = {}, ...body }: InvitationAccepting) {
  const address = contact.email ?? email;
  const reached = { name: contact.name ?? name, ...(address !== null && { email: address }), phone: contact.phone };
  return { ...body, contact: reached };
}

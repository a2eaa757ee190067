import { Injectable } from '@nestjs/common';
import { AlreadyReleased } from '#admission';
import type { InvitationSend } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { EventNotPublished, InvitedParties } from '#registration';
import type { Reach } from '#staff';
import { InvitationAnswers } from './answers.service.js';
import { Deputies } from './deputies.service.js';
import { within } from './guest-list.service.js';
import { InvitationAnswered, NoAddressToInvite } from './invitation.errors.js';
import { type By, InvitationRecords } from './invitation-records.service.js';
import { mustStand } from './locked-invitation.js';

/** One invitation on its way to its guest, and its end. */
@Injectable()
export class InvitationSending {
  constructor(
    private readonly answers: InvitationAnswers,
    private readonly deputies: Deputies,
    private readonly parties: InvitedParties,
    private readonly records: InvitationRecords,
    private readonly clock: Clock,
  ) {}

  /** By mail or in a letter of the team's own, for the first time or again. Throws NotFound, InvitationWithdrawn, InvitationAnswered, NoAddressToInvite, EventNotPublished, SessionCancelled, SessionOver or, for a mail, RegistrationClosed or AlreadyReleased. */
  async send(tx: Tx, by: By, reach: Reach, id: string, way: InvitationSend['by'] = 'mail'): Promise<void> {
    const locked = await this.answers.lock(tx, within(id));
    const { invitation, facts, pool } = locked;
    reach.mustCover(invitation.eventId, 'invitation');
    const state = mustStand(locked);
    if (state !== 'pending') throw new InvitationAnswered(state);
    if (way === 'mail' && invitation.email === null) throw new NoAddressToInvite();
    if (!facts) throw new EventNotPublished();
    // The mail says until when places are kept, and the guest is to answer it.
    this.parties.mustBeAnswerable(facts, way === 'mail' ? 'web' : 'staff');
    if (way === 'mail' && pool.released) throw new AlreadyReleased();
    const sent = await this.records.change(tx, by, invitation, 'sent', { sentAt: this.clock.now() });
    if (way === 'mail') await this.records.tell(tx, [sent], 'invitation');
  }

  /** Throws NotFound or InvitationWithdrawn. */
  async withdraw(tx: Tx, by: By, reach: Reach, id: string, tell: boolean | undefined): Promise<void> {
    const { invitation } = await this.answers.lock(tx, within(id));
    reach.mustCover(invitation.eventId, 'invitation');
    await this.deputies.withdraw(tx, invitation.id, by, tell);
  }
}

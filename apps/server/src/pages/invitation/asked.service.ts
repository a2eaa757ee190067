import { Injectable } from '@nestjs/common';
import { GuestDesk, InvitationLinks } from '#invitation';
import { Clock, NotFound } from '#kernel';
import { WhatsOn } from '#registration';
import type { Asked } from './asked.js';

/** Loads what the link in an invitation opens. */
@Injectable()
export class AskedGuests {
  constructor(
    private readonly links: InvitationLinks,
    private readonly desk: GuestDesk,
    private readonly whatsOn: WhatsOn,
    private readonly clock: Clock,
  ) {}

  /** Throws InvitationLinkNotValid or NotFound. */
  async open(token: string): Promise<Asked> {
    const id = await this.links.open(token);
    const invitation = await this.desk.view(id);
    const event = await this.whatsOn.event(invitation.eventSlug);
    const session = event.sessions.find((one) => one.id === invitation.sessionId);
    if (!session) throw new NotFound('session');
    const inTime = this.clock.now() < new Date(invitation.answersUntil);
    return { invitation, event, session, base: `/invitations/${token}`, open: inTime && session.state !== 'cancelled' };
  }
}

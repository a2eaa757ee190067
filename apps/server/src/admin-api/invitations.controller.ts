import { Body, Param, Query } from '@nestjs/common';
import {
  AdminInvitation,
  AdminInvitationPage,
  InvitationChange,
  InvitationSend,
  InvitationsQuery,
  LetterPreview,
  LetterPreviewBody,
  NewInvitation,
} from '#contracts';
import type { InTransaction, Tx } from '#database';
import { GuestList, InvitationListing, InvitationSending } from '#invitation';
import { InvitationTeller } from '#notices';
import type { Clerk } from '#registration';
import type { Asked as AskedFor, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, AtWork, Reach, Sight } from './access.guard.js';
import { AdminController, AdminGet, AdminPatch, AdminPost } from './operations.js';

const PROMISED =
  'pool_promised: more people than places, unless overPromise says why, already_released: its places have gone, pool_waited_for: parties wait for them';
const TO_SEND = 'event_not_published, session_cancelled, session_over, registration_closed, no_address';

@AdminController('invitations')
export class InvitationsController {
  constructor(
    private readonly guests: GuestList,
    private readonly listing: InvitationListing,
    private readonly sending: InvitationSending,
    private readonly teller: InvitationTeller,
  ) {}

  @AdminGet('invitations', {
    needs: 'registrations:read',
    summary: 'Lists and searches invitations',
    description: 'By precedence the lowest number goes first. To whom a private pool is not named, nobody is in it.',
    answers: [200, 'A page of invitations', AdminInvitationPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: InvitationsQuery }) query: InvitationsQuery,
    @Reach() reach: EventReach,
    @Sight() sight: Clerk['sight'],
  ): Promise<z.infer<typeof AdminInvitationPage>> {
    return this.listing.list(query, reach, sight);
  }

  @AdminGet('invitations/:id', {
    needs: 'registrations:read',
    summary: 'Reads one invitation',
    answers: [200, 'The invitation', AdminInvitation],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach, @Sight() sight: Clerk['sight']): Promise<AdminInvitation> {
    return this.listing.one(id, reach, sight);
  }

  @AdminPost('invitations', {
    needs: 'registrations:write',
    summary: 'Puts somebody on the guest list, and promises them places of a pool',
    description: 'The promise holds until they answer, the invitation is withdrawn or the pool is released.',
    answers: [201, 'The invitation', AdminInvitation],
    refusals: {
      404: 'not_found: there is no such session or pool',
      409: `${PROMISED}, already_invited, session_cancelled, event_cancelled, ${TO_SEND}`,
    },
  })
  make(
    @Body({ schema: NewInvitation }) { send = false, ...body }: NewInvitation,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminInvitation> {
    return run(async (tx) => {
      const { id } = await this.guests.add(tx, clerk, clerk.reach, body);
      if (send) await this.sending.send(tx, clerk, clerk.reach, id);
      return this.after(tx, id, clerk);
    });
  }

  @AdminPatch('invitations/:id', {
    needs: 'registrations:write',
    summary: 'Corrects an invitation, or how many it allows',
    description:
      'What is left out stays as it is. The note needs `registrations:sensitive`, and so does another address once the invitation was accepted: its link opens what the party has said.',
    answers: [200, 'The invitation as it is now', AdminInvitation],
    refusals: {
      409: `${PROMISED}, invitation_withdrawn, invitation_answered: it cannot change its pool any more, party_holds_more`,
    },
  })
  change(
    @Asked() asked: AskedFor,
    @Body({ schema: InvitationChange }) body: InvitationChange,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminInvitation> {
    return run(async (tx) => {
      await this.guests.change(tx, clerk, asked, body);
      return this.after(tx, asked.id, clerk);
    });
  }

  @AdminPost('invitations/:id/send', {
    needs: 'registrations:write',
    summary: 'Sends an invitation, for the first time or again',
    description: 'As long as nobody has answered it. The link is the same each time.',
    answers: [202, 'The invitation; its mail is on its way', AdminInvitation],
    refusals: { 409: `invitation_withdrawn, invitation_answered, ${TO_SEND}, already_released` },
  })
  send(
    @Param('id') id: string,
    @Body({ schema: InvitationSend }) { by }: InvitationSend,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminInvitation> {
    return run(async (tx) => {
      await this.sending.send(tx, clerk, clerk.reach, id, by);
      return this.after(tx, id, clerk);
    });
  }

  @AdminPost('invitations/:id/preview', {
    needs: 'registrations:read',
    summary: 'Shows the letter as this guest would have it',
    description: 'In the words of the event, or in words that are only tried. The link in it is a sample.',
    answers: [200, 'The letter', LetterPreview],
  })
  async preview(
    @Param('id') id: string,
    @Body({ schema: LetterPreviewBody }) body: LetterPreviewBody,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<LetterPreview> {
    return run(async (tx) => {
      await this.listing.one(id, clerk.reach, clerk.sight, tx);
      return this.teller.preview(tx, id, body);
    });
  }

  private after(tx: Tx, id: string, { reach, sight }: Clerk): Promise<AdminInvitation> {
    return this.listing.one(id, reach, sight, tx);
  }
}

import { Body, Query } from '@nestjs/common';
import { InvitationMailed, InvitationMailing, PreviewQuery } from '#contracts';
import type { InTransaction } from '#database';
import { InvitationMailings } from '#invitation';
import type { Clerk } from '#registration';
import { OneTransaction } from '../http/idempotency.js';
import { AtWork } from './access.guard.js';
import { AdminController, AdminPost } from './operations.js';

@AdminController('invitations')
export class InvitationMailingsController {
  constructor(private readonly mailings: InvitationMailings) {}

  @AdminPost('invitation-mailings', {
    needs: 'registrations:write',
    summary: 'Sends, reminds or withdraws many invitations at once',
    description:
      'All in one transaction. With preview=true it only counts; the count sent back as expected keeps it from reaching others. Nobody is reached who has answered.',
    answers: [200, 'How many it reaches', InvitationMailed],
    refusals: {
      404: 'not_found: there is no such event',
      409: 'reach_changed, event_not_published, session_cancelled, session_over, registration_closed',
    },
  })
  mail(
    @Query({ schema: PreviewQuery }) { preview }: PreviewQuery,
    @Body({ schema: InvitationMailing }) body: InvitationMailing,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<InvitationMailed> {
    return run((tx) => this.mailings.many(tx, clerk, body, preview === 'true'));
  }
}

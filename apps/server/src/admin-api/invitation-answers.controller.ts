import { Body, Param } from '@nestjs/common';
import { AdminInvitation, HeardAcceptance, HeardDeputy, HeardRefusal, InvitationWithdrawing } from '#contracts';
import type { InTransaction } from '#database';
import { InvitationListing, InvitationSending, TeamAnswers } from '#invitation';
import type { Clerk } from '#registration';
import { OneTransaction } from '../http/idempotency.js';
import { AtWork } from './access.guard.js';
import { AdminController, AdminPost } from './operations.js';

const STANDS = 'invitation_withdrawn, invitation_answered';
const PAST = 'event_not_published, session_cancelled, session_over';

/** Answers that came by telephone or letter, written down with their source. */
@AdminController('invitations')
export class InvitationAnswersController {
  constructor(
    private readonly answers: TeamAnswers,
    private readonly sending: InvitationSending,
    private readonly listing: InvitationListing,
  ) {}

  @AdminPost('invitations/:id/accept', {
    needs: 'registrations:write',
    summary: 'Notes that a guest comes, and takes their places',
    description:
      'Who has declined may come after all, as long as places are left. Questions that are required must be answered.',
    answers: [200, 'The invitation as it is now', AdminInvitation],
    refusals: {
      409: `${STANDS}, ${PAST}, session_full, already_registered`,
      422: 'party_too_large: more than it allows, question_unanswered',
    },
  })
  accept(
    @Param('id') id: string,
    @Body({ schema: HeardAcceptance }) body: HeardAcceptance,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminInvitation> {
    return this.done(run, clerk, id, (tx) => this.answers.accept(tx, clerk, id, body));
  }

  @AdminPost('invitations/:id/decline', {
    needs: 'registrations:write',
    summary: 'Notes that a guest does not come, and gives their places back to the pool',
    description: 'Places that they have taken by it are given up. What is declined already stays as it is.',
    answers: [200, 'The invitation as it is now', AdminInvitation],
    refusals: { 409: STANDS },
  })
  decline(
    @Param('id') id: string,
    @Body({ schema: HeardRefusal }) body: HeardRefusal,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminInvitation> {
    return this.done(run, clerk, id, (tx) => this.answers.decline(tx, clerk, id, body));
  }

  @AdminPost('invitations/:id/deputise', {
    needs: 'registrations:write',
    summary: 'Notes who comes in the place of a guest',
    description: 'The deputy has an invitation of their own, to what was the guest’s, and is mailed its link.',
    answers: [200, 'The invitation of the guest as it is now', AdminInvitation],
    refusals: { 409: `${STANDS}, no_second_deputy, ${PAST}, session_full` },
  })
  deputise(
    @Param('id') id: string,
    @Body({ schema: HeardDeputy }) body: HeardDeputy,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminInvitation> {
    return this.done(run, clerk, id, (tx) => this.answers.deputise(tx, clerk, id, body));
  }

  @AdminPost('invitations/:id/recall-deputy', {
    needs: 'registrations:write',
    summary: 'Takes back a deputy who has not answered',
    answers: [200, 'The invitation of the guest, which may be answered again', AdminInvitation],
    refusals: { 409: 'invitation_withdrawn, no_deputy_to_recall' },
  })
  recall(
    @Param('id') id: string,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminInvitation> {
    return this.done(run, clerk, id, (tx) => this.answers.recall(tx, clerk, id));
  }

  @AdminPost('invitations/:id/withdraw', {
    needs: 'registrations:write',
    summary: 'Withdraws an invitation: its link ends, and its places are the pool’s again',
    description: 'That of a deputy too. Who has accepted loses the places, and is told.',
    answers: [200, 'The invitation as it is now', AdminInvitation],
    refusals: { 409: 'invitation_withdrawn' },
  })
  withdraw(
    @Param('id') id: string,
    @Body({ schema: InvitationWithdrawing }) { reason, tell }: InvitationWithdrawing,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminInvitation> {
    const by = { actor: clerk.actor, reason };
    return this.done(run, clerk, id, (tx) => this.sending.withdraw(tx, by, clerk.reach, id, tell));
  }

  private done(
    run: InTransaction,
    { reach, sight }: Clerk,
    id: string,
    deed: (tx: Parameters<Parameters<InTransaction>[0]>[0]) => Promise<unknown>,
  ): Promise<AdminInvitation> {
    return run(async (tx) => {
      await deed(tx);
      return this.listing.one(id, reach, sight, tx);
    });
  }
}

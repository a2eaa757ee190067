import { Body, Param } from '@nestjs/common';
import { NewStaffMember, StaffMemberView } from '#contracts';
import type { InTransaction } from '#database';
import type { Expected } from '#kernel';
import { type Caller as AdminCaller, Invitations } from '#staff';
import { OneTransaction } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { Caller } from './access.guard.js';
import { Nothing } from './nothing.js';
import { AdminController, AdminDelete, AdminPost } from './operations.js';

const NEEDS = { needs: 'staff:write', everywhere: true } as const;
const BEYOND = 'beyond_own_permissions: they have, or would have, more than you';

@AdminController('staff')
export class StaffInvitationsController {
  constructor(private readonly invitations: Invitations) {}

  @AdminPost('staff', {
    ...NEEDS,
    summary: 'Invites a colleague by mail',
    description: 'The link in the mail is valid for seven days and works once.',
    answers: [201, 'The invited member', StaffMemberView],
    refusals: { 403: BEYOND, 409: 'already_member' },
  })
  invite(
    @Body({ schema: NewStaffMember }) body: NewStaffMember,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<StaffMemberView> {
    return run((tx) => this.invitations.invite(tx, caller, body));
  }

  @AdminPost('staff/:id/resend-invitation', {
    ...NEEDS,
    summary: 'Mails a new invitation in place of the one before',
    answers: [200, 'The invited member', StaffMemberView],
    refusals: { 403: BEYOND, 409: 'wrong_state: accepted already, or disabled' },
  })
  resend(
    @Param('id') id: string,
    @Body({ schema: Nothing }) _: Nothing,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<StaffMemberView> {
    return run((tx) => this.invitations.resend(tx, caller, id));
  }

  @AdminDelete('staff/:id', {
    ...NEEDS,
    summary: 'Withdraws an invitation that was not accepted',
    description: 'The link in the mail is dead, and the account is gone. Whoever has accepted is disabled instead.',
    answers: [204, 'It is withdrawn'],
    refusals: { 403: BEYOND, 409: 'wrong_state: accepted already, or disabled' },
  })
  withdraw(
    @Param('id') id: string,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<void> {
    return run((tx) => this.invitations.withdraw(tx, caller, id, expected));
  }
}

import { Body, Param, Query } from '@nestjs/common';
import { PageQuery, StaffDisabling, StaffMemberChange, StaffMemberView, StaffPage } from '#contracts';
import type { InTransaction } from '#database';
import type { Expected } from '#kernel';
import { type Caller as AdminCaller, Members, TeamSessions } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { Caller } from './access.guard.js';
import { Nothing } from './nothing.js';
import { AdminController, AdminGet, AdminPatch, AdminPost } from './operations.js';

const NEEDS = { needs: 'staff:write', everywhere: true } as const;
const BEYOND = 'beyond_own_permissions: they have, or would have, more than you';

@AdminController('staff')
export class StaffController {
  constructor(
    private readonly members: Members,
    private readonly sessions: TeamSessions,
  ) {}

  @AdminGet('staff', {
    ...NEEDS,
    summary: 'Lists the members of the team',
    answers: [200, 'A page of members, newest first; disabled and invited people too', StaffPage],
    refusals: { 422: 'invalid_input' },
  })
  list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.infer<typeof StaffPage>> {
    return this.members.list(query);
  }

  @AdminGet('staff/:id', {
    ...NEEDS,
    summary: 'Reads one member of the team',
    answers: [200, 'The member', StaffMemberView],
  })
  one(@Param('id') id: string): Promise<StaffMemberView> {
    return this.members.one(id);
  }

  @AdminPatch('staff/:id', {
    ...NEEDS,
    summary: 'Changes what a member of the team may do',
    description: 'What is left out stays as it is; grants are replaced as a whole.',
    answers: [200, 'The member as they are now', StaffMemberView],
    refusals: { 403: BEYOND, 409: 'last_owner' },
  })
  change(
    @Param('id') id: string,
    @Body({ schema: StaffMemberChange }) body: StaffMemberChange,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<StaffMemberView> {
    return run((tx) => this.members.change(tx, caller, id, expected, body));
  }

  @AdminPost('staff/:id/disable', {
    ...NEEDS,
    summary: 'Disables an account and ends its sessions',
    answers: [200, 'The member as they are now', StaffMemberView],
    refusals: { 403: BEYOND, 409: 'last_owner' },
  })
  disable(
    @Param('id') id: string,
    @Body({ schema: StaffDisabling }) { reason }: StaffDisabling,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<StaffMemberView> {
    return run((tx) => this.members.disable(tx, caller, id, reason));
  }

  @AdminPost('staff/:id/enable', {
    ...NEEDS,
    summary: 'Enables an account that was disabled',
    answers: [200, 'The member as they are now', StaffMemberView],
    refusals: { 403: BEYOND },
  })
  enable(
    @Param('id') id: string,
    @Body({ schema: Nothing }) _: Nothing,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<StaffMemberView> {
    return run((tx) => this.members.enable(tx, caller, id));
  }

  @AdminPost('staff/:id/end-sessions', {
    ...NEEDS,
    summary: 'Signs a member of the team out everywhere',
    answers: [204, 'They are signed out'],
    refusals: { 403: BEYOND },
  })
  endSessions(
    @Param('id') id: string,
    @Body({ schema: Nothing }) _: Nothing,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<void> {
    return run(async (tx) => {
      await this.members.take(tx, caller, id);
      await this.sessions.endAll(tx, caller, id);
    });
  }
}

import { Body, Param, Query } from '@nestjs/common';
import { BulkActions, BulkBeginning } from '#bulk';
import {
  BulkActionPage,
  BulkActionsQuery,
  BulkActionView,
  BulkPreview,
  BulkPreviewBody,
  NewBulkAction,
} from '#contracts';
import type { InTransaction } from '#database';
import type { Clerk } from '#registration';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, AtWork, Caller, Reach } from './access.guard.js';
import { AdminController, AdminGet, AdminPost } from './operations.js';

const NO_EVENT = 'not_found: there is no such event, or no such session or pool in it';

@AdminController('bulk actions')
export class BulkActionsController {
  constructor(
    private readonly beginning: BulkBeginning,
    private readonly actions: BulkActions,
  ) {}

  @AdminPost('bulk-actions/preview', {
    needs: 'registrations:write',
    summary: 'Counts the registrations that a bulk action would be for',
    answers: [200, 'How many there are now, and the newest few of them', BulkPreview],
    refusals: { 404: NO_EVENT },
  })
  preview(
    @Body({ schema: BulkPreviewBody }) { filter }: BulkPreviewBody,
    @Reach() reach: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<BulkPreview> {
    return run((tx) => this.beginning.preview(tx, filter, reach));
  }

  @AdminPost('bulk-actions', {
    needs: 'registrations:write',
    summary: 'Begins to do the same to many registrations',
    description:
      'Resends, cancels, moves or notes, each as if it were asked for alone. Which they are is settled at once; then they are done one after the other in the background, where this can be watched and stopped. Resending needs `messages:write` as well.',
    answers: [202, 'The bulk action, which has begun', BulkActionView],
    refusals: {
      403: 'forbidden: resending needs `messages:write` as well',
      404: NO_EVENT,
      409: 'count_changed: there are others than expected, too_many_registrations',
    },
  })
  begin(
    @Body({ schema: NewBulkAction }) body: NewBulkAction,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<BulkActionView> {
    return run(async (tx) => {
      const { id } = await this.beginning.begin(tx, clerk, body);
      return this.actions.one(id, clerk.reach, tx);
    });
  }

  @AdminGet('bulk-actions', {
    needs: 'registrations:write',
    summary: 'Lists what was done to many registrations',
    answers: [200, 'A page of bulk actions, newest first', BulkActionPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: BulkActionsQuery }) query: BulkActionsQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof BulkActionPage>> {
    return this.actions.list(query, reach);
  }

  @AdminGet('bulk-actions/:id', {
    needs: 'registrations:write',
    summary: 'Reads how far a bulk action has got',
    answers: [200, 'The bulk action', BulkActionView],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach): Promise<BulkActionView> {
    return this.actions.one(id, reach);
  }

  @AdminPost('bulk-actions/:id/stop', {
    needs: 'registrations:write',
    summary: 'Stops a bulk action before it is done',
    description: 'What is done stays done. One that has ended stays as it is.',
    answers: [200, 'The bulk action', BulkActionView],
  })
  stop(
    @Asked() asked: AskedFor,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<BulkActionView> {
    return run((tx) => this.actions.stop(tx, caller, asked));
  }
}

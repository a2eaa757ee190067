import { Body, Param, Query } from '@nestjs/common';
import { Cancellation, NoticeProgress, PreviewQuery, Reached } from '#contracts';
import type { InTransaction } from '#database';
import { CallingOff, NoticesTold } from '#registration';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach } from './access.guard.js';
import { AdminController, AdminGet, AdminPost } from './operations.js';

@AdminController('events')
export class EventCancellingController {
  constructor(
    private readonly callingOff: CallingOff,
    private readonly told: NoticesTold,
  ) {}

  @AdminPost('events/:id/cancel', {
    needs: 'programme:write',
    summary: 'Calls an event off with all its sessions and tells everybody',
    description:
      'Each confirmed party gets one mail with the reason that takes the entry out of its calendar. Sessions that are over stay as they were. It cannot be taken back.',
    answers: [200, 'Whom that reaches', Reached],
    refusals: { 409: 'event_cancelled, reach_changed: nothing was done' },
  })
  cancel(
    @Asked() asked: AskedFor,
    @Body({ schema: Cancellation }) body: Cancellation,
    @Query({ schema: PreviewQuery }) { preview }: PreviewQuery,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<Reached> {
    return run(async (tx) =>
      preview === 'true'
        ? { preview: true, ...(await this.callingOff.previewEvent(tx, caller, asked, body)) }
        : { preview: false, ...(await this.callingOff.cancelEvent(tx, caller, asked, body)) },
    );
  }

  @AdminGet('events/:id/notices', {
    needs: 'programme:read',
    summary: 'Shows how far the mails about the last changes of an event have come',
    description: 'Counts the mails that were queued since each of its sessions was last rescheduled or cancelled.',
    answers: [200, 'The counts', NoticeProgress],
  })
  notices(@Param('id') id: string, @Reach() reach: EventReach): Promise<NoticeProgress> {
    return this.told.ofEvent(id, reach);
  }
}

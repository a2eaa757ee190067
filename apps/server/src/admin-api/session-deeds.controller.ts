import { Body, Param, Query } from '@nestjs/common';
import { Cancellation, NoticeProgress, PreviewQuery, ReachedSession, Reschedule } from '#contracts';
import type { InTransaction } from '#database';
import { CallingOff, NoticesTold, Rescheduling, SessionListing } from '#registration';
import { type Asked as AskedFor, type Caller as AdminCaller, Reach as EventReach } from '#staff';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach } from './access.guard.js';
import { AdminController, AdminGet, AdminPost } from './operations.js';

const REFUSED = 'event_cancelled, session_cancelled, session_over, reach_changed: nothing was done';

/** What becomes of a session and has to be told to everybody in it. */
@AdminController('sessions')
export class SessionDeedsController {
  constructor(
    private readonly rescheduling: Rescheduling,
    private readonly callingOff: CallingOff,
    private readonly told: NoticesTold,
    private readonly sessions: SessionListing,
  ) {}

  @AdminPost('sessions/:id/reschedule', {
    needs: 'programme:write',
    summary: 'Moves a session to another time or room and tells everybody',
    description:
      'Each confirmed party gets one mail with the reason and a calendar entry that follows, and so do, without one, those who are invited, wait or are in a ballot. Send what the preview says in reaches, and nothing is done if it is no longer so.',
    answers: [200, 'The session as it is now, and whom that reaches', ReachedSession],
    refusals: { 409: `${REFUSED}, over_safe_number: the venue could not hold all who would be there` },
  })
  reschedule(
    @Asked() asked: AskedFor,
    @Body({ schema: Reschedule }) body: Reschedule,
    @Query({ schema: PreviewQuery }) { preview }: PreviewQuery,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<ReachedSession> {
    return run(async (tx) => {
      const show = () => this.sessions.session(asked.id, asked.reach, sensitiveOf(caller), tx);
      if (preview === 'false') {
        const reached = await this.rescheduling.reschedule(tx, caller, asked, body);
        return { preview: false, ...reached, session: await show() };
      }
      const { reached, shown } = await this.rescheduling.preview(tx, caller, asked, body, show);
      return { preview: true, ...reached, session: shown };
    });
  }

  @AdminPost('sessions/:id/cancel', {
    needs: 'programme:write',
    summary: 'Calls a session off and tells everybody',
    description:
      'All its places are given back, and each confirmed party gets one mail with the reason that takes the entry out of its calendar. Their link still leads to the other times of the event.',
    answers: [200, 'The session as it is now, and whom that reaches', ReachedSession],
    refusals: { 409: REFUSED },
  })
  cancel(
    @Asked() asked: AskedFor,
    @Body({ schema: Cancellation }) body: Cancellation,
    @Query({ schema: PreviewQuery }) { preview }: PreviewQuery,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<ReachedSession> {
    return run(async (tx) => {
      const show = () => this.sessions.session(asked.id, asked.reach, sensitiveOf(caller), tx);
      if (preview === 'false') {
        const reached = await this.callingOff.cancelSession(tx, caller, asked, body);
        return { preview: false, ...reached, session: await show() };
      }
      const { reached, shown } = await this.callingOff.previewSession(tx, caller, asked, body, show);
      return { preview: true, ...reached, session: shown };
    });
  }

  @AdminGet('sessions/:id/notices', {
    needs: 'programme:read',
    summary: 'Shows how far the mails about the last change of a session have come',
    description: 'Counts the mails that were queued since it was last rescheduled or cancelled.',
    answers: [200, 'The counts', NoticeProgress],
  })
  notices(@Param('id') id: string, @Reach() reach: EventReach): Promise<NoticeProgress> {
    return this.told.ofSession(id, reach);
  }
}

function sensitiveOf(caller: AdminCaller): EventReach {
  return caller.reach('registrations:sensitive') ?? new EventReach([]);
}

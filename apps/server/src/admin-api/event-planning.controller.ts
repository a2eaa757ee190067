import { Body, Param, Query } from '@nestjs/common';
import { EventCloning, EventPlanning } from '#admission';
import { AdminEvent, CloneWish, EventClone, PreviewQuery, Publication, Readiness } from '#contracts';
import type { InTransaction } from '#database';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import { OneTransaction } from '../http/idempotency.js';
import { Previewed } from '../http/preview.js';
import { Asked, Caller, Reach } from './access.guard.js';
import { AdminController, AdminGet, AdminPost } from './operations.js';

/** What becomes of an event from one year to the next. */
@AdminController('events')
export class EventPlanningController {
  constructor(
    private readonly planning: EventPlanning,
    private readonly cloning: EventCloning,
  ) {}

  @AdminPost('events/:id/publish', {
    needs: 'programme:write',
    summary: 'Publishes a draft',
    description:
      'Everything that is missing is told at once, in errors. Where its venue would hold more people than its safe number, exceedances say when, by how many and with which sessions (the first twenty times; the forecast has all of them). An owner may publish it all the same, with a reason.',
    answers: [200, 'The event, which everybody can see now', AdminEvent],
    refusals: { 409: 'event_not_draft, not_ready_to_publish, over_safe_number' },
  })
  publish(
    @Asked() asked: AskedFor,
    @Body({ schema: Publication }) body: Publication,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminEvent> {
    return run((tx) => this.planning.publish(tx, caller, asked, body));
  }

  @AdminGet('events/:id/readiness', {
    needs: 'programme:read',
    summary: 'Shows what keeps a draft from being published',
    description: 'All that is missing, and when its venue would hold more people than its safe number.',
    answers: [200, 'What is missing', Readiness],
  })
  readiness(@Param('id') id: string, @Reach() reach: EventReach): Promise<Readiness> {
    return this.planning.readiness(id, reach);
  }

  @AdminPost('events/:id/unpublish', {
    needs: 'programme:write',
    summary: 'Makes a published event a draft again, if nobody is registered',
    answers: [200, 'The draft', AdminEvent],
    refusals: { 409: 'event_not_published, people_registered' },
  })
  unpublish(
    @Asked() asked: AskedFor,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminEvent> {
    return run((tx) => this.planning.unpublish(tx, caller, asked));
  }

  @AdminPost('events/:id/clone', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Copies an event to another year, as a draft',
    description:
      'With its speakers, questions, sessions and pools, as they were planned, its templates of invitations and its rules of reminders; without its guests, registrations and ballots. What a code opened gets a new code. All dates move by the same number of days, and clock times stay. A draft may go over the safe number of its venue; see its readiness. A preview makes nothing and keeps no Idempotency-Key.',
    answers: [201, 'What was made', EventClone],
    refusals: { 409: 'slug_taken' },
  })
  @Previewed(EventClone)
  clone(
    @Param('id') id: string,
    @Body({ schema: CloneWish }) body: CloneWish,
    @Query({ schema: PreviewQuery }) { preview }: PreviewQuery,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<EventClone> {
    if (preview === 'true') return this.cloning.preview(caller, id, body);
    return run((tx) => this.cloning.clone(tx, caller, id, body));
  }
}

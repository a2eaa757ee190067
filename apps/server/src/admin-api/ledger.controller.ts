import { Param, Query } from '@nestjs/common';
import { EventLedger, PageQuery, SessionLedger } from '#contracts';
import { PlaceLedger } from '#registration';
import type { Reach as EventReach } from '#staff';
import { Reach, ReachOf } from './access.guard.js';
import { AdminController, AdminGet } from './operations.js';

@AdminController('pools')
export class LedgerController {
  constructor(private readonly ledger: PlaceLedger) {}

  @AdminGet('events/:id/ledger', {
    needs: 'programme:read',
    summary: 'Shows where all places of an event are',
    description: 'By session and pool, in the order in which the sessions were made, with the sums of the whole event.',
    answers: [200, 'A page of sessions', EventLedger],
    refusals: { 422: 'invalid_input' },
  })
  ofEvent(
    @Param('id') id: string,
    @Query({ schema: PageQuery }) query: PageQuery,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<EventLedger> {
    return this.ledger.ofEvent(id, query, reach, sensitive);
  }

  @AdminGet('sessions/:id/ledger', {
    needs: 'programme:read',
    summary: 'Shows where all places of a session are',
    answers: [200, 'The session', SessionLedger],
  })
  ofSession(
    @Param('id') id: string,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<SessionLedger> {
    return this.ledger.ofSession(id, reach, sensitive);
  }
}

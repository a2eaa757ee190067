import { Param, Query } from '@nestjs/common';
import { PoolReports } from '#admission';
import { EventPoolReport, PoolReport, PoolReportQuery } from '#contracts';
import type { Reach as EventReach } from '#staff';
import { Reach, ReachOf } from './access.guard.js';
import { AdminController, AdminGet } from './operations.js';

/** What became of the places of each pool. */
@AdminController('pools')
export class PoolReportsController {
  constructor(private readonly reports: PoolReports) {}

  @AdminGet('pools/:id/report', {
    needs: 'programme:read',
    summary: 'Shows what became of the places of a pool',
    answers: [200, 'Planned, taken, offered, declined, unused, released and to where', PoolReport],
  })
  ofPool(
    @Param('id') id: string,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<PoolReport> {
    return this.reports.ofPool(id, reach, sensitive);
  }

  @AdminGet('events/:id/pool-report', {
    needs: 'programme:read',
    summary: 'Shows what became of the places of all pools of an event',
    description: 'In the order in which the pools were made, with the sums of all of them and of those of one name.',
    answers: [200, 'A page of pools', EventPoolReport],
    refusals: { 422: 'invalid_input' },
  })
  ofEvent(
    @Param('id') id: string,
    @Query({ schema: PoolReportQuery }) query: PoolReportQuery,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<EventPoolReport> {
    return this.reports.ofEvent(id, query, reach, sensitive);
  }
}

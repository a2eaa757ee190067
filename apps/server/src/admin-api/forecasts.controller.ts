import { Param, Query } from '@nestjs/common';
import { Forecasts } from '#admission';
import { Forecast, ForecastQuery } from '#contracts';
import type { Reach as EventReach } from '#staff';
import { Reach } from './access.guard.js';
import { AdminController, AdminGet } from './operations.js';

const COUNTED =
  'People count from when admission opens until the last may have gone: when admission has closed and their stay is over, at the end at the earliest, and then for the gap.';

/** Who is planned to be on site, and when. */
@AdminController('planning')
export class ForecastsController {
  constructor(private readonly forecasts: Forecasts) {}

  @AdminGet('venues/:id/forecast', {
    needs: 'programme:read',
    summary: 'Shows how many people are planned to be at a venue, by quarter-hour',
    description: COUNTED,
    answers: [200, 'Every quarter of an hour of these days', Forecast],
    refusals: { 422: 'invalid_input' },
  })
  ofVenue(
    @Param('id') id: string,
    @Query({ schema: ForecastQuery }) query: ForecastQuery,
    @Reach() reach: EventReach,
  ): Promise<Forecast> {
    return this.forecasts.ofVenue(id, query, reach);
  }

  @AdminGet('events/:id/forecast', {
    needs: 'programme:read',
    summary: 'Shows how many people are planned to be at the venue while those of an event are',
    description: `${COUNTED} Other events at the venue are counted too. Of its first 31 days if no days are named.`,
    answers: [200, 'Every quarter of an hour in which people of the event may be there', Forecast],
    refusals: { 422: 'invalid_input' },
  })
  ofEvent(
    @Param('id') id: string,
    @Query({ schema: ForecastQuery }) query: ForecastQuery,
    @Reach() reach: EventReach,
  ): Promise<Forecast> {
    return this.forecasts.ofEvent(id, query, reach);
  }
}

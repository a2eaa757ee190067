import { Param, Query } from '@nestjs/common';
import { ArrivalPage, ArrivalsQuery } from '#contracts';
import { Arrivals } from '#registration';
import type { Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { Reach } from './access.guard.js';
import { AdminController, AdminGet } from './operations.js';

@AdminController('arrivals')
export class ArrivalsController {
  constructor(private readonly arrivals: Arrivals) {}

  @AdminGet('sessions/:id/arrivals', {
    needs: 'arrivals:read',
    summary: 'Lists who is to come to a session, for the door',
    description:
      'By name, without those who have cancelled. It tells what helps at the door, and neither addresses nor answers.',
    answers: [200, 'A page of arrivals', ArrivalPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Param('id') id: string,
    @Query({ schema: ArrivalsQuery }) query: ArrivalsQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof ArrivalPage>> {
    return this.arrivals.of(id, query, reach);
  }
}

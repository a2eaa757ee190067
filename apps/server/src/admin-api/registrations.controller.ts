import { Param, Query } from '@nestjs/common';
import { AdminRegistration, AdminRegistrationPage, RegistrationsQuery } from '#contracts';
import { RegistrationListing, type Sight as RegistrationSight } from '#registration';
import type { Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { Forbidden } from '../http/request-errors.js';
import { Caller, Reach, Sight } from './access.guard.js';
import { AdminController, AdminGet } from './operations.js';

const SENSITIVE = 'registrations:sensitive';

@AdminController('registrations')
export class AdminRegistrationsController {
  constructor(private readonly registrations: RegistrationListing) {}

  @AdminGet('registrations', {
    needs: 'registrations:read',
    summary: 'Lists and searches registrations',
    description:
      'To go on, send nextCursor as cursor with the same filters and order. Search never looks into what is sensitive.',
    answers: [200, 'A page of registrations', AdminRegistrationPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: RegistrationsQuery }) query: RegistrationsQuery,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @Sight() sight: RegistrationSight,
  ): Promise<z.infer<typeof AdminRegistrationPage>> {
    if (query.hasAccessNeeds !== undefined && !caller.reach(SENSITIVE)) throw new Forbidden(SENSITIVE);
    return this.registrations.list(query, reach, sight);
  }

  @AdminGet('registrations/:id', {
    needs: 'registrations:read',
    summary: 'Reads one registration',
    answers: [200, 'The registration', AdminRegistration],
  })
  one(
    @Param('id') id: string,
    @Reach() reach: EventReach,
    @Sight() sight: RegistrationSight,
  ): Promise<AdminRegistration> {
    return this.registrations.one(id, reach, sight);
  }
}

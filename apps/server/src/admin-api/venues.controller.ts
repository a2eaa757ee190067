import { Body, Param, Query } from '@nestjs/common';
import { VenuePlanning } from '#admission';
import { AdminVenue, AdminVenuePage, NewVenue, PageQuery, VenueChange } from '#contracts';
import type { InTransaction } from '#database';
import type { Expected } from '#kernel';
import { Venues } from '#programme';
import type { Caller as AdminCaller } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { Caller } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost } from './operations.js';

@AdminController('venues')
export class VenuesController {
  constructor(
    private readonly venues: Venues,
    private readonly planning: VenuePlanning,
  ) {}

  @AdminGet('venues', {
    needs: 'programme:read',
    summary: 'Lists venues',
    answers: [200, 'A page of venues, newest first', AdminVenuePage],
    refusals: { 422: 'invalid_input' },
  })
  list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.infer<typeof AdminVenuePage>> {
    return this.venues.list(query);
  }

  @AdminGet('venues/:id', {
    needs: 'programme:read',
    summary: 'Reads one venue',
    answers: [200, 'The venue', AdminVenue],
  })
  one(@Param('id') id: string): Promise<AdminVenue> {
    return this.venues.one(id);
  }

  @AdminPost('venues', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Makes a venue',
    answers: [201, 'The venue', AdminVenue],
    refusals: { 409: 'slug_taken' },
  })
  make(
    @Body({ schema: NewVenue }) body: NewVenue,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminVenue> {
    return run((tx) => this.venues.add(tx, caller, body));
  }

  @AdminPatch('venues/:id', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Changes a venue',
    description:
      'What is left out stays as it is. While people are to come there, or know of it as somebody who is invited, waits or is in a ballot, its name, address, position and time zone stay.',
    answers: [200, 'The venue as it is now', AdminVenue],
    refusals: {
      409: 'slug_taken, people_to_tell: readdress it instead, over_safe_number: the sessions at one time would hold more people than that',
    },
  })
  change(
    @Param('id') id: string,
    @Body({ schema: VenueChange }) body: VenueChange,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminVenue> {
    return run((tx) => this.planning.change(tx, caller, id, expected, body));
  }

  @AdminDelete('venues/:id', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Takes away a venue that has no events',
    answers: [204, 'It is gone'],
    refusals: { 409: 'in_use' },
  })
  remove(
    @Param('id') id: string,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<void> {
    return run((tx) => this.venues.remove(tx, caller, id, expected));
  }
}

import { Body, Param, Query } from '@nestjs/common';
import { EventPlanning } from '#admission';
import { AdminEvent, AdminEventPage, AdminEventsQuery, EventChange, NewEvent } from '#contracts';
import type { InTransaction } from '#database';
import { Events } from '#programme';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost } from './operations.js';

@AdminController('events')
export class AdminEventsController {
  constructor(
    private readonly events: Events,
    private readonly planning: EventPlanning,
  ) {}

  @AdminGet('events', {
    needs: 'programme:read',
    summary: 'Lists events, drafts too',
    answers: [200, 'A page of events, newest first', AdminEventPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: AdminEventsQuery }) query: AdminEventsQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof AdminEventPage>> {
    return this.events.list(query, reach);
  }

  @AdminGet('events/:id', {
    needs: 'programme:read',
    summary: 'Reads one event',
    answers: [200, 'The event', AdminEvent],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach): Promise<AdminEvent> {
    return this.events.one(id, reach);
  }

  @AdminPost('events', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Makes an event, as a draft',
    answers: [201, 'The draft', AdminEvent],
    refusals: { 409: 'slug_taken' },
  })
  make(
    @Body({ schema: NewEvent }) body: NewEvent,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminEvent> {
    return run((tx) => this.events.add(tx, caller, body));
  }

  @AdminPatch('events/:id', {
    needs: 'programme:write',
    summary: 'Changes an event',
    description:
      'What is left out stays as it is; speakers are replaced as a whole. While people hold places, its venue stays, and how often an address may register; the venue also while people are invited or wait, or there is a ballot.',
    answers: [200, 'The event as it is now', AdminEvent],
    refusals: {
      403: 'forbidden: another venue needs `capacity:override` if sessions were let over the safe number',
      409: 'slug_taken, people_registered: relocate it instead if it is the venue, over_safe_number: the other venue cannot hold its sessions',
    },
  })
  change(
    @Asked() asked: AskedFor,
    @Body({ schema: EventChange }) body: EventChange,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminEvent> {
    return run((tx) => this.planning.change(tx, caller, asked, body));
  }

  @AdminDelete('events/:id', {
    needs: 'programme:write',
    summary: 'Takes away a draft, with its sessions, in which nobody ever registered',
    answers: [204, 'It is gone'],
    refusals: { 409: 'event_not_draft, people_registered, in_use' },
  })
  remove(@Asked() asked: AskedFor, @Caller() caller: AdminCaller, @OneTransaction() run: InTransaction): Promise<void> {
    return run((tx) => this.planning.remove(tx, caller, asked));
  }
}

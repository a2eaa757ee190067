import { Body, Param, Query } from '@nestjs/common';
import { SessionChanges, SessionMaking } from '#admission';
import {
  AdminSession,
  AdminSessionPage,
  GeneratedSessions,
  NewSession,
  PreviewQuery,
  SessionChange,
  SessionRule,
  SessionsQuery,
} from '#contracts';
import { type InTransaction, rehearse } from '#database';
import { SessionListing } from '#registration';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Previewed } from '../http/preview.js';
import { Asked, Caller, Reach, ReachOf } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost } from './operations.js';

const MAKING = 'event_cancelled, over_capacity, over_safe_number: the venue could not hold all who would be there';

@AdminController('sessions')
export class AdminSessionsController {
  constructor(
    private readonly sessions: SessionListing,
    private readonly making: SessionMaking,
    private readonly changes: SessionChanges,
  ) {}

  @AdminGet('sessions', {
    needs: 'programme:read',
    summary: 'Lists sessions with their pools',
    answers: [200, 'A page of sessions', AdminSessionPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: SessionsQuery }) query: SessionsQuery,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<z.infer<typeof AdminSessionPage>> {
    return this.sessions.sessions(query, reach, sensitive);
  }

  @AdminGet('sessions/:id', {
    needs: 'programme:read',
    summary: 'Reads one session with its pools',
    answers: [200, 'The session', AdminSession],
  })
  one(
    @Param('id') id: string,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<AdminSession> {
    return this.sessions.session(id, reach, sensitive);
  }

  @AdminPost('sessions', {
    needs: 'programme:write',
    summary: 'Makes a session with its pools',
    answers: [201, 'The session', AdminSession],
    refusals: { 404: 'not_found: there is no such event', 409: `${MAKING}, nowhere_to_release` },
  })
  make(
    @Body({ schema: NewSession }) body: NewSession,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminSession> {
    return run(async (tx) => {
      const id = await this.making.make(tx, caller, reach, body);
      return this.sessions.session(id, reach, sensitive, tx);
    });
  }

  @AdminPost('sessions/generate', {
    needs: 'programme:write',
    summary: 'Makes timed entries from a rule',
    description: 'All of them or none. With preview=true nothing is made, and the same would be refused.',
    answers: [201, 'The sessions', GeneratedSessions],
    refusals: { 404: 'not_found: there is no such event', 409: `${MAKING}, nowhere_to_release` },
  })
  @Previewed(GeneratedSessions)
  generate(
    @Body({ schema: SessionRule }) body: SessionRule,
    @Query({ schema: PreviewQuery }) { preview }: PreviewQuery,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<GeneratedSessions> {
    if (preview === 'false') return run((tx) => this.making.generate(tx, caller, reach, body));
    return run(async (tx) => asPlan(await rehearse(tx, () => this.making.generate(tx, caller, reach, body))));
  }

  @AdminPatch('sessions/:id', {
    needs: 'programme:write',
    summary: 'Changes what of a session nobody has to be told',
    description:
      'What is left out stays as it is. The room stays while people have places or are invited, the hours of admission while they have places. A smaller capacity takes free public places away; a larger one belongs to no pool until a pool is made larger.',
    answers: [200, 'The session as it is now', AdminSession],
    refusals: {
      409: 'session_cancelled, people_to_tell: reschedule it instead, capacity_below_taken and capacity_below_promised: by so many people, over_capacity: the pools hold more, over_safe_number',
    },
  })
  change(
    @Asked() asked: AskedFor,
    @Body({ schema: SessionChange }) body: SessionChange,
    @Caller() caller: AdminCaller,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminSession> {
    return run(async (tx) => {
      await this.changes.change(tx, caller, asked, body);
      return this.sessions.session(asked.id, asked.reach, sensitive, tx);
    });
  }

  @AdminDelete('sessions/:id', {
    needs: 'programme:write',
    summary: 'Takes away a session in which nobody was ever registered',
    answers: [204, 'It is gone, and its pools are'],
    refusals: { 409: 'in_use: cancel it instead' },
  })
  remove(@Asked() asked: AskedFor, @Caller() caller: AdminCaller, @OneTransaction() run: InTransaction): Promise<void> {
    return run((tx) => this.changes.remove(tx, caller, asked));
  }
}

function asPlan(generated: GeneratedSessions): GeneratedSessions {
  return { ...generated, preview: true, items: generated.items.map((item) => ({ ...item, id: null })) };
}

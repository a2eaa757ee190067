import { Body, Param, Query } from '@nestjs/common';
import { NewReminderRule, ReminderRule, ReminderRulePage, TemplatesQuery } from '#contracts';
import type { InTransaction } from '#database';
import { ReminderRules } from '#invitation';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPost } from './operations.js';

@AdminController('invitations')
export class ReminderRulesController {
  constructor(private readonly rules: ReminderRules) {}

  @AdminGet('reminder-rules', {
    needs: 'programme:read',
    summary: 'Lists when those are reminded who have not answered',
    answers: [200, 'A page of rules, newest first', ReminderRulePage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: TemplatesQuery }) query: TemplatesQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof ReminderRulePage>> {
    return this.rules.list(query, reach);
  }

  @AdminGet('reminder-rules/:id', {
    needs: 'programme:read',
    summary: 'Reads one rule for reminders',
    answers: [200, 'The rule', ReminderRule],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach): Promise<ReminderRule> {
    return this.rules.one(id, reach);
  }

  @AdminPost('reminder-rules', {
    needs: 'programme:write',
    summary: 'Has those reminded who have not answered by a day',
    description:
      'So many days before the answer is due. Each guest is reminded by each rule once, and never after an answer.',
    answers: [201, 'The rule', ReminderRule],
    refusals: { 404: 'not_found: there is no such event', 409: 'rule_taken: there is one for that day' },
  })
  make(
    @Body({ schema: NewReminderRule }) body: NewReminderRule,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<ReminderRule> {
    return run((tx) => this.rules.add(tx, caller, reach, body));
  }

  @AdminDelete('reminder-rules/:id', {
    needs: 'programme:write',
    summary: 'Takes away a rule for reminders',
    answers: [204, 'It is gone'],
  })
  remove(@Asked() asked: AskedFor, @Caller() caller: AdminCaller, @OneTransaction() run: InTransaction): Promise<void> {
    return run((tx) => this.rules.remove(tx, caller, asked));
  }
}

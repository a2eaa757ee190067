import { Body, Param, Query } from '@nestjs/common';
import {
  InvitationTemplate,
  InvitationTemplateChange,
  InvitationTemplatePage,
  NewInvitationTemplate,
  TemplatesQuery,
} from '#contracts';
import type { InTransaction } from '#database';
import { InvitationTemplates } from '#invitation';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost } from './operations.js';

@AdminController('invitations')
export class InvitationTemplatesController {
  constructor(private readonly templates: InvitationTemplates) {}

  @AdminGet('invitation-templates', {
    needs: 'programme:read',
    summary: 'Lists what events write to those who are invited',
    description: 'An event without a template of its own writes in the words of the house.',
    answers: [200, 'A page of templates, newest first', InvitationTemplatePage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: TemplatesQuery }) query: TemplatesQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof InvitationTemplatePage>> {
    return this.templates.list(query, reach);
  }

  @AdminGet('invitation-templates/:id', {
    needs: 'programme:read',
    summary: 'Reads one template of invitations or reminders',
    answers: [200, 'The template', InvitationTemplate],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach): Promise<InvitationTemplate> {
    return this.templates.one(id, reach);
  }

  @AdminPost('invitation-templates', {
    needs: 'programme:write',
    summary: 'Writes an event’s own words for invitations or reminders',
    description:
      'POST invitations/{id}/preview shows them as a guest would have them. A field that there is not is refused by name.',
    answers: [201, 'The template', InvitationTemplate],
    refusals: { 404: 'not_found: there is no such event', 409: 'template_taken' },
  })
  make(
    @Body({ schema: NewInvitationTemplate }) body: NewInvitationTemplate,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<InvitationTemplate> {
    return run((tx) => this.templates.add(tx, caller, reach, body));
  }

  @AdminPatch('invitation-templates/:id', {
    needs: 'programme:write',
    summary: 'Changes the words of a template',
    description: 'For mails that are sent from now on; those on their way have the new words too.',
    answers: [200, 'The template as it is now', InvitationTemplate],
  })
  change(
    @Asked() asked: AskedFor,
    @Body({ schema: InvitationTemplateChange }) body: InvitationTemplateChange,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<InvitationTemplate> {
    return run((tx) => this.templates.change(tx, caller, asked, body));
  }

  @AdminDelete('invitation-templates/:id', {
    needs: 'programme:write',
    summary: 'Takes away a template, so that the house’s own words are used',
    answers: [204, 'It is gone'],
  })
  remove(@Asked() asked: AskedFor, @Caller() caller: AdminCaller, @OneTransaction() run: InTransaction): Promise<void> {
    return run((tx) => this.templates.remove(tx, caller, asked));
  }
}

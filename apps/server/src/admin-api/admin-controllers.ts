import type { Type } from '@nestjs/common';
import { ApiKeysController } from './api-keys.controller.js';
import { AuditController } from './audit.controller.js';
import { AdminBallotsController, AdminEntriesController } from './ballots.controller.js';
import { BulkActionsController } from './bulk-actions.controller.js';
import { ChangesController } from './changes.controller.js';
import { EventCancellingController } from './event-cancelling.controller.js';
import { EventPlanningController } from './event-planning.controller.js';
import { ArrivalsController } from './arrivals.controller.js';
import { AdminEventsController } from './events.controller.js';
import { ImportsController } from './imports.controller.js';
import { LedgerController } from './ledger.controller.js';
import { ForecastsController } from './forecasts.controller.js';
import { InboundMailsController } from './inbound-mails.controller.js';
import { InvitationAnswersController } from './invitation-answers.controller.js';
import { InvitationMailingsController } from './invitation-mailings.controller.js';
import { InvitationTemplatesController } from './invitation-templates.controller.js';
import { GuestListsController } from './guest-lists.controller.js';
import { ReminderRulesController } from './reminder-rules.controller.js';
import { InvitationsController } from './invitations.controller.js';
import { LiveController } from './live.controller.js';
import { ExportsController } from './exports.controller.js';
import { MeController } from './me.controller.js';
import { MessagesController } from './messages.controller.js';
import { NotesController } from './notes.controller.js';
import { PoolReportsController } from './pool-reports.controller.js';
import { PoolsController } from './pools.controller.js';
import { ProgrammesController } from './programmes.controller.js';
import { QuestionsController } from './questions.controller.js';
import { AdminRegistrationsController } from './registrations.controller.js';
import { ResendingController } from './resending.controller.js';
import { SessionDeedsController } from './session-deeds.controller.js';
import { AdminSessionsController } from './sessions.controller.js';
import { StaffController } from './staff.controller.js';
import { StaffInvitationsController } from './staff-invitations.controller.js';
import { TeamRegistrationsController } from './team-registrations.controller.js';
import { EventRelocatingController, VenueDeedsController } from './venue-deeds.controller.js';
import { AdminWaitingListController } from './waiting-list.controller.js';
import { VenuesController } from './venues.controller.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhooksController } from './webhooks.controller.js';

/** In the order in which the document shows them. */
export const ADMIN_CONTROLLERS: readonly Type[] = [
  VenuesController,
  VenueDeedsController,
  ProgrammesController,
  AdminEventsController,
  EventPlanningController,
  EventCancellingController,
  EventRelocatingController,
  ForecastsController,
  LiveController,
  QuestionsController,
  AdminSessionsController,
  SessionDeedsController,
  PoolsController,
  PoolReportsController,
  LedgerController,
  AdminRegistrationsController,
  TeamRegistrationsController,
  NotesController,
  AdminWaitingListController,
  InvitationsController,
  InvitationAnswersController,
  InvitationMailingsController,
  GuestListsController,
  InvitationTemplatesController,
  ReminderRulesController,
  ArrivalsController,
  ExportsController,
  ImportsController,
  AdminBallotsController,
  AdminEntriesController,
  BulkActionsController,
  MessagesController,
  InboundMailsController,
  ResendingController,
  ChangesController,
  WebhooksController,
  WebhookDeliveriesController,
  AuditController,
  MeController,
  StaffController,
  StaffInvitationsController,
  ApiKeysController,
];

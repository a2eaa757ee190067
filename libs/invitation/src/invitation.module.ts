import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdmissionModule } from '#admission';
import { RegistrationModule } from '#registration';
import { InvitationAnswers } from './answers.service.js';
import { AskedByInvitation } from './asked.service.js';
import { ChangesToldToGuests } from './changes-told.service.js';
import { ClonedWithEvent } from './cloned-with-event.service.js';
import { Deputies } from './deputies.service.js';
import { Entrance } from './entrance.service.js';
import { GuestDesk } from './guest-desk.service.js';
import { GuestExport } from './guest-export.service.js';
import { GuestImport } from './guest-import.service.js';
import { GuestList } from './guest-list.service.js';
import { Invitation } from './invitation.entity.js';
import { InvitationLinks } from './invitation-links.js';
import { InvitationNotes } from './invitation-notes.service.js';
import { InvitationRecords } from './invitation-records.service.js';
import { InvitationLetterFacts } from './letter-facts.service.js';
import { InvitationListing } from './listing.service.js';
import { InvitationMailings } from './mailings.service.js';
import { ReminderRules } from './reminder-rules.service.js';
import { Reminders } from './reminders.service.js';
import { Reminder } from './reminder.entity.js';
import { ReminderRule } from './reminder-rule.entity.js';
import { InvitationSending } from './sending.service.js';
import { TeamAnswers } from './team-answers.service.js';
import { Template } from './template.entity.js';
import { InvitationTemplates } from './templates.service.js';

const SERVICES = [
  Deputies,
  Entrance,
  GuestDesk,
  GuestExport,
  GuestImport,
  GuestList,
  InvitationAnswers,
  InvitationLetterFacts,
  InvitationLinks,
  InvitationListing,
  InvitationMailings,
  InvitationSending,
  InvitationTemplates,
  ReminderRules,
  Reminders,
  TeamAnswers,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([Invitation, Reminder, ReminderRule, Template]),
    AdmissionModule,
    RegistrationModule,
  ],
  providers: [...SERVICES, AskedByInvitation, ChangesToldToGuests, ClonedWithEvent, InvitationNotes, InvitationRecords],
  exports: SERVICES,
})
export class InvitationModule {}

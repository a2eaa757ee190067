import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdmissionModule } from '#admission';
import { ProgrammeModule } from '#programme';
import { Admittance } from './admittance.service.js';
import { AlsoTold } from './also-told.service.js';
import { Availability } from './availability.service.js';
import { Arrivals } from './arrivals.service.js';
import { CallingOff } from './calling-off.service.js';
import { BounceMarks } from './bounce-marks.service.js';
import { Candidacy } from './candidacy.service.js';
import { CancelService } from './cancel.service.js';
import { EmailCheck } from './email-check.service.js';
import { Disclosure } from './disclosure.service.js';
import { UnverifiedExpiry } from './expiry.service.js';
import { Intake } from './intake.service.js';
import { InvitedParties } from './invited-parties.service.js';
import { KeptPlaces } from './kept-places.service.js';
import { PlaceLedger } from './ledger.service.js';
import { Links } from './links.js';
import { LiveParties } from './live-parties.service.js';
import { LostLinks } from './lost-links.service.js';
import { MoveService } from './move.service.js';
import { NoticeQueue } from './notice-queue.service.js';
import { NoticesTold } from './notices-told.service.js';
import { PartyChanges } from './party-changes.service.js';
import { QuestionEditing } from './question-editing.service.js';
import { PartyPlaces } from './party-places.service.js';
import { Registrar } from './registrar.service.js';
import { RegistrationService } from './register.service.js';
import { Note } from './note.entity.js';
import { Notes } from './notes.service.js';
import { Registration } from './registration.entity.js';
import { Resending } from './resending.service.js';
import { TeamCancel } from './team-cancel.service.js';
import { TeamChange } from './team-change.service.js';
import { TeamRegister } from './team-register.service.js';
import { RegistrationListing } from './registration-listing.service.js';
import { RegistrationSearch } from './registration-search.service.js';
import { RegistrationSealing } from './registration-sealing.service.js';
import { RegistrationViews } from './registration-views.service.js';
import { Readdressing } from './readdressing.service.js';
import { Relocating } from './relocating.service.js';
import { Rescheduling } from './rescheduling.service.js';
import { Rooms } from './rooms.service.js';
import { Sealing } from './sealing.service.js';
import { RegistrationMatching } from './registration-matching.service.js';
import { SelfService } from './self-service.service.js';
import { SessionListing } from './session-listing.service.js';
import { RegistrationSettlement } from './settlement.service.js';
import { WhatsOn } from './whats-on.service.js';

const SERVICES = [
  Admittance,
  AlsoTold,
  Arrivals,
  Availability,
  CallingOff,
  BounceMarks,
  CancelService,
  Candidacy,
  EmailCheck,
  Intake,
  InvitedParties,
  KeptPlaces,
  Links,
  LostLinks,
  MoveService,
  Notes,
  NoticesTold,
  PlaceLedger,
  QuestionEditing,
  NoticeQueue,
  Registrar,
  RegistrationListing,
  RegistrationSearch,
  RegistrationMatching,
  RegistrationService,
  Readdressing,
  Relocating,
  Rescheduling,
  Sealing,
  Resending,
  SelfService,
  SessionListing,
  TeamCancel,
  TeamChange,
  TeamRegister,
  UnverifiedExpiry,
  WhatsOn,
];

@Module({
  imports: [TypeOrmModule.forFeature([Registration, Note]), AdmissionModule, ProgrammeModule],
  providers: [
    ...SERVICES,
    Disclosure,
    LiveParties,
    PartyChanges,
    PartyPlaces,
    RegistrationSealing,
    RegistrationSettlement,
    RegistrationViews,
    Rooms,
  ],
  exports: SERVICES,
})
export class RegistrationModule {}

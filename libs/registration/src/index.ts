export { Admittance } from './admittance.service.js';
export { AlsoTold, type ChangedSessions, type Concerned } from './also-told.service.js';
export { Availability } from './availability.service.js';
export { stillAsked } from './answers.js';
export { Arrivals } from './arrivals.service.js';
export { CallingOff } from './calling-off.service.js';
export { BounceMarks } from './bounce-marks.service.js';
export { type Admitted, Candidacy } from './candidacy.service.js';
export { CancelService } from './cancel.service.js';
export type { Sight } from './disclosure.service.js';
export type { Clerk } from './clerk.js';
export { EmailCheck } from './email-check.service.js';
export { UnverifiedExpiry } from './expiry.service.js';
export { Intake, type IntakeRules } from './intake.service.js';
export { type InvitedBody, InvitedParties, type InvitedParty, isOwn } from './invited-parties.service.js';
export type { LockedRegistration } from './locked-registration.js';
export { KeptPlaces } from './kept-places.service.js';
export { PlaceLedger } from './ledger.service.js';
export { type LinkPurpose, Links } from './links.js';
export { LostLinks } from './lost-links.service.js';
export type { Reached } from './live-parties.queries.js';
export { MoveService } from './move.service.js';
export { Notes } from './notes.service.js';
export { NoticeQueue } from './notice-queue.service.js';
export { attendee, type Destination, Registrar, type Wish } from './registrar.service.js';
export type { Newcomer } from './new-registration.js';
export { registrationWindow } from './session-facts.js';
export type { Place } from './place.js';
export { QuestionEditing } from './question-editing.service.js';
export { type RegisterCall, type Registered, RegistrationService } from './register.service.js';
export {
  AddressFixed,
  AddressTwice,
  AlreadyRegistered,
  CodeUnknown,
  CodeUsedUp,
  type Alternative,
  EventNotPublished,
  HoldEnded,
  InvitationRequired,
  LinkNotValid,
  NoCompanionPlace,
  NoWheelchairSpace,
  NotYetConfirmed,
  NotYetOpen,
  PartyTooLarge,
  PoolForSpaces,
  PlacesByBallot,
  QuestionAnswered,
  RegistrationCancelled,
  RegistrationClosed,
  SessionCancelled,
  SessionFull,
  TooLate,
  TooManyChanges,
} from './registration.errors.js';
export { type Answers, Registration } from './registration.entity.js';
export { RegistrationListing } from './registration-listing.service.js';
export { RegistrationSearch } from './registration-search.service.js';
export { type RegistrationFilter, RegistrationMatching } from './registration-matching.service.js';
export { RegistrationModule } from './registration.module.js';
export type { Kept, KeptParty } from './sealed-party.js';
export type { SessionFacts } from './session-facts.js';
export { Sealing } from './sealing.service.js';
export { usageOf } from './spaces.js';
export { Resending } from './resending.service.js';
export { NoticesTold } from './notices-told.service.js';
export { Readdressing } from './readdressing.service.js';
export { Relocating } from './relocating.service.js';
export { Rescheduling } from './rescheduling.service.js';
export { SelfService } from './self-service.service.js';
export { SessionListing } from './session-listing.service.js';
export { TeamCancel } from './team-cancel.service.js';
export { isReaddressed, TeamChange } from './team-change.service.js';
export { TeamRegister } from './team-register.service.js';
export { WhatsOn } from './whats-on.service.js';

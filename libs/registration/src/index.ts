export { CancelService } from './cancel.service.js';
export { EmailCheck } from './email-check.service.js';
export { UnverifiedExpiry } from './expiry.service.js';
export { type InTransaction, KeyedTransaction } from './keyed-transaction.service.js';
export { type LinkPurpose, Links, PublicUrl } from './links.js';
export { LostLinks } from './lost-links.service.js';
export { MoveService } from './move.service.js';
export type { Place } from './place.js';
export { type RegisterCall, type Registered, RegistrationService } from './register.service.js';
export {
  AddressFixed,
  AlreadyRegistered,
  type Alternative,
  HoldEnded,
  InvitationRequired,
  keep,
  KeptRefusal,
  type KeptRefusalBody,
  LinkNotValid,
  NotYetConfirmed,
  NotYetOpen,
  PartyTooLarge,
  RegistrationCancelled,
  RegistrationClosed,
  SessionCancelled,
  SessionFull,
  TooLate,
  TooManyChanges,
} from './registration.errors.js';
export { type Answers, Registration } from './registration.entity.js';
export { RegistrationListing } from './registration-listing.service.js';
export { RegistrationModule } from './registration.module.js';
export { SelfService } from './self-service.service.js';
export { SessionListing } from './session-listing.service.js';
export { WhatsOn } from './whats-on.service.js';

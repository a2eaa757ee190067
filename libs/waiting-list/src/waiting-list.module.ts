import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdmissionModule } from '#admission';
import { RegistrationModule } from '#registration';
import { OffersAstray } from './astray.service.js';
import { ChangesToldToWaiting } from './changes-told.service.js';
import { AdriftEntries } from './adrift-entries.service.js';
import { Decision } from './decision.entity.js';
import { Decisions } from './decisions.service.js';
import { Ending } from './ending.service.js';
import { Entering } from './entering.service.js';
import { EntryChanges } from './entry-changes.service.js';
import { EntryLocks } from './entry-locks.service.js';
import { WaitingListEntry } from './entry.entity.js';
import { HandOffering } from './hand-offering.service.js';
import { Joining } from './joining.service.js';
import { Line } from './line.service.js';
import { LinesDue } from './lines-due.service.js';
import { LookingAround } from './looking-around.service.js';
import { OfferAnswers } from './offer-answers.service.js';
import { OfferExpiry } from './offer-expiry.service.js';
import { Offer } from './offer.entity.js';
import { Offering } from './offering.service.js';
import { Offers } from './offers.service.js';
import { OwnEntry } from './own-entry.service.js';
import { PartyForgetting } from './party-forgetting.service.js';
import { PartySealing } from './party-sealing.service.js';
import { Reminders } from './reminders.service.js';
import { Serving } from './serving.service.js';
import { TeamWaiting } from './team-waiting.service.js';
import { UnverifiedEntries } from './unverified-entries.service.js';
import { WaitingLinks } from './waiting-links.service.js';
import { WaitingList } from './waiting-list.service.js';
import { WaitingOn } from './waiting-on.service.js';
import { WaitingListing } from './waiting-listing.service.js';
import { WaitingViews } from './waiting-views.service.js';
import { WaitingWork } from './waiting-work.service.js';
import { Wish } from './wish.entity.js';
import { WishedSessions } from './wished-sessions.service.js';

const SERVICES = [
  AdriftEntries,
  Joining,
  LookingAround,
  OfferExpiry,
  Offering,
  OwnEntry,
  PartyForgetting,
  TeamWaiting,
  WaitingLinks,
  WaitingList,
  WaitingListing,
  WaitingViews,
];

@Module({
  imports: [TypeOrmModule.forFeature([WaitingListEntry, Wish, Offer, Decision]), AdmissionModule, RegistrationModule],
  providers: [
    ...SERVICES,
    ChangesToldToWaiting,
    Decisions,
    Ending,
    Entering,
    EntryChanges,
    EntryLocks,
    HandOffering,
    Line,
    LinesDue,
    OfferAnswers,
    Offers,
    OffersAstray,
    PartySealing,
    Reminders,
    Serving,
    UnverifiedEntries,
    WaitingOn,
    WaitingWork,
    WishedSessions,
  ],
  exports: SERVICES,
})
export class WaitingListModule {}

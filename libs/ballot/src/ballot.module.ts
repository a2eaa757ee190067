import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdmissionModule } from '#admission';
import { RegistrationModule } from '#registration';
import { WaitingListModule } from '#waiting-list';
import { Ballot } from './ballot.entity.js';
import { BallotBook } from './ballot-book.service.js';
import { BallotClosing } from './ballot-closing.service.js';
import { BallotEntry } from './ballot-entry.entity.js';
import { BallotFollowing } from './ballot-following.service.js';
import { BallotListing } from './ballot-listing.service.js';
import { BallotRecords } from './ballot-records.service.js';
import { BallotSeeds } from './ballot-seeds.service.js';
import { BallotSession } from './ballot-session.entity.js';
import { BallotSettling } from './ballot-settling.service.js';
import { BallotWork } from './ballot-work.service.js';
import { Ballots } from './ballots.service.js';
import { ChangesToldToEntrants } from './changes-told.service.js';
import { Entering } from './entering.service.js';
import { Entries } from './entries.service.js';
import { EntryDesk } from './entry-desk.service.js';
import { EntryDetails } from './entry-details.service.js';
import { EntryForgetting } from './entry-forgetting.service.js';
import { EntryLinks } from './entry-links.js';
import { SettlingAftermath } from './settling-aftermath.service.js';
import { TeamEntering } from './team-entering.service.js';
import { TeamEntries } from './team-entries.service.js';

const SERVICES = [
  BallotClosing,
  BallotListing,
  BallotRecords,
  BallotWork,
  Ballots,
  Entering,
  Entries,
  EntryForgetting,
  EntryLinks,
  TeamEntering,
  TeamEntries,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([Ballot, BallotSession, BallotEntry]),
    AdmissionModule,
    RegistrationModule,
    WaitingListModule,
  ],
  providers: [
    ...SERVICES,
    BallotBook,
    BallotFollowing,
    BallotSeeds,
    BallotSettling,
    ChangesToldToEntrants,
    EntryDesk,
    EntryDetails,
    SettlingAftermath,
  ],
  exports: SERVICES,
})
export class BallotModule {}

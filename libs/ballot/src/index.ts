export {
  AlreadyEntered,
  BallotCancelled,
  BallotClosed,
  BallotDrawn,
  BallotHasOpened,
  BallotNotOpen,
  EntryLinkNotValid,
  EntryWithdrawn,
} from './ballot.errors.js';
export { BallotClosing } from './ballot-closing.service.js';
export { BallotEntry } from './ballot-entry.entity.js';
export { BallotListing } from './ballot-listing.service.js';
export { BallotModule } from './ballot.module.js';
export { BallotRecords } from './ballot-records.service.js';
export { BallotWork } from './ballot-work.service.js';
export { Ballots } from './ballots.service.js';
export { commitmentTo, draw, type EntryList, hashOfList, listLines, type Result } from './draw.js';
export { type Entered, Entering } from './entering.service.js';
export { Entries, entrant } from './entries.service.js';
export { EntryForgetting } from './entry-forgetting.service.js';
export { EntryLinks } from './entry-links.js';
export { TeamEntering } from './team-entering.service.js';
export { TeamEntries } from './team-entries.service.js';

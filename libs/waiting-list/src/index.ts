export { AdriftEntries } from './adrift-entries.service.js';
export { chanceOf, type Outlook } from './chance.js';
export { offerDeadline, type OfferRule } from './deadline.js';
export type { NewParty } from './entering.service.js';
export { Joining } from './joining.service.js';
export type { LookJob } from './line.service.js';
export { LookingAround } from './looking-around.service.js';
export { OfferExpiry } from './offer-expiry.service.js';
export { Offering } from './offering.service.js';
export { OwnEntry } from './own-entry.service.js';
export { PartyForgetting } from './party-forgetting.service.js';
export { type Keeper, TeamWaiting } from './team-waiting.service.js';
export { WaitingLinks } from './waiting-links.service.js';
export {
  MoreThanOffered,
  NothingToOffer,
  NotWaiting,
  NoWaitingList,
  OfferEnded,
  OnlySmaller,
  PartyForgotten,
  PartyNeverFits,
  PlacesFree,
  WaitingLinkNotValid,
  WaitsAlready,
} from './waiting-list.errors.js';
export { WaitingListModule } from './waiting-list.module.js';
export { type Following, WaitingList } from './waiting-list.service.js';
export { WaitingListing } from './waiting-listing.service.js';
export { WaitingViews } from './waiting-views.service.js';

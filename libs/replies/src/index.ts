export type { ForwardJob } from './consequences.service.js';
export { decide, type Decision, type KnownInvitation } from './decision.js';
export { Declines } from './declines.service.js';
export { InboundListing } from './inbound-listing.service.js';
export { InboundPost, LARGEST_MAIL, type OpenedMail, type ReceivedMail } from './inbound-post.service.js';
export { type RepliesOptions, RepliesModule } from './replies.module.js';

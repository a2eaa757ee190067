export type { Feed, Packing } from './feed.js';
export { FeedsModule } from './feeds.module.js';
export { Feeds, type PublicFeed } from './feeds.service.js';

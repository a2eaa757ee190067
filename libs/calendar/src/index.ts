export { type Answer, type PartStat, readAnswer } from './answer.js';
export type { CalendarEntry, CalendarFeed, FeedEntry, Person, PublishedEntry } from './calendar-entry.js';
export { calendarFeed, calendarFile, cancellation, invite } from './calendar-object.js';
export { strictFaults } from './strict-faults.js';
export {
  googleCalendarLink,
  office365Link,
  outlookLink,
  type SubscriptionLinks,
  subscriptionLinks,
} from './web-links.js';

export type { CalendarEntry, Person, PublishedEntry } from './calendar-entry.js';
export { calendarFile, cancellation, invite } from './calendar-object.js';
export { strictFaults } from './strict-faults.js';
export { googleCalendarLink, office365Link, outlookLink } from './web-links.js';

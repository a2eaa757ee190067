import {
  calendarFeed,
  calendarFile,
  cancellation,
  googleCalendarLink,
  invite,
  office365Link,
  outlookLink,
} from '#calendar';
import { writeLetter } from '#notices';
import { ALL_LETTERS, garden, lecture as lectureFacts } from '../notices/sample-facts.js';
import { between, lecture, published } from './entry.js';

const entries = {
  'a summer evening': { ...lecture, sequence: 1 },
  'the repeated hour': { ...between('2026-10-24T22:30:00Z', '2026-10-25T00:30:00Z'), sequence: 1 },
  'New Year’s Eve elsewhere': {
    ...between('2026-12-31T23:30:00Z', '2027-01-01T00:30:00Z', 'America/New_York'),
    sequence: 1,
  },
};
const writers = { invite, cancellation, calendarFile, googleCalendarLink, outlookLink, office365Link };

/** Every kind of text in which a time stands that is sent to people, by its name. */
export function allThatIsWritten(): Record<string, string> {
  const calendars = Object.entries(entries).flatMap(([what, entry]) =>
    Object.entries(writers).map(([name, write]) => [`${name}: ${what}`, write(entry)] as const),
  );
  const letters = [garden, lectureFacts].flatMap((facts) =>
    ALL_LETTERS.map(([name, kind, change]) => {
      const { subject, text, html } = writeLetter(kind, change(facts));
      return [`${name}: ${facts.event.mood}`, `${subject}\n${text}\n${html}`] as const;
    }),
  );
  const feeding = Object.entries(entries).map(([uid, entry]) => ({ ...published(entry), uid, cancelled: false }));
  const feed = calendarFeed({ name: 'Everything', timeZone: 'Europe/London', entries: feeding });
  return Object.fromEntries([...calendars, ...letters, ['feed', feed]]);
}

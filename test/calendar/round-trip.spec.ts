import { calendarFile, type CalendarEntry, cancellation, invite, strictFaults } from '#calendar';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { lecture, opened } from './entry.js';

const ZONES = ['Europe/London', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'];

// Any code units at all, and often those that mean something to a calendar, a mail or a terminal.
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\r', '\n', '\\', ';', ':', ',', '"', '^', "'", '\u0000', '\t', '\u2028', '\uD83C', '\uDF3A', '🌺'),
    fc.constantFrom('\r\n ', '\r\nEND:VEVENT', '\\n', "^'", 'é', '\u200F', ' '),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 120,
});

const entries: fc.Arbitrary<CalendarEntry> = fc
  .record({
    sequence: fc.integer({ min: 1, max: 10_000 }),
    start: fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') }),
    minutes: fc.integer({ min: 1, max: 3000 }),
    timeZone: fc.constantFrom(...ZONES),
    summary: text,
    description: text,
    location: fc.record({
      name: text,
      address: text,
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    }),
    url: fc.option(fc.webUrl({ withQueryParameters: true, withFragments: true }), { nil: undefined }),
    names: fc.tuple(text, text),
    email: fc.emailAddress(),
  })
  .map(({ start, minutes, names, email, url, ...rest }) => ({
    ...lecture,
    ...rest,
    ...(url === undefined ? {} : { url }),
    startsAt: new Date(Math.floor(start / 1000) * 1000),
    endsAt: new Date(Math.floor(start / 1000) * 1000 + minutes * 60_000),
    organizer: { ...lecture.organizer, name: names[0] },
    attendee: { name: names[1], email },
  }));

/** What of a text can be written at all. */
function writable(given: string): string {
  return [...given.toWellFormed().replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')]
    .filter((letter) => letter === '\n' || letter === '\t' || !/\p{Cc}/u.test(letter))
    .join('');
}

function instant(event: ICAL.Component, name: string, zone: ICAL.Component | null): number {
  const time = event.getFirstPropertyValue(name) as ICAL.Time;
  if (zone) time.zone = new ICAL.Timezone(zone);
  return time.toUnixTime() * 1000;
}

describe('any entry', () => {
  it('is written without a fault', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        for (const write of [invite, cancellation, calendarFile]) expect(strictFaults(write(entry))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is read as it was meant', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const { calendar, event } = opened(invite(entry));
        const zone = calendar.getFirstSubcomponent('vtimezone');
        expect(instant(event, 'dtstart', zone)).toBe(entry.startsAt.getTime());
        expect(instant(event, 'dtend', zone)).toBe(entry.endsAt.getTime());
        expect(event.getFirstPropertyValue('summary')).toBe(writable(entry.summary));
        expect(event.getFirstPropertyValue('description') ?? '').toBe(writable(entry.description));
        expect(event.getFirstPropertyValue('url') ?? undefined).toBe(entry.url);
        expect(event.getAllProperties('attendee')).toHaveLength(1);
        expect(decodeURIComponent(String(event.getFirstPropertyValue('attendee')))).toBe(
          `mailto:${entry.attendee.email}`,
        );
      }),
      { numRuns: 300 },
    );
  });
});

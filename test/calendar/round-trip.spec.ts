import { calendarFeed, calendarFile, type CalendarEntry, cancellation, invite, strictFaults } from '#calendar';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { lecture, opened, published } from './entry.js';

const ZONES = ['Europe/London', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'];

// Any code units at all, and often those that mean something to a calendar, a mail or a terminal.
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\r', '\n', '\\', ';', ':', ',', '"', '^', "'", '\u0000', '\t', '\u2028', '\uD83C', '\uDF3A', '🌺'),
    fc.constantFrom('\r\n ', '\r\nEND:VEVENT', '\\n', "^'", 'é', '\u200F', '\u202E', '\u2066', ' '),
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

/** The name that a reader finds beside an address: one line, without what no parameter can hold. */
function nameIn(given: string): string | undefined {
  const line = writable(given)
    .replace(/[ \t]*[\n\t]+[ \t]*/g, ' ')
    .trim();
  return line.replaceAll('"', "'").replaceAll('\\', '/') || undefined;
}

/** The entry as each kind of text carries it. */
const WRITERS: Readonly<Record<string, (entry: CalendarEntry) => string>> = {
  invitation: invite,
  cancellation,
  file: calendarFile,
  feed: (entry) =>
    calendarFeed({
      name: entry.summary,
      timeZone: entry.timeZone,
      entries: [{ ...published(entry), cancelled: entry.sequence % 2 === 0 }],
    }),
};

describe.each(Object.entries(WRITERS))('any entry, in the %s,', (kind, write) => {
  const guests = kind === 'invitation' || kind === 'cancellation' ? 1 : 0;

  it('is written without a fault', () => {
    fc.assert(
      fc.property(entries, (entry) => expect(strictFaults(write(entry))).toEqual([])),
      { numRuns: 200 },
    );
  });

  it('is read as it was meant', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const { calendar, event } = opened(write(entry));
        const zone = calendar.getFirstSubcomponent('vtimezone');
        expect(instant(event, 'dtstart', zone)).toBe(entry.startsAt.getTime());
        expect(instant(event, 'dtend', zone)).toBe(entry.endsAt.getTime());
        expect(event.getFirstPropertyValue('uid')).toBe(entry.uid);
        expect(event.getFirstPropertyValue('sequence')).toBe(entry.sequence);
        expect(event.getFirstPropertyValue('summary')).toBe(writable(entry.summary));
        expect(event.getFirstPropertyValue('description') ?? '').toBe(writable(entry.description));
        expect(event.getFirstPropertyValue('url') ?? undefined).toBe(entry.url);
        expect(event.getFirstProperty('organizer')!.getFirstParameter('cn')).toBe(nameIn(entry.organizer.name));
      }),
      { numRuns: 200 },
    );
  });

  it(`holds ${guests === 1 ? 'its guest' : 'no guest'} and nothing that was not given`, () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const { calendar, event } = opened(write(entry));
        expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);
        expect(event.getAllSubcomponents()).toEqual([]);
        const attendees = event.getAllProperties('attendee').map((one) => ({
          name: one.getFirstParameter('cn'),
          address: decodeURIComponent(String(one.getFirstValue())),
        }));
        const { name, email } = entry.attendee;
        const guest = { name: nameIn(name), address: `mailto:${email}` };
        expect(attendees).toEqual(guests === 1 ? [guest] : []);
      }),
      { numRuns: 200 },
    );
  });
});

import { calendarFile, cancellation, invite, strictFaults } from '#calendar';
import fc from 'fast-check';
import { between, lecture } from './entry.js';

const good = invite(lecture);
const inUtc = invite({ ...lecture, timeZone: 'UTC' });
const cancelled = cancellation({ ...lecture, sequence: 1 });
const published = calendarFile(lecture);

const irregular = invite(between('2026-06-15T12:00:00Z', '2026-06-15T13:00:00Z', 'Asia/Jerusalem'));

const without = (line: RegExp) => (text: string) => text.replace(new RegExp(`^${line.source}\r\n( .*\r\n)*`, 'm'), '');
const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);
const before = (mark: string, line: string) => swap(mark, `${line}\r\n${mark}`);
const event = (line: string) => before('STATUS:', line);

const broken: [name: string, text: string, breaks: (text: string) => string, fault: RegExp][] = [
  ['no line end at the end', good, (text) => text.slice(0, -2), /last line/],
  ['line ends of Unix', good, swap(/\r\n/g, '\n'), /lone CR or LF/],
  ['a lone CR', good, swap('Memorial', 'Mem\rorial'), /lone CR/],
  ['an empty line', good, before('BEGIN:VEVENT', ''), /is empty/],
  ['NUL', good, swap('Memorial', 'Mem\u0000rial'), /control/],
  ['a line separator', good, swap('Memorial', 'Mem\u2028rial'), /control/],
  ['half a character', good, swap('Memorial', 'Mem\uD83Crial'), /half a character/],
  ['a fold inside a character', good, swap('Memorial', '\uD83C\r\n \uDF3A'), /half a character/],
  ['a line of 76 octets', good, swap('SUMMARY:7/7 Memorial Lecture', `SUMMARY:${'é'.repeat(34)}`), /longer than 75/],
  ['a name in small letters', good, swap('SUMMARY', 'Summary'), /in capitals/],
  ['a line without a value', good, event('TRANSP'), /name in capitals/],
  ['an open quotation mark', good, swap('CN=Ann', 'CN="Ann'), /cannot be read/],
  ['an escaped quotation mark', good, swap('CN=Ann Birch', 'CN="Ann \\"A\\" Birch"'), /cannot be read/],
  ['a name with a colon, unquoted', good, swap('CN=Ann Birch', 'CN=Ann: Birch'), /ATTENDEE is malformed/],
  ['a quotation mark in RFC 6868', good, swap('CN=Ann Birch', "CN=Ann ^'A^'"), /wrong CN/],
  ['a parameter twice', good, swap('CN=Ann', 'CN=Bob;CN=Ann'), /CN twice/],
  ['a parameter that is not for it', good, swap('SUMMARY:', 'SUMMARY;LANGUAGE=en:'), /wrong LANGUAGE/],
  ['an unknown PARTSTAT', good, swap('NEEDS-ACTION', 'PERHAPS'), /wrong PARTSTAT/],
  ['two calendars', good, (text) => text + text, /after the calendar/],
  ['a calendar that does not end', good, without(/END:VCALENDAR/), /no whole VCALENDAR/],
  ['nothing', good, () => '', /no whole VCALENDAR/],
  ['something before it', good, (text) => `X-A:1\r\n${text}`, /before the calendar/],
  ['crossed components', good, swap('END:STANDARD', 'END:DAYLIGHT'), /ends DAYLIGHT inside STANDARD/],
  ['an alarm', good, before('END:VEVENT', 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM'), /VALARM stands here/],
  ['an event outside', good, swap(/VCALENDAR/g, 'VEVENT'), /VEVENT stands here/],
  ['a property after a component', good, before('END:VCALENDAR', 'X-WR-CALNAME:x'), /after a component/],
  ['an unregistered property', good, before('METHOD', 'TIMEZONE-ID:x'), /TIMEZONE-ID is not for/],
  ['a duration', good, event('DURATION:PT1H'), /DURATION is not for/],
  ...['VERSION', 'PRODID', 'METHOD', 'UID', 'SEQUENCE', 'DTSTAMP', 'DTEND', 'SUMMARY', 'ORGANIZER', 'TZOFFSETTO'].map(
    (name): (typeof broken)[number] => [
      `no ${name}`,
      good,
      without(new RegExp(`${name}[:;].*`)),
      new RegExp(`no ${name}`),
    ],
  ),
  ['two summaries', good, event('SUMMARY:x'), /more than one SUMMARY/],
  ['two guests', good, event('ATTENDEE:mailto:bob@example.org'), /more than one ATTENDEE/],
  ['another version', good, swap('VERSION:2.0', 'VERSION:1.0'), /VERSION is malformed/],
  ['another calendar scale', good, swap('GREGORIAN', 'JULIAN'), /CALSCALE is malformed/],
  ['a method that this house does not send', good, swap('METHOD:REQUEST', 'METHOD:COUNTER'), /METHOD is malformed/],
  ['a comma that is not escaped', good, swap('Memorial', 'Memorial, '), /SUMMARY is malformed/],
  ['a semicolon that is not escaped', good, swap('Memorial', 'Memorial; '), /SUMMARY is malformed/],
  ['an escape that there is not', good, swap('Memorial', '\\Memorial'), /SUMMARY is malformed/],
  ['a backslash at the end', good, swap('Lecture', 'Lecture\\'), /SUMMARY is malformed/],
  ['an escaped URL', good, swap('events/lecture', 'events\\,lecture'), /URL is malformed/],
  ['a URL that is none', good, swap('URL:https', 'URL:?'), /URL is malformed/],
  ['an address that is none', good, swap('mailto:ann@', 'mailto:ann.'), /ATTENDEE is malformed/],
  ['an address without mailto', good, swap('mailto:rsvp', 'rsvp'), /ORGANIZER is malformed/],
  ['a negative sequence', good, swap('SEQUENCE:0', 'SEQUENCE:-1'), /SEQUENCE is malformed/],
  ['a place off the globe', good, swap('GEO:51', 'GEO:151'), /GEO is malformed/],
  ['a place with a comma', good, swap('GEO:51.4851;', 'GEO:51.4851,'), /GEO is malformed/],
  ['another title on the map', good, swap('X-TITLE=Chelsea', 'X-TITLE=Kensington'), /LOCATION .* differ/],
  ['no address on the map', good, swap('SW3 4HS\r\nGEO', 'SW3\r\nGEO'), /LOCATION .* differ/],
  ['a stamp on the venue’s clock', good, swap(/(DTSTAMP:.*)Z/, '$1'), /DTSTAMP is not a time in UTC/],
  ['a stamp in a zone', good, swap(/DTSTAMP:(.*)Z/, 'DTSTAMP;TZID=Europe/London:$1'), /DTSTAMP is not a time in UTC/],
  ['a time without a zone', good, swap('DTSTART;TZID=Europe/London', 'DTSTART'), /neither/],
  ['a time in UTC and in a zone', good, swap('T180000', 'T180000Z'), /neither/],
  ['a date for a time', good, swap('20260701T180000', '20260701'), /neither/],
  [
    'a day that there is not',
    good,
    swap('DTSTART;TZID=Europe/London:20260701', 'DTSTART;TZID=Europe/London:20260631'),
    /neither/,
  ],
  ['a 30 February', inUtc, swap('DTEND:20260701', 'DTEND:20260230'), /DTEND is neither/],
  ['a second too many', inUtc, swap('T170000Z', 'T170060Z'), /neither/],
  ['a time that spring leaves out', good, swap(/20260701T180000/, '20260329T013000'), /does not have/],
  ['a time that autumn repeats', good, swap(/20260701T180000/, '20261025T013000'), /has twice/],
  ['an end in another form', good, swap(/DTEND;TZID=Europe\/London:(.*)/, 'DTEND:20260701T183000Z'), /another form/],
  ['an end before the start', good, swap('T193000', 'T173000'), /too early/],
  ['an end at the start', inUtc, swap('T183000Z', 'T170000Z'), /too early/],
  ['a zone without its definition', good, swap(/BEGIN:VTIMEZONE[^]*END:VTIMEZONE\r\n/, ''), /not defined/],
  ['another zone’s definition', good, swap('TZID:Europe/London', 'TZID:Europe/Paris'), /not defined/],
  ['a definition for nothing', good, swap(/;TZID=Europe\/London/g, ''), /not used/],
  ['a definition twice', good, (text) => text.replace(/BEGIN:VTIMEZONE[^]*END:VTIMEZONE\r\n/, '$&$&'), /defined twice/],
  ['an empty definition', good, swap(/BEGIN:DAYLIGHT[^]*END:STANDARD\r\n/, ''), /no STANDARD or DAYLIGHT/],
  ['a change of clocks in UTC', good, swap('DTSTART:20250330T010000', 'DTSTART:20250330T010000Z'), /local time/],
  [
    'a date of change with a zone',
    irregular,
    swap('RDATE:', 'RDATE;TZID=Asia/Jerusalem:'),
    /RDATE is not a local time/,
  ],
  ['a missing date of change', irregular, without(/RDATE:2026.*/), /wrong offset/],
  ['another rule', good, swap('BYMONTH=3;', 'BYMONTH=8;'), /wrong offset/],
  ['no summer time', good, swap(/BEGIN:DAYLIGHT[^]*END:DAYLIGHT\r\n/, ''), /wrong offset/],
  ['another offset', good, swap('TZOFFSETTO:+0100', 'TZOFFSETTO:+0200'), /wrong offset/],
  ['an offset of minus nought', good, swap('TZOFFSETTO:+0000', 'TZOFFSETTO:-0000'), /TZOFFSETTO is malformed/],
  ['a rule every second', good, swap('FREQ=YEARLY', 'FREQ=SECONDLY'), /RRULE is malformed/],
  ['no event', good, swap(/BEGIN:VEVENT[^]*END:VEVENT\r\n/, ''), /no VEVENT/],
  [
    'two events in one request',
    good,
    (text) => text.replace(/BEGIN:VEVENT[^]*END:VEVENT\r\n/, '$&$&'),
    /more than one VEVENT/,
  ],
  ['a request for nobody', good, without(/ATTENDEE.*/), /REQUEST has no ATTENDEE/],
  ['a request that is cancelled', good, swap('CONFIRMED', 'CANCELLED'), /REQUEST is CANCELLED/],
  ['a published guest', published, swap('STATUS', 'ATTENDEE:mailto:ann@example.org\r\nSTATUS'), /PUBLISH names/],
  ['a cancellation that is not', cancelled, swap('STATUS:CANCELLED', 'STATUS:CONFIRMED'), /CANCEL is not/],
  ['a cancellation for nobody', cancelled, without(/ATTENDEE.*/), /CANCEL has no ATTENDEE/],
  ['a cancellation that keeps the time', cancelled, swap('TRANSPARENT', 'OPAQUE'), /do not fit/],
  ['a cancellation that is no news', cancelled, swap('SEQUENCE:1', 'SEQUENCE:0'), /raise SEQUENCE/],
];

describe('the strict check', () => {
  it.each([
    ['an invitation', good],
    ['an invitation in UTC', inUtc],
    ['a cancellation', cancelled],
    ['a downloaded file', published],
    ['a zone without a yearly rule', irregular],
  ])('finds nothing wrong with %s', (_, text) => {
    expect(strictFaults(text)).toEqual([]);
  });

  it.each(broken)('finds %s', (_, text, breaks, fault) => {
    const mutant = breaks(text);
    expect(mutant).not.toBe(text);
    expect(strictFaults(mutant).join('\n')).toMatch(fault);
  });

  it('says on which line', () => {
    expect(strictFaults(good.replace('SEQUENCE:0', 'SEQUENCE:00'))).toEqual(['line 25: SEQUENCE is malformed']);
  });

  it('never throws, whatever it reads', () => {
    const place = fc.nat(good.length);
    const mutants = fc
      .tuple(
        place,
        fc.nat(40),
        fc.oneof(fc.constant(''), fc.string(), fc.constantFrom('\r\n', ':', '"', ';', 'BEGIN:')),
      )
      .map(([from, length, text]) => good.slice(0, from) + text + good.slice(from + length));
    fc.assert(
      fc.property(mutants, (mutant) => Array.isArray(strictFaults(mutant))),
      { numRuns: 1000 },
    );
  });
});

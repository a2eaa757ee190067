import { zoned } from '#kernel';
import type { CalendarEntry, Person, PublishedEntry } from './calendar-entry.js';
import { mailto, paragraph, parameter, unbroken } from './clean-text.js';
import { type JcalComponent, type JcalProperty, written } from './jcal.js';
import { located } from './location.js';
import { zoneDefinition } from './time-zone.js';

type Method = 'PUBLISH' | 'REQUEST' | 'CANCEL';

const PRODUCT = '-//Gatehouse//Gatehouse//EN';

/** A new or changed place, for mail: METHOD:REQUEST (RFC 5546 §3.2.2). */
export function invite(entry: CalendarEntry): string {
  return calendarObject('REQUEST', entry, [
    ...going(),
    attendee(entry.attendee, { partstat: 'NEEDS-ACTION', rsvp: 'TRUE' }),
  ]);
}

/** A place that is given up or taken back, for mail: METHOD:CANCEL (RFC 5546 §3.2.5); `sequence` must be raised. */
export function cancellation(entry: CalendarEntry): string {
  return calendarObject('CANCEL', entry, [
    ['status', {}, 'text', 'CANCELLED'],
    ['transp', {}, 'text', 'TRANSPARENT'],
    attendee(entry.attendee, {}),
  ]);
}

/**
 * The file behind "download": METHOD:PUBLISH (RFC 5546 §3.2.1), so without the guest. Opening a
 * REQUEST from disk makes clients offer answers, or complain that its owner is not invited.
 */
export function calendarFile(entry: PublishedEntry): string {
  return calendarObject('PUBLISH', entry, going());
}

function calendarObject(method: Method, entry: PublishedEntry, state: readonly JcalProperty[]): string {
  const times = writtenTimes(entry);
  const event: JcalComponent = ['vevent', [...eventProperties(entry, times.properties), ...state], []];
  return written([
    'vcalendar',
    [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', PRODUCT],
      ['calscale', {}, 'text', 'GREGORIAN'],
      ['method', {}, 'text', method],
    ],
    [...times.zones, event],
  ]);
}

function eventProperties(entry: PublishedEntry, times: readonly JcalProperty[]): JcalProperty[] {
  if (!Number.isSafeInteger(entry.sequence) || entry.sequence < 0) {
    throw new RangeError(`A SEQUENCE is a whole number, not ${entry.sequence}.`);
  }
  const details = paragraph(entry.description);
  return [
    ['uid', {}, 'text', unbroken(entry.uid)],
    ['sequence', {}, 'integer', entry.sequence],
    ['dtstamp', {}, 'date-time', utc(entry.stamp)],
    ...times,
    ['summary', {}, 'text', paragraph(entry.summary)],
    ...(details === '' ? [] : [['description', {}, 'text', details] as const]),
    ...located(entry.location),
    ...(entry.url ? [['url', {}, 'uri', unbroken(entry.url)] as const] : []),
    ['organizer', named(entry.organizer), 'cal-address', mailto(entry.organizer.email)],
  ];
}

/**
 * DTSTART and DTEND on the venue's clock with its zone. In an hour that the autumn change repeats a
 * clock time names two instants and readers disagree which, so such an entry is written in UTC.
 */
function writtenTimes({ startsAt, endsAt, timeZone }: PublishedEntry): {
  readonly properties: readonly JcalProperty[];
  readonly zones: readonly JcalComponent[];
} {
  if (!(endsAt.getTime() - startsAt.getTime() >= 1000)) throw new RangeError('An entry must end after it starts.');
  const inUtc = isUtc(timeZone) || [startsAt, endsAt].some((instant) => isRepeated(instant, timeZone));
  const time = (name: string, instant: Date): JcalProperty =>
    inUtc
      ? [name, {}, 'date-time', utc(instant)]
      : [name, { tzid: timeZone }, 'date-time', wallClock(instant, timeZone)];
  return {
    properties: [time('dtstart', startsAt), time('dtend', endsAt)],
    zones: inUtc ? [] : [zoneDefinition(timeZone, startsAt, endsAt)],
  };
}

/** A `Z` says the same as `TZID=UTC`, of which Outlook complains. */
function isUtc(timeZone: string): boolean {
  return /^(Etc\/)?(UTC|UCT|Universal|Zulu)$/i.test(timeZone);
}

function isRepeated(instant: Date, timeZone: string): boolean {
  const clock = zoned(instant, timeZone).toPlainDateTime();
  const [one, other] = (['earlier', 'later'] as const).map((disambiguation) =>
    clock.toZonedDateTime(timeZone, { disambiguation }),
  );
  return !one!.equals(other!);
}

function wallClock(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: 'second' });
}

function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

function going(): JcalProperty[] {
  return [
    ['status', {}, 'text', 'CONFIRMED'],
    ['transp', {}, 'text', 'OPAQUE'],
  ];
}

function attendee(person: Person, answer: Readonly<Record<string, string>>): JcalProperty {
  const role = { cutype: 'INDIVIDUAL', role: 'REQ-PARTICIPANT', ...answer };
  return ['attendee', { ...role, ...named(person) }, 'cal-address', mailto(person.email)];
}

function named({ name }: Person): Readonly<Record<string, string>> {
  const cn = parameter(name);
  return cn === '' ? {} : { cn };
}

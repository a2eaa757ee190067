import type { CalendarEntry, CalendarFeed, Person, PublishedEntry } from './calendar-entry.js';
import { mailto, oneLine, paragraph, parameter, unbroken } from './clean-text.js';
import { type JcalComponent, type JcalProperty, written } from './jcal.js';
import { located } from './location.js';
import { zoneDefinition } from './time-zone.js';
import { isRepeated, wallClock } from './wall-clock.js';

type Method = 'PUBLISH' | 'REQUEST' | 'CANCEL';

const PRODUCT = '-//Gatehouse//Gatehouse//EN';
/** How often to look, at the most; many clients look once a day whatever a feed says. */
const PACE = 'PT1H';
/** Any day: it only says from which years on the zone of an empty feed is written. */
const NO_DAY = new Date('2026-01-01T12:00:00Z');

/** A new or changed place, for mail: METHOD:REQUEST (RFC 5546 §3.2.2). */
export function invite(entry: CalendarEntry): string {
  return calendarObject('REQUEST', entry, [
    ...going(),
    attendee(entry.attendee, { partstat: 'NEEDS-ACTION', rsvp: 'TRUE' }),
  ]);
}

/** A place that is given up or taken back, for mail: METHOD:CANCEL (RFC 5546 §3.2.5); `sequence` must be raised. */
export function cancellation(entry: CalendarEntry): string {
  return calendarObject('CANCEL', entry, [...gone(), attendee(entry.attendee, {})]);
}

/**
 * The file behind "download": METHOD:PUBLISH (RFC 5546 §3.2.1), so without the guest. Opening a
 * REQUEST from disk makes clients offer answers, or complain that its owner is not invited.
 */
export function calendarFile(entry: PublishedEntry): string {
  return calendarObject('PUBLISH', entry, going());
}

/**
 * A calendar to subscribe to: METHOD:PUBLISH (RFC 5546 §3.2.1) with a name and a pace (RFC 7986 §5.1, §5.7). The
 * same feed is always the same bytes. What is cancelled stays until it is left out, so that whoever looks late
 * sees why nobody is there.
 */
export function calendarFeed({ name, timeZone, entries }: CalendarFeed): string {
  const title = oneLine(name);
  const events = entries.map((entry) => vevent(entry, entry.cancelled ? gone() : going()));
  return vcalendar(
    'PUBLISH',
    [
      ...(title === ''
        ? []
        : (['name', 'x-wr-calname'] as const).map((property) => [property, {}, 'text', title] as const)),
      ['refresh-interval', {}, 'duration', PACE],
      ['x-published-ttl', {}, 'duration', PACE],
    ],
    // A calendar without any component is none (RFC 5545 §3.6), so one without entries defines its zone.
    entries.length > 0 ? [...zonesOf(entries), ...events] : [zoneDefinition(timeZone, NO_DAY, NO_DAY)],
  );
}

function calendarObject(method: Method, entry: PublishedEntry, state: readonly JcalProperty[]): string {
  return vcalendar(method, [], [...zonesOf([entry]), vevent(entry, state)]);
}

function vcalendar(method: Method, about: readonly JcalProperty[], components: readonly JcalComponent[]): string {
  return written([
    'vcalendar',
    [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', PRODUCT],
      ['calscale', {}, 'text', 'GREGORIAN'],
      ['method', {}, 'text', method],
      ...about,
    ],
    components,
  ]);
}

function vevent(entry: PublishedEntry, state: readonly JcalProperty[]): JcalComponent {
  return ['vevent', [...eventProperties(entry), ...state], []];
}

function eventProperties(entry: PublishedEntry): JcalProperty[] {
  if (!Number.isSafeInteger(entry.sequence) || entry.sequence < 0) {
    throw new RangeError(`A SEQUENCE is a whole number, not ${entry.sequence}.`);
  }
  const details = paragraph(entry.description);
  return [
    ['uid', {}, 'text', unbroken(entry.uid)],
    ['sequence', {}, 'integer', entry.sequence],
    ['dtstamp', {}, 'date-time', utc(entry.stamp)],
    ...writtenTimes(entry),
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
function writtenTimes(entry: PublishedEntry): JcalProperty[] {
  const { startsAt, endsAt, timeZone } = entry;
  if (!(endsAt.getTime() - startsAt.getTime() >= 1000)) throw new RangeError('An entry must end after it starts.');
  const inUtc = isWrittenInUtc(entry);
  const time = (name: string, instant: Date): JcalProperty =>
    inUtc
      ? [name, {}, 'date-time', utc(instant)]
      : [name, { tzid: timeZone }, 'date-time', wallClock(instant, timeZone)];
  return [time('dtstart', startsAt), time('dtend', endsAt)];
}

function isWrittenInUtc({ startsAt, endsAt, timeZone }: PublishedEntry): boolean {
  return isUtc(timeZone) || [startsAt, endsAt].some((instant) => isRepeated(instant, timeZone));
}

/** The definition of each zone that the entries name, over all of their times (RFC 5545 §3.6.5). */
function zonesOf(entries: readonly PublishedEntry[]): JcalComponent[] {
  const byZone = Map.groupBy(
    entries.filter((entry) => !isWrittenInUtc(entry)),
    ({ timeZone }) => timeZone,
  );
  return [...byZone].map(([timeZone, alike]) => {
    const first = alike.reduce((least, { startsAt }) => (startsAt < least ? startsAt : least), alike[0]!.startsAt);
    const last = alike.reduce((most, { endsAt }) => (endsAt > most ? endsAt : most), alike[0]!.endsAt);
    return zoneDefinition(timeZone, first, last);
  });
}

/** A `Z` says the same as `TZID=UTC`, of which Outlook complains. */
function isUtc(timeZone: string): boolean {
  return /^(Etc\/)?(UTC|UCT|Universal|Zulu)$/i.test(timeZone);
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

function gone(): JcalProperty[] {
  return [
    ['status', {}, 'text', 'CANCELLED'],
    ['transp', {}, 'text', 'TRANSPARENT'],
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

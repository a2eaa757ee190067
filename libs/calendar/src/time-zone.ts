import { Temporal } from 'temporal-polyfill';
import type { JcalComponent, JcalProperty } from './jcal.js';
import { yearOf } from './wall-clock.js';

const YEARS_BEFORE = 1;
const YEARS_AFTER = 5;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

interface ClockChange {
  /** What the clock showed at the change, still in the old offset (RFC 5545 §3.6.5). */
  readonly wall: Temporal.PlainDateTime;
  readonly from: string;
  readonly to: string;
  readonly forward: boolean;
  readonly after: Temporal.ZonedDateTime;
}

/**
 * The zone's VTIMEZONE, the same as Intl's rules from the start of the entry's year until five years
 * after it. Outlook understands one STANDARD and one DAYLIGHT with a yearly rule and guesses at the
 * rest (MS-OXCICAL §2.1.3.1.1.19), so a zone that keeps such rules is written so. Any other zone
 * has each change of its clocks written out, which every other reader takes.
 */
export function zoneDefinition(timeZone: string, startsAt: Date, endsAt: Date): JcalComponent {
  const first = yearOf(startsAt, timeZone) - YEARS_BEFORE;
  const end = yearOf(endsAt, timeZone) + YEARS_AFTER + 1;
  const name = `${timeZone} ${first} ${end}`;
  const known = definitions.get(name);
  if (known) return known;
  const made = definitionFor(timeZone, newYear(first, timeZone), newYear(end, timeZone));
  definitions.set(name, made);
  return made;
}

/** Few venues and few years: this stays small, and spares every mail an eighth of the time that it takes to write it. */
const definitions = new Map<string, JcalComponent>();

function definitionFor(timeZone: string, first: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): JcalComponent {
  const changes = changesBetween(first, end);
  const observances = yearly(changes, end.year - first.year) ?? writtenOut(first, changes);
  return ['vtimezone', [['tzid', {}, 'text', timeZone]], observances];
}

function newYear(year: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(timeZone);
}

function changesBetween(first: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): ClockChange[] {
  const changes: ClockChange[] = [];
  let before = first;
  for (;;) {
    const after = before.getTimeZoneTransition('next');
    if (!after || Temporal.ZonedDateTime.compare(after, end) >= 0) return changes;
    changes.push({
      wall: after.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime(),
      from: before.offset,
      to: after.offset,
      forward: after.offsetNanoseconds > before.offsetNanoseconds,
      after,
    });
    before = after;
  }
}

/** One observance for the clocks going forward and one for them going back, if each keeps its rule every year. */
function yearly(changes: readonly ClockChange[], years: number): JcalComponent[] | undefined {
  const forward = changes.filter((change) => change.forward);
  const back = changes.filter((change) => !change.forward);
  if (forward.length !== years || back.length !== years) return undefined;
  const [summer, winter] = [yearlyRule(forward), yearlyRule(back)];
  return summer && winter && [observance(forward[0]!, summer), observance(back[0]!, winter)];
}

/** Takes seven years or more, which tell "the last Sunday" from "the fourth" for certain. */
function yearlyRule(changes: readonly ClockChange[]): object | undefined {
  const { wall, from, to } = changes[0]!;
  const week = changes.every(isInLastWeek) ? -1 : weekOfMonth(changes[0]!);
  const keepsIt = changes.every(
    (change, index) =>
      change.from === from &&
      change.to === to &&
      change.wall.year === wall.year + index &&
      change.wall.month === wall.month &&
      change.wall.dayOfWeek === wall.dayOfWeek &&
      change.wall.toPlainTime().equals(wall.toPlainTime()) &&
      (week === -1 || weekOfMonth(change) === week),
  );
  return keepsIt ? { freq: 'YEARLY', bymonth: wall.month, byday: `${week}${WEEKDAYS[wall.dayOfWeek - 1]}` } : undefined;
}

function isInLastWeek({ wall }: ClockChange): boolean {
  return wall.day > wall.daysInMonth - 7;
}

function weekOfMonth({ wall }: ClockChange): number {
  return Math.ceil(wall.day / 7);
}

/**
 * One observance for each pair of offsets, with its changes as RDATEs; before the first change, what
 * held then. The first change is an RDATE as well, since ical.js forgets DTSTART beside an RDATE; and
 * each RDATE has its own line, since it reads no more than one.
 */
function writtenOut(first: Temporal.ZonedDateTime, changes: readonly ClockChange[]): JcalComponent[] {
  const offsets = Object.groupBy(changes, ({ from, to }) => `${from} ${to}`);
  const observances = Object.values(offsets).map((alike = []) =>
    observance(alike[0]!, undefined, alike.length > 1 ? alike : []),
  );
  const coversEntry = changes[0] && changes[0].after.year === first.year;
  return coversEntry ? observances : [observance(standing(first, changes[0])), ...observances];
}

function standing(first: Temporal.ZonedDateTime, next: ClockChange | undefined): ClockChange {
  return {
    wall: first.toPlainDateTime(),
    from: first.offset,
    to: first.offset,
    forward: next?.forward === false,
    after: first,
  };
}

function observance(change: ClockChange, rule?: object, dates: readonly ClockChange[] = []): JcalComponent {
  const properties: JcalProperty[] = [
    ['dtstart', {}, 'date-time', written(change.wall)],
    ['tzoffsetfrom', {}, 'utc-offset', change.from],
    ['tzoffsetto', {}, 'utc-offset', change.to],
    ['tzname', {}, 'text', shortName(change.after)],
    ...(rule ? [['rrule', {}, 'recur', rule] as const] : []),
    ...dates.map(({ wall }): JcalProperty => ['rdate', {}, 'date-time', written(wall)]),
  ];
  return [change.forward ? 'daylight' : 'standard', properties, []];
}

function written(wall: Temporal.PlainDateTime): string {
  return wall.toString({ smallestUnit: 'second' });
}

/** "BST", or "GMT+5:30" where British English has no shorter name. */
function shortName({ timeZoneId, epochMilliseconds, offset }: Temporal.ZonedDateTime): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: timeZoneId, timeZoneName: 'short' });
  return format.formatToParts(epochMilliseconds).find((part) => part.type === 'timeZoneName')?.value ?? offset;
}

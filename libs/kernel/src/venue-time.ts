import { Temporal } from 'temporal-polyfill';

/** The instant as read on a clock in the zone. Instants are stored, zones are for people. */
export function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

/**
 * The instant of a wall-clock time (`2027-06-12T10:30`) in the zone. A time that does not exist,
 * in the hour that the spring change leaves out, is refused with a RangeError.
 */
export function instantAt(local: string, timeZone: string): Date {
  const wall = Temporal.PlainDateTime.from(local);
  const there = wall.toZonedDateTime(timeZone);
  if (!there.toPlainDateTime().equals(wall)) {
    throw new RangeError(`${local} does not exist in ${timeZone}: the clocks go forward over it.`);
  }
  return new Date(there.epochMilliseconds);
}

/** The same clock time so many days later. Throws a RangeError where there is no such time on that day. */
export function daysLater(instant: Date, days: number, timeZone: string): Date {
  return instantAt(zoned(instant, timeZone).toPlainDateTime().add({ days }).toString(), timeZone);
}

/** "Saturday 12 June 2027" */
export function dayOf(instant: Date, timeZone: string): string {
  return DAY.in(timeZone).format(instant).replace(',', '');
}

/** "10:30" */
export function timeOf(instant: Date, timeZone: string): string {
  return TIME.in(timeZone).format(instant);
}

/** One formatter a zone: making one costs far more than using it. */
class Format {
  private readonly formatters = new Map<string, Intl.DateTimeFormat>();

  constructor(private readonly options: Intl.DateTimeFormatOptions) {}

  in(timeZone: string): Intl.DateTimeFormat {
    const known = this.formatters.get(timeZone);
    if (known) return known;
    const made = new Intl.DateTimeFormat('en-GB', { timeZone, ...this.options });
    this.formatters.set(timeZone, made);
    return made;
  }
}

const DAY = new Format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const TIME = new Format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

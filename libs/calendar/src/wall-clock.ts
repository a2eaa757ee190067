import { zoned } from '#kernel';

interface Reading {
  readonly wall: string;
  readonly year: number;
  readonly repeated: boolean;
}

/** What the clocks of the zone show at the instant, as iCalendar writes it. */
export function wallClock(instant: Date, timeZone: string): string {
  return readingAt(instant, timeZone).wall;
}

/** The year that it is in the zone then. */
export function yearOf(instant: Date, timeZone: string): number {
  return readingAt(instant, timeZone).year;
}

/** Whether the clocks show the same time an hour before or after as well, because they are put back. */
export function isRepeated(instant: Date, timeZone: string): boolean {
  return readingAt(instant, timeZone).repeated;
}

/** Thousands are told of the same few instants, and to reckon one costs as much as to write the rest of an entry. */
const readings = new Map<string, Reading>();
const MOST_READINGS = 10_000;

function readingAt(instant: Date, timeZone: string): Reading {
  const name = `${instant.getTime()} ${timeZone}`;
  const known = readings.get(name);
  if (known) return known;
  if (readings.size === MOST_READINGS) readings.clear();
  const made = reckon(instant, timeZone);
  readings.set(name, made);
  return made;
}

function reckon(instant: Date, timeZone: string): Reading {
  const clock = zoned(instant, timeZone).toPlainDateTime();
  const [one, other] = (['earlier', 'later'] as const).map((disambiguation) =>
    clock.toZonedDateTime(timeZone, { disambiguation }),
  );
  const wall = clock.toString({ smallestUnit: 'second' });
  return { wall, year: clock.year, repeated: !one!.equals(other!) };
}

import { Temporal } from 'temporal-polyfill';
import type { SessionRule } from '#contracts';
import { InvalidInput, instantAt } from '#kernel';
import type { SessionTimes } from './session-times.js';

const MOST = 500;
const MINUTE_MS = 60_000;

type Rule = Pick<SessionRule, 'days' | 'opens' | 'closes' | 'lengthMinutes' | 'gapMinutes' | 'admissionMinutes'>;

/**
 * The timed entries of a rule, in order. Starts are clock times in the zone: 10:30 is 10:30 on every day,
 * whatever the clocks did that night; an entry lasts its minutes. Throws InvalidInput for a start that does
 * not exist, days named twice, a day that holds no entry, or more than 500 entries.
 */
export function timedEntries(rule: Rule, timeZone: string): SessionTimes[] {
  const { days } = rule;
  if (new Set(days).size < days.length) throw fault('/days', 'day_named_twice', 'Please name each day once.');
  const starts = startsOf(rule);
  if (starts.length * days.length > MOST) {
    throw fault('/days', 'too_many_sessions', `This would make more than ${MOST} sessions. Please divide it.`);
  }
  const entries = days.toSorted().flatMap((day) => entriesOf(day, starts, rule, timeZone));
  if (entries.length === 0) throw nothingFits();
  return entries;
}

/** Minutes after midnight, as the clock shows them. */
function startsOf({ opens, closes, lengthMinutes, gapMinutes, admissionMinutes = lengthMinutes }: Rule): number[] {
  if (admissionMinutes > lengthMinutes) {
    throw fault('/admissionMinutes', 'times_do_not_fit', 'Nobody can arrive after the end.');
  }
  const [first, end] = [minutesOf(opens), minutesOf(closes)];
  const last = end - lengthMinutes;
  if (last < first) throw nothingFits();
  const step = admissionMinutes + gapMinutes;
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function entriesOf(day: string, starts: readonly number[], rule: Rule, timeZone: string): SessionTimes[] {
  const closing = instant(day, minutesOf(rule.closes), timeZone);
  return starts.map((start) => entryAt(instant(day, start, timeZone), rule)).filter(({ endsAt }) => endsAt <= closing);
}

function entryAt(startsAt: Date, { lengthMinutes, admissionMinutes = lengthMinutes }: Rule): SessionTimes {
  const after = (minutes: number) => new Date(startsAt.getTime() + minutes * MINUTE_MS);
  const endsAt = after(lengthMinutes);
  return { startsAt, endsAt, admissionOpensAt: startsAt, admissionClosesAt: after(admissionMinutes) };
}

function instant(day: string, minutes: number, timeZone: string): Date {
  const time = Temporal.PlainTime.from('00:00').add({ minutes }).toString({ smallestUnit: 'minute' });
  try {
    return instantAt(`${day}T${time}`, timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const detail = `On ${day} there is no ${time} in ${timeZone}: the clocks go forward over it.`;
    throw fault('/days', 'time_does_not_exist', detail);
  }
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours! * 60 + minutes!;
}

function nothingFits(): InvalidInput {
  return fault('/closes', 'nothing_fits', 'No entry of that length fits between these times.');
}

function fault(pointer: string, code: string, detail: string): InvalidInput {
  return new InvalidInput([{ pointer, code, detail }]);
}

import { Temporal } from 'temporal-polyfill';
import { DATE_RULE } from '#contracts';
import { InvalidInput } from '#kernel';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
 * The day of another year on which an event begins that began on `first`, by a rule such as `same weekday`, `week
 * of 7 July` or `second weekend of June` (see DateRule in contracts). Weeks are those of ISO 8601, and a weekend
 * belongs to the month of its Saturday. Throws InvalidInput if that year has no such day.
 */
export function newFirstDay(rule: string, first: Temporal.PlainDate, year: number): Temporal.PlainDate {
  const { day, weekIn, nth, on, month } = DATE_RULE.exec(rule)?.groups ?? {};
  if (weekIn !== undefined) return sameWeekday(first, dayIn(year, weekIn, Number(day)));
  if (nth === undefined || on === undefined || month === undefined) return nearest(first, year);
  if (on !== 'weekend') return nthOf(nth, on, year, month);
  return sameWeekday(first, nthOf(nth, 'Saturday', year, month));
}

/** At most three days before or after the same date. */
function nearest(first: Temporal.PlainDate, year: number): Temporal.PlainDate {
  const date = first.with({ year });
  const ahead = (first.dayOfWeek - date.dayOfWeek + 7) % 7;
  return date.add({ days: ahead > 3 ? ahead - 7 : ahead });
}

/** The day of that week that has the weekday of `first`. */
function sameWeekday(first: Temporal.PlainDate, inWeek: Temporal.PlainDate): Temporal.PlainDate {
  return inWeek.add({ days: first.dayOfWeek - inWeek.dayOfWeek });
}

function dayIn(year: number, monthName: string, day: number): Temporal.PlainDate {
  const month = MONTHS.indexOf(monthName) + 1;
  if (day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) {
    throw noSuchDay(`${year} has no ${day} ${monthName}.`);
  }
  return Temporal.PlainDate.from({ year, month, day });
}

function nthOf(nth: string, weekday: string, year: number, monthName: string): Temporal.PlainDate {
  const dayOfWeek = WEEKDAYS.indexOf(weekday) + 1;
  const month = Temporal.PlainYearMonth.from({ year, month: MONTHS.indexOf(monthName) + 1 });
  const days = Array.from({ length: month.daysInMonth }, (_, index) => month.toPlainDate({ day: index + 1 }));
  const those = days.filter((day) => day.dayOfWeek === dayOfWeek);
  const found = nth === 'last' ? those.at(-1) : those[ORDINALS.indexOf(nth)];
  if (!found) throw noSuchDay(`${monthName} ${year} has no ${nth} ${weekday}.`);
  return found;
}

function noSuchDay(detail: string): InvalidInput {
  return new InvalidInput([{ pointer: '/dateRule', code: 'no_such_day', detail }]);
}

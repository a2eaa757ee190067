import { Temporal } from 'temporal-polyfill';
import { zoned } from '#kernel';

const SATURDAY = 6;
const WEDNESDAY = 3;

/** The days of one season, in the venue's calendar. */
export interface Season {
  readonly year: number;
  /** The last Saturday of May. */
  readonly chelseaFringe: Temporal.PlainDate;
  /** The second weekend of June: Saturday and Sunday. */
  readonly openSquares: readonly [Temporal.PlainDate, Temporal.PlainDate];
  /** The Wednesday of the week of 7 July. */
  readonly lecture: Temporal.PlainDate;
}

/** The season that is still wholly ahead, with at least two weeks to register. */
export function comingSeason(now: Date, timeZone: string): Season {
  const today = zoned(now, timeZone).toPlainDate();
  const thisYear = seasonOf(today.year);
  const inTime = Temporal.PlainDate.compare(today.add({ weeks: 2 }), thisYear.chelseaFringe) < 0;
  return inTime ? thisYear : seasonOf(today.year + 1);
}

function seasonOf(year: number): Season {
  const lastOfMay = Temporal.PlainDate.from({ year, month: 5, day: 31 });
  const firstOfJune = Temporal.PlainDate.from({ year, month: 6, day: 1 });
  const anniversary = Temporal.PlainDate.from({ year, month: 7, day: 7 });
  const secondSaturday = firstOfJune.add({ days: ((SATURDAY - firstOfJune.dayOfWeek + 7) % 7) + 7 });
  return {
    year,
    chelseaFringe: lastOfMay.subtract({ days: (lastOfMay.dayOfWeek - SATURDAY + 7) % 7 }),
    openSquares: [secondSaturday, secondSaturday.add({ days: 1 })],
    lecture: anniversary.add({ days: WEDNESDAY - anniversary.dayOfWeek }),
  };
}

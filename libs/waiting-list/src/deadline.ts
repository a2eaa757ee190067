import { instantAt, zoned } from '#kernel';

const MINUTE = 60_000;
/** Of the time that is left, so that there is time for the next party, and the one after it. */
const SHARE = 1 / 4;
/** Less than this is no offer: a mail has to arrive and somebody has to read it. */
export const LEAST = 30 * MINUTE;
/** Whoever accepts at the last moment has to get there. */
export const ON_THE_WAY = 15 * MINUTE;
const STEP = 5 * MINUTE;
const [EVENING, MORNING] = [21, 9];

export interface OfferRule {
  readonly startsAt: Date;
  /** How long the event keeps places for a party. */
  readonly offerMinutes: number;
  readonly timeZone: string;
}

/**
 * Until when places are kept for a party to whom they are offered now, or undefined if it is too late to offer any.
 * That is the event's time, and less as the session nears: at most a quarter of what is left, at least half an hour, and
 * never later than a quarter of an hour before the session. It does not end at night (21:00 to 9:00 where the session
 * is): rather the next morning, or else that evening. Only where the session leaves neither does it end at the last
 * moment that there is.
 */
export function offerDeadline(now: Date, { startsAt, offerMinutes, timeZone }: OfferRule): Date | undefined {
  const [from, last] = [now.getTime(), startsAt.getTime() - ON_THE_WAY];
  if (last - from < LEAST) return undefined;
  const left = startsAt.getTime() - from;
  const time = Math.max(LEAST, Math.min(offerMinutes * MINUTE, left * SHARE));
  const wished = Math.min(Math.ceil((from + time) / STEP) * STEP, last);
  return new Date(byDay(wished, { from, last, timeZone }));
}

interface Bounds {
  readonly from: number;
  readonly last: number;
  readonly timeZone: string;
}

function byDay(wished: number, { from, last, timeZone }: Bounds): number {
  const there = zoned(new Date(wished), timeZone);
  if (there.hour >= MORNING && (there.hour < EVENING || isExactly(wished, EVENING, timeZone))) return wished;
  const night = there.hour >= EVENING ? there : there.subtract({ days: 1 });
  const morning = clock(night.add({ days: 1 }).toPlainDate().toString(), MORNING, timeZone);
  if (morning <= last) return morning;
  const evening = clock(night.toPlainDate().toString(), EVENING, timeZone);
  return evening - from >= LEAST ? evening : last;
}

function isExactly(instant: number, hour: number, timeZone: string): boolean {
  const there = zoned(new Date(instant), timeZone);
  return there.hour === hour && there.minute === 0 && there.second === 0 && there.millisecond === 0;
}

function clock(day: string, hour: number, timeZone: string): number {
  return instantAt(`${day}T${String(hour).padStart(2, '0')}:00`, timeZone).getTime();
}

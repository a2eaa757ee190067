import type { Temporal } from 'temporal-polyfill';
import { instantAt } from '#kernel';
import type { SampleSession } from './sample.js';
import { TIME_ZONE } from './venues.js';

export interface TimedEntries {
  /** Clock times in the venue's zone, `10:00`; an entry begins at each step from the first to the last. */
  readonly first: string;
  readonly last: string;
  readonly minutes: number;
  readonly people: number;
}

/** The entries of one garden day, one after the other. */
export function timedEntries(day: Temporal.PlainDate, { first, last, minutes, people }: TimedEntries): SampleSession[] {
  const start = instantAt(`${day.toString()}T${first}`, TIME_ZONE).getTime();
  const end = instantAt(`${day.toString()}T${last}`, TIME_ZONE).getTime();
  const length = minutes * 60_000;
  return Array.from({ length: Math.floor((end - start) / length) + 1 }, (_, index) => {
    const startsAt = new Date(start + index * length);
    const endsAt = new Date(startsAt.getTime() + length);
    return {
      title: null,
      room: null,
      startsAt,
      endsAt,
      admissionOpensAt: startsAt,
      admissionClosesAt: endsAt,
      capacity: people,
      pools: [{ name: 'Public', audience: 'public', places: people }],
    };
  });
}

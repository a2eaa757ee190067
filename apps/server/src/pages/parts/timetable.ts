import type { SessionView } from '#contracts';
import { dayOf, zoned } from '#kernel';

export interface TimetablePart {
  readonly name: 'Morning' | 'Afternoon' | 'Evening';
  readonly sessions: readonly SessionView[];
}

export interface TimetableDay {
  /** "Saturday 12 June 2027" */
  readonly day: string;
  readonly parts: readonly TimetablePart[];
}

const PARTS = ['Morning', 'Afternoon', 'Evening'] as const;

/** Sessions by the day and the part of the day on the venue's clock, each part in order of time. */
export function timetable(sessions: readonly SessionView[], timeZone: string): TimetableDay[] {
  const inOrder = sessions.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.endsAt.localeCompare(b.endsAt));
  const days = Map.groupBy(inOrder, (session) => dayOf(new Date(session.startsAt), timeZone));
  return [...days].map(([day, itsSessions]) => ({ day, parts: partsOf(itsSessions, timeZone) }));
}

function partsOf(sessions: readonly SessionView[], timeZone: string): TimetablePart[] {
  const byPart = Map.groupBy(sessions, (session) => partOfDay(new Date(session.startsAt), timeZone));
  return PARTS.flatMap((name) => (byPart.has(name) ? [{ name, sessions: byPart.get(name)! }] : []));
}

function partOfDay(instant: Date, timeZone: string): TimetablePart['name'] {
  const { hour } = zoned(instant, timeZone);
  if (hour < 12) return 'Morning';
  return hour < 17 ? 'Afternoon' : 'Evening';
}

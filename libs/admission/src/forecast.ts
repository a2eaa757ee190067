import type { Forecast, ForecastQuarter, ForecastSession } from '#contracts';
import { zoned } from '#kernel';
import type { Venue } from '#programme';
import type { Reach } from '#staff';
import type { PlannedThere, Span } from './forecast.queries.js';

const QUARTER_MS = 15 * 60_000;

type People = Forecast['peak'];
type Place = Pick<Venue, 'id' | 'timeZone' | 'safeNumber'>;

const NOBODY: People = { planned: 0, published: 0, expected: 0, over: 0 };

/**
 * Who is planned to be at the venue, by the quarters of an hour of a time, which begins with one. Quarters are steps
 * in time and not on the clock: the hour that comes twice in autumn has eight of them. Sessions out of reach are
 * counted and not named; `only` leaves out quarters in which none of that event's people are there.
 */
export function forecast(
  venue: Place,
  span: Span,
  there: readonly PlannedThere[],
  reach: Reach,
  only?: string,
): Forecast {
  const quarters = byQuarter(span, there)
    .filter(({ sessions }) => only === undefined || sessions.some(({ eventId }) => eventId === only))
    .map(({ startsAt, sessions }) => quarterOf(venue, startsAt, sessions, reach));
  const shown = new Set(quarters.flatMap(({ sessions }) => sessions));
  return {
    ...{ venueId: venue.id, timeZone: venue.timeZone, safeNumber: venue.safeNumber },
    peak: quarters.reduce<People>(higher, NOBODY),
    sessions: there.filter(({ id }) => shown.has(id)).map(sessionOf),
    quarters,
  };
}

interface Quarter {
  readonly startsAt: Date;
  readonly sessions: PlannedThere[];
}

function byQuarter({ from, until }: Span, there: readonly PlannedThere[]): Quarter[] {
  const count = Math.ceil((until.getTime() - from.getTime()) / QUARTER_MS);
  const quarters = Array.from({ length: count }, (_, index): Quarter => {
    return { startsAt: new Date(from.getTime() + index * QUARTER_MS), sessions: [] };
  });
  const place = (at: Date) => (at.getTime() - from.getTime()) / QUARTER_MS;
  for (const session of there) {
    const first = Math.max(0, Math.floor(place(session.onSiteFrom)));
    const end = Math.min(count, Math.ceil(place(session.onSiteUntil)));
    for (const quarter of quarters.slice(first, end)) quarter.sessions.push(session);
  }
  return quarters;
}

function quarterOf(
  { timeZone, safeNumber }: Place,
  startsAt: Date,
  sessions: readonly PlannedThere[],
  reach: Reach,
): ForecastQuarter {
  const named = sessions.filter(({ eventId }) => reach.covers(eventId)).map(({ id }) => id);
  const local = zoned(startsAt, timeZone);
  return {
    startsAt: startsAt.toISOString(),
    localTime: local.toString({ timeZoneName: 'never', smallestUnit: 'second' }),
    ...mostAtOnce(startsAt, sessions, safeNumber),
    sessions: named,
    elsewhere: sessions.length - named.length,
  };
}

/** People come in the middle of a quarter too, and those who go before are not there with them. */
function mostAtOnce(startsAt: Date, sessions: readonly PlannedThere[], safeNumber: number): People {
  const moments = new Set(sessions.map(({ onSiteFrom }) => Math.max(onSiteFrom.getTime(), startsAt.getTime())));
  const counts = [...moments].map((at) => {
    const then = sessions.filter(
      ({ onSiteFrom, onSiteUntil }) => onSiteFrom.getTime() <= at && onSiteUntil.getTime() > at,
    );
    return peopleOf(then, safeNumber);
  });
  return counts.reduce(higher, NOBODY);
}

function peopleOf(sessions: readonly PlannedThere[], safeNumber: number): People {
  const people = { ...NOBODY };
  let bound = 0;
  for (const { capacity, taken, draft, safeNumberOverride } of sessions) {
    people.planned += capacity;
    people.expected += taken;
    if (!draft) people.published += capacity;
    if (safeNumberOverride === null) bound += capacity;
  }
  return { ...people, over: Math.max(0, bound - safeNumber) };
}

function higher(one: People, other: People): People {
  return {
    planned: Math.max(one.planned, other.planned),
    published: Math.max(one.published, other.published),
    expected: Math.max(one.expected, other.expected),
    over: Math.max(one.over, other.over),
  };
}

function sessionOf({ startsAt, endsAt, onSiteFrom, onSiteUntil, ...session }: PlannedThere): ForecastSession {
  return {
    ...session,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    onSiteFrom: onSiteFrom.toISOString(),
    onSiteUntil: onSiteUntil.toISOString(),
  };
}

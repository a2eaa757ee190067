import type { Exceedance } from '#contracts';
import type { Reach } from '#staff';

/** As the database tells of it. */
export type FoundExceedance = Omit<Exceedance, 'by' | 'elsewhere'>;

/** What the database tells of the times over a safe number as it refuses them. */
export function exceedancesIn(error: unknown, reach: Reach): Exceedance[] {
  const { detail } = ((error as { driverError?: unknown }).driverError ?? error) as { readonly detail?: string };
  return detail === undefined
    ? []
    : (JSON.parse(detail) as FoundExceedance[]).map((found) => exceedanceOf(found, reach));
}

/** Sessions out of reach are counted and not named. */
export function exceedanceOf({ from, until, sessions, ...found }: FoundExceedance, reach: Reach): Exceedance {
  const named = sessions.filter(({ eventId }) => reach.covers(eventId));
  return {
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    ...found,
    by: found.people - found.safeNumber,
    sessions: named.map((session) => ({ ...session, startsAt: new Date(session.startsAt).toISOString() })),
    elsewhere: sessions.length - named.length,
  };
}

import type { Session } from '#programme';
import type { Pool } from './pool.entity.js';

/** What the audit trail compares of a session: what somebody decided. */
export function notedSession(session: Session): object {
  const { title, room, startsAt, endsAt, admissionOpensAt, admissionClosesAt } = session;
  const { capacity, stayMinutes, gapMinutes, status, safeNumberOverride } = session;
  const times = { startsAt, endsAt, admissionOpensAt, admissionClosesAt };
  const told = Object.entries(times).map(([name, instant]) => [name, instant.toISOString()] as const);
  return {
    title,
    room,
    ...Object.fromEntries<string>(told),
    capacity,
    stayMinutes,
    gapMinutes,
    status,
    safeNumberOverride,
  };
}

/** What it compares of a pool. How many are taken changes by itself; whom a private one is for is nobody's business. */
export function notedPool(pool: NotedPool): object {
  const { name, audience, private: hidden, ownerId, places, releasesAt, releasesTo } = pool;
  const whom = hidden ? {} : { name, audience };
  // A new code has a new id; what it says is nobody's business.
  const code = { codeId: pool.codeId, codeLimit: pool.codeLimit };
  return {
    ...whom,
    private: hidden,
    ownerId,
    places,
    ...code,
    releasesAt: releasesAt?.toISOString() ?? null,
    releasesTo,
  };
}

type NotedPool = Pick<
  Pool,
  'name' | 'audience' | 'private' | 'ownerId' | 'places' | 'codeId' | 'codeLimit' | 'releasesAt' | 'releasesTo'
>;

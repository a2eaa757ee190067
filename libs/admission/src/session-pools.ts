import type { PoolAudience, SessionPool } from '#contracts';
import { InvalidInput, newId } from '#kernel';
import type { Session } from '#programme';
import { OverCapacity } from './admission.errors.js';
import type { NewPool } from './admission.service.js';
import { targetFor } from './release-plan.js';
import { isForSpaces, type SpaceAudience } from './space-pools.js';

const EVERYTHING = ({ capacity }: Pick<Session, 'capacity'>): SessionPool[] => [
  { name: 'Public', audience: 'public', places: capacity },
];

/** The pools of a new session, as wished or one public pool for all of it. Throws OverCapacity, InvalidInput or NowhereToRelease. */
export function poolsOf(
  session: Pick<Session, 'id' | 'eventId' | 'capacity'>,
  wishes: readonly SessionPool[] = EVERYTHING(session),
): NewPool[] {
  mustBeDistinct(wishes);
  if (wishes.reduce((sum, { places }) => sum + places, 0) > session.capacity) throw new OverCapacity();
  const ids = new Map(wishes.map(({ name }) => [name, newId()]));
  const among = wishes.map(({ name, audience, releasesAt }) => ({
    ...{ id: ids.get(name)!, audience },
    releasesTo: releasesAt === undefined ? null : '',
  }));
  return wishes.map(({ releasesAt, releasesTo, ...wish }) => ({
    ...{ id: ids.get(wish.name)!, eventId: session.eventId, sessionId: session.id, ...wish },
    ...(releasesAt !== undefined && {
      releasesAt: new Date(releasesAt),
      releasesTo: targetFor(ids.get(wish.name), releasesTo && (ids.get(releasesTo) ?? ''), among),
    }),
  }));
}

/** What is in these pools is for everybody who asks, and everybody may know of it; a session has each once. */
export type OpenAudience = 'public' | SpaceAudience;

export const WHY_OPEN: Readonly<Record<OpenAudience, string>> = {
  public: 'Public places cannot be private.',
  wheelchair: 'People are told how many wheelchair spaces are left, so their pool cannot be private.',
  companion: 'People are told how many places for companions are left, so their pool cannot be private.',
};

const ONCE: Readonly<Record<OpenAudience, string>> = {
  public: 'A session has public places once.',
  wheelchair: 'A session has one pool of wheelchair spaces.',
  companion: 'A session has one pool of places for companions.',
};

export function isOpenToAll(audience: PoolAudience): audience is OpenAudience {
  return audience === 'public' || isForSpaces(audience);
}

function mustBeDistinct(wishes: readonly SessionPool[]): void {
  const faults = wishes.flatMap(({ name, audience, releasesAt, releasesTo, ...wish }, index) => {
    const before = wishes.slice(0, index);
    if (isOpenToAll(audience) && wish.private) return [fault(index, 'private', WHY_OPEN[audience])];
    if (before.some((one) => one.name === name)) return [fault(index, 'name', 'Another pool here has this name.')];
    if (isOpenToAll(audience) && before.some((one) => one.audience === audience)) {
      return [fault(index, 'audience', ONCE[audience])];
    }
    return releasesTo !== undefined && releasesAt === undefined
      ? [fault(index, 'releasesAt', 'Please say when its free places are released.')]
      : [];
  });
  if (faults.length > 0) throw new InvalidInput(faults);
}

function fault(index: number, property: string, detail: string) {
  return { pointer: `/pools/${index}/${property}`, code: 'pools_do_not_fit', detail };
}

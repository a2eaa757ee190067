import type { CloneWish } from '#contracts';
import { daysLater, InvalidInput, type InputFault, newId, zoned } from '#kernel';
import { type Event, newFirstDay, type Session } from '#programme';
import type { Pool } from './pool.entity.js';
import { KEEPS } from './release-plan.js';

/** What stands open by a code gets another one: last year's is known to last year's people. */
export interface PoolToCopy extends Pool {
  readonly newCode: string | null;
}

/** An edition as it is, in the zone of its venue. */
export interface Edition {
  readonly event: Event;
  readonly timeZone: string;
  /** Those to be copied, in the order of their beginning. */
  readonly sessions: readonly Session[];
  readonly pools: readonly PoolToCopy[];
}

type Times = 'startsAt' | 'endsAt' | 'admissionOpensAt' | 'admissionClosesAt';
type Window = Pick<Event, 'registrationOpensAt' | 'registrationClosesAt'>;

export interface ClonePlan {
  readonly movedByDays: number;
  readonly slug: string;
  readonly title: string;
  readonly window: Window;
  readonly sessions: readonly {
    readonly original: Session;
    readonly times: Pick<Session, Times>;
    readonly pools: readonly PoolToCopy[];
  }[];
}

const NOTHING_TO_PLACE: InputFault = {
  pointer: '/dateRule',
  code: 'no_session',
  detail: 'This event has no session that could be placed by a rule; please leave it out.',
};

/** What the same edition is in another year. Throws InvalidInput with every time that would not exist there. */
export function planClone({ event, timeZone, sessions, pools }: Edition, wish: CloneWish): ClonePlan {
  if (sessions.length === 0 && wish.dateRule !== 'same weekday') throw new InvalidInput([NOTHING_TO_PLACE]);
  const first = zoned(sessions[0]?.startsAt ?? event.registrationOpensAt, timeZone).toPlainDate();
  const movedByDays = first.until(newFirstDay(wish.dateRule, first, wish.year), { largestUnit: 'days' }).days;
  const faults: InputFault[] = [];
  const move = (instant: Date) => {
    try {
      return daysLater(instant, movedByDays, timeZone);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      faults.push({ pointer: '/dateRule', code: 'time_does_not_exist', detail: error.message });
      return instant;
    }
  };
  const plan = {
    movedByDays,
    ...namesOf(event, wish, first.year),
    window: movedWindow(event, move),
    sessions: sessions.map((original) => ({
      original,
      times: movedTimes(original, move),
      pools: planned(pools.filter(({ sessionId }) => sessionId === original.id)).map((pool) => ({
        ...pool,
        releasesAt: pool.releasesAt && move(pool.releasesAt),
      })),
    })),
  };
  if (faults.length === 0) faults.push(...outOfOrder(plan));
  if (faults.length > 0) throw new InvalidInput(faults);
  return plan;
}

function movedWindow({ registrationOpensAt, registrationClosesAt }: Event, move: (instant: Date) => Date): Window {
  return {
    registrationOpensAt: move(registrationOpensAt),
    registrationClosesAt: registrationClosesAt && move(registrationClosesAt),
  };
}

function movedTimes(session: Session, move: (instant: Date) => Date): Pick<Session, Times> {
  return {
    startsAt: move(session.startsAt),
    endsAt: move(session.endsAt),
    admissionOpensAt: move(session.admissionOpensAt),
    admissionClosesAt: move(session.admissionClosesAt),
  };
}

/** What lies across the hour that comes twice in autumn may end before it begins on any other night. */
function outOfOrder({ window, sessions }: Pick<ClonePlan, 'window' | 'sessions'>): InputFault[] {
  const { registrationOpensAt: opens, registrationClosesAt: closes } = window;
  const wrong = sessions.filter(
    ({ times }) =>
      times.endsAt <= times.startsAt ||
      times.admissionOpensAt > times.startsAt ||
      times.admissionClosesAt <= times.admissionOpensAt,
  );
  if (wrong.length === 0 && (closes === null || opens < closes)) return [];
  const detail = 'On its new day something would end before it begins, since the clocks were changed on the old one.';
  return [{ pointer: '/dateRule', code: 'times_out_of_order', detail }];
}

/** The year stands for itself, not inside of a longer number. */
function namesOf({ slug, title }: Event, wish: CloneWish, year: number): Pick<ClonePlan, 'slug' | 'title'> {
  const old = new RegExp(`(?<!\\d)${year}(?!\\d)`, 'g');
  const renamed = slug.replace(old, `${wish.year}`);
  const another = renamed === slug ? `${slug.slice(0, 95)}-${wish.year}` : renamed;
  return { slug: wish.slug ?? another, title: wish.title ?? title.replace(old, `${wish.year}`) };
}

/** The pools of one session as they were planned: what was released stands where it came from, under new ids. */
function planned(pools: readonly PoolToCopy[]): PoolToCopy[] {
  const places = new Map(pools.map((pool) => [pool.id, pool.places]));
  for (const { id, releasesTo, releasedPlaces } of pools) {
    if (releasesTo === null) continue;
    const back = Math.min(releasedPlaces, places.get(releasesTo) ?? 0);
    places.set(releasesTo, places.get(releasesTo)! - back);
    places.set(id, places.get(id)! + back);
  }
  const ids = new Map(pools.map(({ id }) => [id, newId()]));
  return pools.map((pool) => {
    const { releasesAt, releasesTo } = isReleasedWithoutPlan(pool) ? KEEPS : pool;
    return {
      ...pool,
      ...{ id: ids.get(pool.id)!, places: places.get(pool.id)! },
      ...{ releasesAt, releasesTo: releasesTo && ids.get(releasesTo)! },
    };
  });
}

/** By hand, when no date was set: then the moment stands in for the date, and is nothing that was planned. */
function isReleasedWithoutPlan({ releasesAt, releasedAt }: Pool): boolean {
  return releasedAt !== null && releasesAt?.getTime() === releasedAt.getTime();
}

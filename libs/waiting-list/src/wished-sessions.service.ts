import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool, openPlaces } from '#admission';
import type { WaitBody } from '#contracts';
import type { Tx } from '#database';
import { Clock, NotFound, zoned } from '#kernel';
import { Admittance, PlacesByBallot, type SessionFacts } from '#registration';
import type { Reach } from '#staff';
import { findOfDays, findPublicPools, findWished, type WishedSession } from './sessions.queries.js';
import { NoWaitingList, OtherEvent, PartyNeverFits, PlacesFree } from './waiting-list.errors.js';

/** Sessions that a party would wait for, with their public pools, which the transaction has locked. */
export interface Wished {
  readonly eventId: string;
  readonly sessions: readonly { readonly pool: LockedPool; readonly facts: SessionFacts }[];
}

type Asked = Pick<WaitBody, 'sessionIds' | 'anyOfDay' | 'partySize' | 'fewerIsFine'>;

/** Finds out for which sessions a party can wait. */
@Injectable()
export class WishedSessions {
  constructor(
    private readonly admission: Admission,
    private readonly admittance: Admittance,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound, OtherEvent, NoWaitingList, PlacesByBallot, PlacesFree or PartyNeverFits. */
  async lock(tx: Tx, asked: Asked, reach?: Reach): Promise<Wished> {
    const named = await this.find(tx, asked.sessionIds);
    const eventId = named[0]!.eventId;
    reach?.mustCover(eventId, 'session');
    const days = asked.anyOfDay ? await findOfDays(tx, eventId, { days: daysOf(named), now: this.clock.now() }) : [];
    const all = new Map([...named, ...days].map((session) => [session.id, session]));
    const pools = await this.lockPools(tx, [...all.keys()]);
    const known = await Promise.all(
      pools.map(async (pool) => ({ pool, facts: (await this.admittance.facts(tx, pool.sessionId))! })),
    );
    if (known.length === 0 || !known[0]!.facts.waitingList) throw new NoWaitingList();
    return { eventId, sessions: toWaitFor(known, new Set(named.map(({ id }) => id)), asked) };
  }

  /** The public pools of these sessions in the order of their ids. */
  async lockPools(tx: Tx, sessionIds: readonly string[]): Promise<LockedPool[]> {
    const locked = await this.admission.lock(tx, await findPublicPools(tx, sessionIds));
    return [...locked.values()].filter(
      ({ audience, sessionId }) => audience === 'public' && sessionIds.includes(sessionId),
    );
  }

  private async find(tx: Tx, sessionIds: readonly string[]): Promise<WishedSession[]> {
    const ids = new Set(sessionIds.map((id) => id.toLowerCase()));
    const named = await findWished(tx, [...ids]);
    if (named.length < ids.size) throw new NotFound('session');
    if (new Set(named.map(({ eventId }) => eventId)).size > 1) throw new OtherEvent();
    return named;
  }
}

/** Those that are full: of a day whichever they are, of those that were named all. Whoever fits somewhere is told so. */
function toWaitFor(known: Wished['sessions'], named: ReadonlySet<string>, asked: Asked): Wished['sessions'] {
  const byBallot = known.find(({ pool }) => pool.ballotId !== null && named.has(pool.sessionId));
  if (byBallot) throw new PlacesByBallot(byBallot.pool.ballotId!);
  const free = known.filter(({ pool, facts }) => {
    const open = facts.cancelled ? 0 : openPlaces(pool);
    return open > 0 && (named.has(pool.sessionId) || open >= asked.partySize);
  });
  if (free.length > 0) {
    throw new PlacesFree(free.map(({ pool }) => ({ sessionId: pool.sessionId, available: openPlaces(pool) })));
  }
  const full = known.filter(
    ({ pool }) => named.has(pool.sessionId) || (pool.ballotId === null && openPlaces(pool) === 0 && pool.places > 0),
  );
  const largest = Math.max(0, ...full.map(({ pool }) => pool.places));
  const least = asked.fewerIsFine ? 1 : asked.partySize;
  if (least > largest) throw new PartyNeverFits(largest);
  return full;
}

function daysOf(sessions: readonly WishedSession[]): string[] {
  return [...new Set(sessions.map(({ startsAt, timeZone }) => zoned(startsAt, timeZone).toPlainDate().toString()))];
}

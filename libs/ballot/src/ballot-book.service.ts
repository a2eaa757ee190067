import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool, unpromisedPlaces } from '#admission';
import { LookAgain, type Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import { Ballot } from './ballot.entity.js';
import { BallotSession } from './ballot-session.entity.js';
import { findPublicPools } from './ballots.queries.js';

/** A ballot that this transaction alone may change, with its sessions and their public pools. */
export interface LockedBallot {
  readonly ballot: Ballot;
  readonly sessions: readonly BallotSession[];
  /** By session. Missing for one whose public pool is gone. */
  readonly pools: ReadonlyMap<string, LockedPool>;
}

/** Reads ballots for those who change them, and keeps their places in the pools. */
@Injectable()
export class BallotBook {
  constructor(
    private readonly admission: Admission,
    private readonly clock: Clock,
  ) {}

  /** Locks the public pools of its sessions, then the ballot. Throws NotFound. */
  async lock(tx: Tx, id: string): Promise<LockedBallot> {
    const seen = isId(id) ? await tx.findOneBy(Ballot, { id }) : null;
    if (!seen) throw new NotFound('ballot');
    const before = await this.sessionsOf(tx, seen);
    const pools = await this.lockPools(tx, seen.eventId, idsOf(before));
    const ballot = await tx.findOneOrFail(Ballot, { where: { id: seen.id }, lock: { mode: 'pessimistic_write' } });
    const sessions = await this.sessionsOf(tx, ballot);
    // It was given other sessions while this waited.
    if (idsOf(sessions).join() !== idsOf(before).join()) throw new LookAgain();
    return { ballot, sessions, pools };
  }

  /** The public pools of these sessions, by session. */
  async lockPools(tx: Tx, eventId: string, sessionIds: readonly string[]): Promise<Map<string, LockedPool>> {
    const found = await findPublicPools(tx, eventId, sessionIds);
    const byId = await this.admission.lock(
      tx,
      found.flatMap(({ poolId }) => poolId ?? []),
    );
    return new Map(
      found.flatMap(({ sessionId, poolId }) => {
        const pool = byId.get(poolId ?? '');
        return pool ? [[sessionId, pool] as const] : [];
      }),
    );
  }

  /** Those of its sessions that are to take place, and are not over by then: now, if it is left out. */
  async goingOn(tx: Tx, ballot: Pick<Ballot, 'id' | 'eventId'>, by = this.clock.now()): Promise<ReadonlySet<string>> {
    const found = await findPublicPools(tx, ballot.eventId, idsOf(await this.sessionsOf(tx, ballot)));
    return new Set(
      found.filter(({ cancelled, endsAt }) => !cancelled && endsAt > by).map(({ sessionId }) => sessionId),
    );
  }

  /**
   * Keeps all places that are free at this moment for those who will be drawn: no change of the pool can take them. None
   * of a session that will be over when it is drawn, or is already because the house was out of order.
   */
  async keep(tx: Tx, { ballot, sessions, pools }: LockedBallot): Promise<BallotSession[]> {
    const now = this.clock.now();
    const goingOn = await this.goingOn(tx, ballot, now > ballot.drawsAt ? now : ballot.drawsAt);
    const kept: BallotSession[] = [];
    for (const session of sessions) {
      const pool = pools.get(session.sessionId);
      const places = pool && goingOn.has(session.sessionId) ? unpromisedPlaces(pool) : 0;
      if (pool && places > 0) await this.admission.offer(tx, pool, places);
      kept.push(await this.write(tx, { ...session, places, kept: places }));
    }
    return kept;
  }

  /** So many people of a session have come into their places. */
  async useKept(tx: Tx, session: BallotSession, pool: LockedPool, people: number): Promise<void> {
    if (people === 0) return;
    await this.admission.endOffer(tx, pool, people, people);
    await this.write(tx, { ...session, kept: session.kept - people });
  }

  /** Gives back what is still kept, and opens the pools to everybody again. */
  async letGo(tx: Tx, { sessions, pools }: LockedBallot): Promise<void> {
    await this.admission.keepForBallot(tx, [...pools.values()], null);
    for (const session of sessions.filter(({ kept }) => kept > 0)) {
      await this.admission.endOffer(tx, pools.get(session.sessionId)!, session.kept, 0);
      await this.write(tx, { ...session, kept: 0 });
    }
  }

  /** Locked, where several change it at once: the pool of the session is locked before. */
  async session(tx: Tx, ballotId: string, sessionId: string): Promise<BallotSession> {
    return tx.findOneOrFail(BallotSession, { where: { ballotId, sessionId }, lock: { mode: 'pessimistic_write' } });
  }

  async sessionsOf(tx: Tx, { id, eventId }: Pick<Ballot, 'id' | 'eventId'>): Promise<BallotSession[]> {
    return tx.find(BallotSession, { where: { ballotId: id, eventId }, order: { sessionId: 'ASC' } });
  }

  private async write(tx: Tx, session: BallotSession): Promise<BallotSession> {
    const { eventId, ballotId, sessionId, places, kept } = session;
    await tx.update(BallotSession, { eventId, ballotId, sessionId }, { places, kept });
    return session;
  }
}

function idsOf(sessions: readonly BallotSession[]): string[] {
  return sessions.map(({ sessionId }) => sessionId);
}

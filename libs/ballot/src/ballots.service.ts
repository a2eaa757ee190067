import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool } from '#admission';
import type { BallotChange, NewBallot } from '#contracts';
import { insertRows, type Tx } from '#database';
import { Clock, expectVersion, type InputFault, InvalidInput, newId, NotFound } from '#kernel';
import { Event, EventCancelled } from '#programme';
import { type Actor, type Asked, AuditTrail, type Reach } from '#staff';
import { Ballot } from './ballot.entity.js';
import { BallotBook, type LockedBallot } from './ballot-book.service.js';
import { BallotCancelled, BallotHasOpened, InAnotherBallot, NoPublicPlaces, PeopleWait } from './ballot.errors.js';
import { BallotSeeds } from './ballot-seeds.service.js';
import { BallotSession } from './ballot-session.entity.js';
import { findPublicPools } from './ballots.queries.js';

/** When entries open and close, and when it is drawn. */
type Times = Pick<Ballot, 'opensAt' | 'closesAt' | 'drawsAt'>;

/** Plans ballots. From the first moment their sessions' public places are for those who will be drawn. */
@Injectable()
export class Ballots {
  constructor(
    private readonly book: BallotBook,
    private readonly seeds: BallotSeeds,
    private readonly admission: Admission,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Answers its id. Throws NotFound, EventCancelled, NoPublicPlaces, InAnotherBallot, PeopleWait or InvalidInput. */
  async plan(tx: Tx, actor: Actor, reach: Reach, wish: NewBallot): Promise<string> {
    const eventId = wish.eventId.toLowerCase();
    reach.mustCover(eventId, 'event');
    const event = await tx.findOne(Event, { where: { id: eventId }, lock: { mode: 'pessimistic_read' } });
    if (!event) throw new NotFound('event');
    if (event.status === 'cancelled') throw new EventCancelled();
    const now = this.clock.now();
    const id = newId();
    const times = timesOf(wish, wish);
    const fresh = { seed: null, listHash: null, closedAt: null, drawnAt: null, settledAt: null, cancelledAt: null };
    const stamps = { announcement: null, version: 1, createdAt: now, updatedAt: now };
    const ballot: Ballot = { id, eventId, ...times, ...this.seeds.make(id), ...fresh, ...stamps };
    const sessionIds = unique(wish.sessionIds);
    const pools = await this.lockFor(tx, ballot, sessionIds);
    await tx.insert(Ballot, ballot);
    await this.setSessions(tx, ballot, sessionIds, pools);
    this.audit.record(tx, actor, { kind: 'ballot.made', subjectId: id, eventId, after: noted(ballot, sessionIds) });
    return id;
  }

  /** Until entries open. Throws NotFound, Stale, BallotHasOpened, BallotCancelled and what planning throws. */
  async change(tx: Tx, actor: Actor, { id, expected, reach }: Asked, wish: BallotChange): Promise<void> {
    const locked = await this.book.lock(tx, id);
    const { ballot, sessions, pools } = locked;
    reach.mustCover(ballot.eventId, 'ballot');
    expectVersion(expected, ballot.version);
    if (ballot.cancelledAt) throw new BallotCancelled();
    if (this.clock.now() >= ballot.opensAt) throw new BallotHasOpened();
    const before = sessions.map(({ sessionId }) => sessionId);
    const after = wish.sessionIds ? unique(wish.sessionIds) : before;
    const changed = { ...ballot, ...timesOf(wish, ballot), version: ballot.version + 1, updatedAt: this.clock.now() };
    const left = [...pools].filter(([sessionId]) => !after.includes(sessionId)).map(([, pool]) => pool);
    await this.admission.keepForBallot(tx, left, null);
    await tx.delete(BallotSession, { ballotId: ballot.id, eventId: ballot.eventId });
    const others = await this.lockFor(tx, changed, after);
    const { opensAt, closesAt, drawsAt, version, updatedAt } = changed;
    const { id: ballotId, eventId } = ballot;
    await tx.update(Ballot, { id: ballotId, eventId }, { opensAt, closesAt, drawsAt, version, updatedAt });
    await this.setSessions(tx, changed, after, others);
    const states = { before: noted(ballot, before), after: noted(changed, after) };
    this.audit.record(tx, actor, { kind: 'ballot.changed', subjectId: ballotId, eventId, ...states });
  }

  /** Locked. Throws NotFound, for what is out of reach too. */
  async lockWithin(tx: Tx, id: string, reach: Reach): Promise<LockedBallot> {
    const locked = await this.book.lock(tx, id);
    reach.mustCover(locked.ballot.eventId, 'ballot');
    return locked;
  }

  /** The pools, locked, after all that could be wrong with them. */
  private async lockFor(tx: Tx, ballot: Ballot, sessionIds: readonly string[]): Promise<LockedPool[]> {
    const { eventId } = ballot;
    const pools = await this.book.lockPools(tx, eventId, sessionIds);
    const found = new Map((await findPublicPools(tx, eventId, sessionIds)).map((one) => [one.sessionId, one]));
    const faults = [...this.faultsOfTimes(ballot), ...sessionIds.flatMap(unknownAmong(found))];
    const starts = [...found.values()].map(({ startsAt }) => startsAt);
    if (starts.some((startsAt) => startsAt <= ballot.drawsAt)) faults.push(TOO_LATE);
    if (faults.length > 0) throw new InvalidInput(faults);
    for (const sessionId of sessionIds) {
      const pool = pools.get(sessionId);
      if (!pool || found.get(sessionId)!.cancelled) throw new NoPublicPlaces(sessionId);
      if (pool.ballotId !== null && pool.ballotId !== ballot.id) throw new InAnotherBallot(sessionId);
      if (pool.waitedFor) throw new PeopleWait(sessionId);
    }
    return [...pools.values()];
  }

  private faultsOfTimes({ opensAt, closesAt, drawsAt }: Times): InputFault[] {
    const wrong = (pointer: string, code: string, detail: string): InputFault[] => [{ pointer, code, detail }];
    return [
      ...(opensAt < this.clock.now() ? wrong('/opensAt', 'not_ahead', 'Please let entries open in the future.') : []),
      ...(closesAt <= opensAt ? wrong('/closesAt', 'times_do_not_fit', 'Entries close after they open.') : []),
      ...(drawsAt < closesAt ? wrong('/drawsAt', 'times_do_not_fit', 'The draw is at the close, or after it.') : []),
    ];
  }

  private async setSessions(
    tx: Tx,
    { id: ballotId, eventId }: Ballot,
    sessionIds: readonly string[],
    pools: readonly LockedPool[],
  ): Promise<void> {
    const rows = sessionIds.map((sessionId) => ({ eventId, ballotId, sessionId, places: null, kept: 0 }));
    insertRows(tx, BallotSession, rows);
    await this.admission.keepForBallot(tx, pools, ballotId);
  }
}

const TOO_LATE: InputFault = {
  pointer: '/drawsAt',
  code: 'times_do_not_fit',
  detail: 'The draw has to be before the first of the sessions begins.',
};

/** With what is not said as it stands; the draw goes with the close unless it is said or stands apart. */
function timesOf(wish: BallotChange, before: BallotChange | Times): Times {
  const opensAt = new Date(wish.opensAt ?? before.opensAt!);
  const closesAt = new Date(wish.closesAt ?? before.closesAt!);
  const together =
    before.drawsAt === undefined || Number(new Date(before.drawsAt)) === Number(new Date(before.closesAt!));
  const drawsAt = new Date(wish.drawsAt ?? (together ? closesAt : before.drawsAt!));
  return { opensAt, closesAt, drawsAt };
}

function unknownAmong(found: ReadonlyMap<string, unknown>): (sessionId: string, index: number) => InputFault[] {
  const detail = 'There is no such session in this event.';
  return (sessionId, index) =>
    found.has(sessionId) ? [] : [{ pointer: `/sessionIds/${index}`, code: 'unknown_session', detail }];
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids.map((one) => one.toLowerCase()))].toSorted();
}

function noted({ opensAt, closesAt, drawsAt, commitment }: Ballot, sessionIds: readonly string[]): object {
  const times = Object.entries({ opensAt, closesAt, drawsAt }).map(([name, at]) => [name, at.toISOString()] as const);
  return { sessionIds, ...Object.fromEntries(times), commitment };
}

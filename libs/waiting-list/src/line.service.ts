import { Injectable } from '@nestjs/common';
import { Admission, type LockedPool } from '#admission';
import type { Tx } from '#database';
import { Jobs } from '#jobs';
import {
  type AddedWish,
  addWishes,
  copyToWishes,
  countLine,
  deleteWishes,
  dissolveLine,
  silenceLines,
  enterLines,
  findOtherWishes,
  insertWishes,
  isWaitedFor,
  leaveLines,
  type NewWish,
} from './line.queries.js';

/** What the job `waiting-list.offer` carries here: see OfferJob in admission. */
export interface LookJob {
  readonly sessionId: string;
  /** Entries that have left the line, or got an offer elsewhere, and may still stand in it. */
  readonly gone?: readonly string[];
}

/** After a large ballot a line may be a hundred thousand parties. */
const GO_AT_ONCE = 1000;

interface Who {
  readonly id: string;
  readonly eventId: string;
}

/**
 * The only writer of the lines. Every method needs the lock of the public pools of the sessions that it is about; so
 * whoever has that lock has the line to themselves, and no two ever wait for each other's rows.
 */
@Injectable()
export class Line {
  constructor(
    private readonly admission: Admission,
    private readonly jobs: Jobs,
  ) {}

  /** New wishes of any number of entries. The sessions of the live ones are waited for from now on. */
  async join(tx: Tx, eventId: string, wishes: readonly NewWish[], pools: readonly LockedPool[]): Promise<void> {
    await insertWishes(tx, wishes);
    await this.lengthen(tx, eventId, wishes, pools);
  }

  /** More wishes of entries that are there already. Answers those that it did not have, or did not stand in line for. */
  async joinMore(
    tx: Tx,
    eventId: string,
    wishes: readonly AddedWish[],
    pools: readonly LockedPool[],
  ): Promise<NewWish[]> {
    const added = await addWishes(tx, wishes);
    await this.lengthen(tx, eventId, added, pools);
    return added;
  }

  private async lengthen(
    tx: Tx,
    eventId: string,
    wishes: readonly NewWish[],
    pools: readonly LockedPool[],
  ): Promise<void> {
    const live = Map.groupBy(
      wishes.filter((wish) => wish.live),
      ({ sessionId }) => sessionId,
    );
    if (live.size === 0) return;
    await countLine(tx, eventId, new Map([...live].map(([id, those]) => [id, those.length])));
    await this.waitFor(
      tx,
      pools.filter(({ sessionId }) => live.has(sessionId)),
    );
  }

  /** An entry that has wishes already stands in these lines; `anew` at its end, else where it stood. */
  async enter(tx: Tx, who: Who, pools: readonly LockedPool[], anew: boolean): Promise<void> {
    const entered = await enterLines(tx, who, sessionsOf(pools), anew);
    if (entered.length === 0) return;
    await countLine(tx, who.eventId, new Map(entered.map((id) => [id, 1])));
    await this.waitFor(
      tx,
      pools.filter(({ sessionId }) => entered.includes(sessionId)),
    );
  }

  async leave(tx: Tx, who: readonly Who[], pools: readonly LockedPool[]): Promise<void> {
    const left = await leaveLines(
      tx,
      who.map(({ id }) => id),
      sessionsOf(pools),
    );
    if (left.size > 0) await countLine(tx, who[0]!.eventId, negative(left));
    for (const pool of pools) await this.openIfNobodyWaits(tx, pool);
  }

  /** What a party does not wish for any more is forgotten, lest it stand there again by going back or joining anew. */
  async giveUp(tx: Tx, who: Who, pools: readonly LockedPool[]): Promise<void> {
    await this.leave(tx, [who], pools);
    await deleteWishes(tx, who, sessionsOf(pools));
  }

  /** Nobody waits for this session any more. Answers who did: so many at once, and a job goes on with those that are left. */
  async dissolve(tx: Tx, pool: LockedPool): Promise<string[]> {
    const { eventId, sessionId } = pool;
    const gone = await dissolveLine(tx, sessionId, GO_AT_ONCE);
    if (gone.length > 0) await countLine(tx, eventId, new Map([[sessionId, -gone.length]]));
    if (gone.length < GO_AT_ONCE) await this.admission.markWaitedFor(tx, pool, false);
    else await this.look(tx, [{ sessionId }]);
    return gone;
  }

  /** The sessions were called off, and everybody has heard. */
  async silence(tx: Tx, eventId: string, sessionIds: readonly string[]): Promise<void> {
    await silenceLines(tx, eventId, sessionIds);
  }

  /** Size or priority of a party has changed. */
  async follow(tx: Tx, who: Who): Promise<void> {
    await copyToWishes(tx, who);
  }

  async openIfNobodyWaits(tx: Tx, pool: LockedPool): Promise<void> {
    if (pool.waitedFor && !(await isWaitedFor(tx, pool.sessionId))) await this.admission.markWaitedFor(tx, pool, false);
  }

  /**
   * Who is served in one session stands in no other line; they are taken out by jobs of their own, since the line of a
   * session is changed under its own lock only.
   */
  async leaveOthers(tx: Tx, entryIds: readonly string[], sessionId: string): Promise<void> {
    const others = Map.groupBy(await findOtherWishes(tx, entryIds, sessionId), (wish) => wish.sessionId);
    await this.look(
      tx,
      [...others].map(([id, wishes]) => ({ sessionId: id, gone: wishes.map(({ entryId }) => entryId) })),
    );
  }

  /** Has somebody look for whom there are places now. */
  async look(tx: Tx, jobs: readonly LookJob[]): Promise<void> {
    await this.jobs.enqueue(tx, 'waiting-list.offer', jobs);
  }

  private async waitFor(tx: Tx, pools: readonly LockedPool[]): Promise<void> {
    for (const pool of pools) await this.admission.markWaitedFor(tx, pool, true);
    await this.look(
      tx,
      pools.map(({ sessionId }) => ({ sessionId })),
    );
  }
}

function sessionsOf(pools: readonly LockedPool[]): string[] {
  return pools.map(({ sessionId }) => sessionId);
}

function negative(counts: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...counts].map(([id, count]) => [id, -count]));
}

import { Injectable } from '@nestjs/common';
import type { LockedPool } from '#admission';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { Admittance } from '#registration';
import { WORKER } from '#staff';
import { wasPassedBy } from './decisions.queries.js';
import { Decisions } from './decisions.service.js';
import { endEntries, notWaiting, seizeAllWaiting, seizeWaiting } from './entries.queries.js';
import { findFirstThatFit, findNext, findSavedFor, type LineRules, type NextInLine, passOver } from './line.queries.js';
import { Line } from './line.service.js';
import { reasonOf } from './reason-of.js';

/** So many at most are served while the pool is locked; then others get their turn. */
export const AT_ONCE = 100;

export interface Served {
  readonly entryId: string;
  readonly recipient: string | null;
  readonly people: number;
  readonly reason: string;
}

/** One look at the line of a session whose public pool is locked by the transaction. */
export interface Round {
  readonly tx: Tx;
  readonly pool: LockedPool;
  readonly rules: LineRules;
}

interface Moment {
  readonly free: number;
  /** Whom this round has passed by because their address holds places: all of them before who is next. */
  readonly passedBy: readonly string[];
}

/** Chooses who is next: the first that fits, unless places are saved for somebody before them. */
@Injectable()
export class Serving {
  constructor(
    private readonly admittance: Admittance,
    private readonly line: Line,
    private readonly decisions: Decisions,
    private readonly clock: Clock,
  ) {}

  /** Takes those whose turn it is out of the line, as long as something fits. */
  async serveAll(round: Round): Promise<Served[]> {
    const { pool, tx } = round;
    const { sessionId, places } = pool;
    const atFirst = pool.places - pool.taken - pool.promised;
    const served = await this.serveInOrder(round, atFirst);
    const except: string[] = [];
    const passedBy: string[] = [];
    for (let free = atFirst - peopleOf(served); free > 0 && served.length < AT_ONCE;) {
      const next = await findNext(tx, { sessionId, free, places, except, passedBy });
      if (!next) break;
      if (next.heldBackBy === null) {
        const one = await this.serve(round, next, { free, passedBy });
        if (one === 'holds') passedBy.push(next.entryId);
        else if (one) served.push(one);
        else except.push(next.entryId);
        free -= typeof one === 'object' ? one.people : 0;
      } else if (!(await this.waitsNoMore(round, next.heldBackBy, passedBy))) break;
    }
    return served;
  }

  /** Those who got an offer elsewhere, or have left, stand in this line no more. */
  async forget(tx: Tx, pool: LockedPool, gone: readonly string[]): Promise<void> {
    if (gone.length === 0) return;
    const { eventId } = pool;
    const ids = await notWaiting(tx, eventId, gone);
    const who = ids.map((id) => ({ id, eventId }));
    if (who.length > 0) await this.line.leave(tx, who, [pool]);
  }

  /**
   * While the first in line fit whole nobody is passed over and nothing depends on who was served before: they are served
   * by a few statements, however many. It ends before the first who does not fit, waits no more, is being served by
   * somebody else, or has places already; who is next then is found one by one.
   */
  private async serveInOrder({ tx, pool }: Round, atFirst: number): Promise<Served[]> {
    // For one place it would be one statement more and no gain.
    if (atFirst < 2) return [];
    const { eventId, sessionId } = pool;
    const first = await findFirstThatFit(tx, { sessionId, free: atFirst, limit: AT_ONCE });
    if (first.length < 2) return [];
    const ids = first.map(({ entryId }) => entryId);
    const seized = await seizeAllWaiting(tx, eventId, ids);
    const keys = [...seized.values()].flatMap(({ emailKey }) => (emailKey === null ? [] : [emailKey]));
    const known = new Set((await this.admittance.known(tx, sessionId, keys)).map(({ emailKey }) => emailKey));
    const served: Served[] = [];
    for (let free = atFirst; served.length < first.length;) {
      const { entryId, partySize } = first[served.length]!;
      const one = seized.get(entryId);
      if (!one || (one.emailKey !== null && known.has(one.emailKey))) break;
      const reason = reasonOf({ passed: 0, holding: 0, people: partySize, free, partySize });
      served.push({ entryId, recipient: one.contactEmail, people: partySize, reason });
      free -= partySize;
    }
    const who = served.map(({ entryId: id }) => ({ id, eventId }));
    if (who.length > 0) await this.line.leave(tx, who, [stillWaitedFor(pool)]);
    return served;
  }

  /**
   * Undefined for who waits no more, whom somebody else is serving at this moment, or who has places already. Whose address
   * only holds places keeps its place in line: anybody may have typed that address, and few follow a link they have not
   * asked for. It is looked at again each minute as long as places are free.
   */
  private async serve(round: Round, next: NextInLine, at: Moment): Promise<Served | 'holds' | undefined> {
    const { tx, pool, rules } = round;
    const { eventId, sessionId } = pool;
    const { entryId, partySize } = next;
    const seized = await seizeWaiting(tx, { id: entryId, eventId });
    if (!seized) {
      await this.forget(tx, stillWaitedFor(pool), [entryId]);
      return undefined;
    }
    const [known] = seized.emailKey === null ? [] : await this.admittance.known(tx, sessionId, [seized.emailKey]);
    if (known?.state === 'unverified') {
      await this.notePassingBy(round, entryId, known.id);
      return 'holds';
    }
    await this.line.leave(tx, [{ id: entryId, eventId }], [stillWaitedFor(pool)]);
    if (known) {
      await this.endRegistered(round, entryId);
      return undefined;
    }
    const { free, passedBy } = at;
    const passed = await passOver(tx, { ...next, sessionId, free, limit: rules.limit, passedBy });
    this.decisions.note(
      tx,
      WORKER,
      passed.savedFor.map((id) => savingFor(id, pool, rules.limit)),
    );
    const people = Math.min(free, partySize);
    const reason = reasonOf({ passed: passed.passed, holding: passedBy.length, people, free, partySize });
    return { entryId, recipient: seized.contactEmail, people, reason };
  }

  /** Once for each hold, though it is looked at each minute. */
  private async notePassingBy({ tx, pool }: Round, entryId: string, holdId: string): Promise<void> {
    const { eventId, sessionId } = pool;
    if (await wasPassedBy(tx, { entryId, sessionId, since: holdId })) return;
    const reason = 'Its address holds places that are not confirmed yet, so it is passed by, and stays in line.';
    this.decisions.note(tx, WORKER, [{ kind: 'passed-by', entryId, eventId, sessionId, reason }]);
  }

  private async endRegistered({ tx, pool }: Round, entryId: string): Promise<void> {
    const { eventId, sessionId } = pool;
    const ended = await endEntries(tx, [entryId], { from: ['waiting'], reason: 'registered', now: this.clock.now() });
    const reason = 'Has places already.';
    this.decisions.note(
      tx,
      WORKER,
      ended.map(({ id }) => ({ kind: 'ended', entryId: id, eventId, sessionId, reason })),
    );
    await this.line.leaveOthers(tx, [entryId], sessionId);
  }

  /** Whom places are saved for may have got some elsewhere in the meantime, and still stand here. */
  private async waitsNoMore({ tx, pool }: Round, entryId: string, passedBy: readonly string[]): Promise<boolean> {
    await this.forget(tx, stillWaitedFor(pool), [entryId]);
    const { sessionId, places } = pool;
    return (await findSavedFor(tx, { sessionId, places, passedBy })) !== entryId;
  }
}

/** Whether nobody waits any more is looked at once, when the round is over. */
function stillWaitedFor(pool: LockedPool): LockedPool {
  return { ...pool, waitedFor: false };
}

function peopleOf(served: readonly Served[]): number {
  return served.reduce((sum, { people }) => sum + people, 0);
}

function savingFor(entryId: string, { eventId, sessionId }: LockedPool, limit: number) {
  const often = limit === 1 ? 'once' : `${limit} times`;
  const reason = `Was passed over ${often}: places are saved for it from now on.`;
  return { kind: 'saved-for' as const, entryId, eventId, sessionId, reason };
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Clock, NOWHERE } from '#kernel';
import { Outbox } from '#mail';
import { type Actor, AuditTrail, WORKER } from '#staff';
import { Ballot } from './ballot.entity.js';
import { BallotBook, type LockedBallot } from './ballot-book.service.js';
import { BallotCancelled, BallotDrawn } from './ballot.errors.js';
import { BallotSeeds } from './ballot-seeds.service.js';
import type { BallotSession } from './ballot-session.entity.js';
import { findEventStatus, findDrawnEntries, lapseUnverified, writeResults } from './ballots.queries.js';
import { draw, type EntryList, hashOfList } from './draw.js';
import { findEntered } from './entries.queries.js';
import { letterTo } from './letter-to.js';

const MAILS_AT_ONCE = 2000;
const EVENT_CANCELLED = 'The whole event was cancelled.';

/** What ends the time of entries: the close, which fixes the list; the draw; or that there is none. */
@Injectable()
export class BallotClosing {
  constructor(
    private readonly book: BallotBook,
    private readonly seeds: BallotSeeds,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Once it is time: who has not confirmed is out, the places are counted and kept, and the list is what its hash says
   * from here on. Entries on their way hold the ballot's row; whoever comes later finds it closed.
   */
  async closeIfDue(tx: Tx, id: string): Promise<void> {
    const locked = await this.book.lock(tx, id);
    const { ballot } = locked;
    const now = this.clock.now();
    if (ballot.closedAt || ballot.cancelledAt || now < ballot.closesAt) return;
    if ((await findEventStatus(tx, ballot.eventId)) !== 'published') return;
    await lapseUnverified(tx, ballot.id, now);
    const sessions = await this.book.keep(tx, locked);
    const list = await listOf(tx, ballot.id, sessions);
    const listHash = hashOfList(list);
    await this.write(tx, ballot, { listHash, closedAt: now });
    this.note(tx, WORKER, 'ballot.closed', ballot, { listHash, entries: list.entries.length });
  }

  /** Once it is time, from the list whose hash was published and from nothing else. Throws if the entries are not those. */
  async drawIfDue(tx: Tx, id: string): Promise<void> {
    const { ballot, sessions } = await this.book.lock(tx, id);
    const now = this.clock.now();
    if (!ballot.closedAt || ballot.drawnAt || ballot.cancelledAt || now < ballot.drawsAt) return;
    const list = await listOf(tx, ballot.id, sessions);
    if (hashOfList(list) !== ballot.listHash) throw new Error(`The entries of ballot ${id} are not those of its list.`);
    const seed = this.seeds.open(ballot);
    const results = draw(seed, list);
    await writeResults(tx, ballot.id, results, now);
    await this.write(tx, ballot, { seed, sealedSeed: null, drawnAt: now });
    const drawn = results.filter(({ sessionId }) => sessionId !== null).length;
    this.note(tx, WORKER, 'ballot.drawn', ballot, { seed, drawn });
  }

  /** Everybody who has entered is told why, unless they have heard. Throws BallotCancelled or BallotDrawn. */
  async cancel(tx: Tx, actor: Actor, locked: LockedBallot, reason: string, tell = true): Promise<void> {
    const { ballot } = locked;
    if (ballot.cancelledAt) throw new BallotCancelled();
    if (ballot.drawnAt) throw new BallotDrawn();
    await this.write(tx, ballot, { cancelledAt: this.clock.now(), announcement: reason });
    await this.book.letGo(tx, locked);
    const { id: subjectId, eventId } = ballot;
    this.audit.record(tx, actor, { kind: 'ballot.cancelled', subjectId, eventId, reason });
    if (tell) await this.tellCancelled(tx, ballot);
  }

  /** A ballot for what does not take place is not drawn. */
  async endWithEvent(tx: Tx, id: string, tell = true): Promise<void> {
    const locked = await this.book.lock(tx, id);
    const { eventId, drawnAt, cancelledAt } = locked.ballot;
    if (drawnAt || cancelledAt || (await findEventStatus(tx, eventId)) !== 'cancelled') return;
    await this.cancel(tx, WORKER, locked, EVENT_CANCELLED, tell);
  }

  private async tellCancelled(tx: Tx, { id, eventId }: Ballot): Promise<void> {
    for (let after = NOWHERE; ;) {
      const entered = await findEntered(tx, id, after, MAILS_AT_ONCE);
      const mails = entered.map((entry) => letterTo({ ...entry, eventId }, 'ballot-cancelled'));
      await this.outbox.put(tx, mails);
      if (entered.length < MAILS_AT_ONCE) return;
      after = entered.at(-1)!.id;
    }
  }

  private async write(tx: Tx, { id, eventId, version }: Ballot, change: Partial<Ballot>): Promise<void> {
    await tx.update(Ballot, { id, eventId }, { ...change, version: version + 1, updatedAt: this.clock.now() });
  }

  private note(tx: Tx, actor: Actor, kind: string, { id: subjectId, eventId }: Ballot, after: object): void {
    this.audit.record(tx, actor, { kind, subjectId, eventId, after });
  }
}

async function listOf(tx: Tx, ballotId: string, sessions: readonly BallotSession[]): Promise<EntryList> {
  const places = sessions.map((one) => ({ id: one.sessionId, places: one.places! }));
  return { ballotId, sessions: places, entries: await findDrawnEntries(tx, ballotId) };
}

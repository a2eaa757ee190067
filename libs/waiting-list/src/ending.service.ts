import { Injectable } from '@nestjs/common';
import type { LockedPool } from '#admission';
import type { WaitEnd } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { Outbox } from '#mail';
import { WORKER } from '#staff';
import { findWhyAdrift } from './adrift.queries.js';
import { Decisions } from './decisions.service.js';
import { type EndedEntry, endEntries, findStillInLine, lockWithoutLine } from './entries.queries.js';
import { isSilenced } from './line.queries.js';
import { Line } from './line.service.js';
import { letterTo } from './letter-to.js';

const WHY: Readonly<Partial<Record<WaitEnd, string>>> = {
  'called-off': 'What they waited for does not take place.',
  over: 'It is too near to offer places.',
  removed: 'It stood in no line any more.',
  unverified: 'The link in the mail was not followed.',
};

/** The end of waiting that nobody has chosen. */
@Injectable()
export class Ending {
  constructor(
    private readonly line: Line,
    private readonly decisions: Decisions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The line of a session goes home; each is told once: that they wait no more, or, where it was called off, that they
   * wait for their other times. That it is too near is no news to who goes on waiting, and nothing is told of what was
   * called off once everybody had heard.
   */
  async dissolve(tx: Tx, pool: LockedPool, reason: 'called-off' | 'over'): Promise<void> {
    const gone = await this.line.dissolve(tx, pool);
    if (gone.length === 0) return;
    const ended = await this.end(tx, await lockWithoutLine(tx, gone), reason);
    if (await isSilenced(tx, pool.sessionId)) return;
    const goOn = reason === 'called-off' ? await findStillInLine(tx, gone) : [];
    const mails = [
      ...ended.map((entry) => letterTo(entry, 'waiting-ended')),
      ...goOn.map((entry) => letterTo(entry, 'waiting-changed')),
    ];
    await this.outbox.put(tx, mails);
  }

  /** Those whose address nobody has vouched for in time. They stand in no line, and hear nothing more. */
  async forgetUnverified(tx: Tx, ids: readonly string[]): Promise<void> {
    await this.end(tx, ids, 'unverified', ['unverified']);
  }

  /** Those of the entries that wait and stand in no line. Nobody is told of what is past. */
  async endAdrift(tx: Tx, ids: readonly string[]): Promise<void> {
    const adrift = await findWhyAdrift(tx, await lockWithoutLine(tx, ids), this.clock.now());
    const toTell = new Set(adrift.filter(({ news }) => news).map(({ id }) => id));
    for (const [reason, those] of Map.groupBy(adrift, (one) => one.reason)) {
      const ended = await this.end(
        tx,
        those.map(({ id }) => id),
        reason,
      );
      const told = ended.filter(({ id }) => toTell.has(id));
      await this.outbox.put(
        tx,
        told.map((entry) => letterTo(entry, 'waiting-ended')),
      );
    }
  }

  /** After a round: there may be more to serve, or nobody left. */
  async finish(tx: Tx, pool: LockedPool, more: boolean): Promise<void> {
    if (more) await this.line.look(tx, [{ sessionId: pool.sessionId }]);
    else await this.line.openIfNobodyWaits(tx, pool);
  }

  private async end(tx: Tx, ids: readonly string[], reason: WaitEnd, from = ['waiting']): Promise<EndedEntry[]> {
    const ended = await endEntries(tx, ids, { from, reason, now: this.clock.now() });
    const words = WHY[reason] ?? reason;
    this.decisions.note(
      tx,
      WORKER,
      ended.map(({ id: entryId, eventId }) => ({
        kind: 'ended',
        entryId,
        eventId,
        reason: words,
        after: { state: 'ended' },
      })),
    );
    return ended;
  }
}

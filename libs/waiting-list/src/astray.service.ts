import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Clock } from '#kernel';
import { Outbox } from '#mail';
import { WORKER } from '#staff';
import { EntryChanges } from './entry-changes.service.js';
import { EntryLocks } from './entry-locks.service.js';
import { inTurn } from './in-turn.js';
import { isSilenced } from './line.queries.js';
import { findOffersAstray } from './offers.queries.js';
import { letterTo } from './letter-to.js';

/** Offers of places in what does not take place any more. */
@Injectable()
export class OffersAstray {
  constructor(
    private readonly database: Database,
    private readonly locks: EntryLocks,
    private readonly changes: EntryChanges,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Each party goes on waiting for its other sessions where it stood, or waits no more; and is told, unless it has heard. */
  async withdrawAll(): Promise<number> {
    const astray = await findOffersAstray(this.database.reader, this.clock.now());
    let withdrawn = 0;
    await inTurn(astray, async ({ entryId }) => {
      if (await this.database.transaction((tx) => this.withdraw(tx, entryId))) withdrawn++;
    });
    return withdrawn;
  }

  private async withdraw(tx: Tx, entryId: string): Promise<boolean> {
    const locked = await this.locks.lock(tx, entryId);
    if (!locked.offer) return false;
    const why = { by: WORKER, reason: 'What was offered does not take place.' };
    await this.changes.endOffer(tx, locked, 'withdrawn', why);
    const goesOn = await this.changes.goBack(tx, locked, WORKER);
    if (!goesOn) await this.changes.end(tx, locked, 'called-off', { by: WORKER });
    if (!(await isSilenced(tx, locked.offer.row.sessionId)))
      await this.outbox.put(tx, [letterTo(locked.entry, goesOn ? 'offer-ended' : 'waiting-ended')]);
    return true;
  }
}

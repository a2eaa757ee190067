import { Injectable } from '@nestjs/common';
import type { OfferAcceptance, OfferRefusal, WaitChange } from '#contracts';
import { Database, type InTransaction, type Tx } from '#database';
import { attendee } from '#registration';
import { EntryChanges } from './entry-changes.service.js';
import { type LockedEntry, EntryLocks } from './entry-locks.service.js';
import { OfferAnswers } from './offer-answers.service.js';
import { PartyForgetting } from './party-forgetting.service.js';
import { PartyForgotten } from './waiting-list.errors.js';

/** What the holder of the link to an entry can do. Each of these locks everything that it may change. */
@Injectable()
export class OwnEntry {
  constructor(
    private readonly database: Database,
    private readonly locks: EntryLocks,
    private readonly changes: EntryChanges,
    private readonly answers: OfferAnswers,
    private readonly forgetting: PartyForgetting,
  ) {}

  /** For callers without a transaction of their own. */
  readonly run: InTransaction = (work) => this.database.transaction(work);

  /** Somebody has followed the link that we mailed: they stand in line from now on. Once more it does nothing. */
  async confirm(tx: Tx, id: string): Promise<void> {
    const locked = await this.locks.lock(tx, id);
    if (locked.entry.state === 'unverified') await this.changes.confirm(tx, locked, attendee(id));
  }

  /** Throws NotWaiting, OnlySmaller or NotFound. */
  async change(tx: Tx, id: string, change: WaitChange): Promise<void> {
    const locked = await this.locks.lock(tx, id);
    await this.changes.change(tx, locked, change, attendee(id));
    if (change.partySize !== undefined) await this.forgetting.forgetWhoStays(tx, locked.entry, change.partySize);
  }

  /** Gives back what is offered, too. Once more it does nothing. */
  async leave(tx: Tx, id: string): Promise<void> {
    const locked = await this.locks.lock(tx, id);
    if (!isLive(locked)) return;
    if (locked.offer) await this.changes.endOffer(tx, locked, 'declined', { by: attendee(id), reason: 'Said no.' });
    await this.changes.leave(tx, locked, attendee(id));
  }

  /** Answers the registration's id; asked again, the same. Throws what `OfferAnswers.accept` throws. */
  async accept(tx: Tx, id: string, acceptance: OfferAcceptance): Promise<string> {
    return this.answers.accept(tx, await this.locks.lock(tx, id), acceptance, attendee(id));
  }

  /** Not these places. The party goes on waiting for its other sessions if it wishes and there are any. Throws OfferEnded. */
  async decline(tx: Tx, id: string, { keepWaiting = true }: OfferRefusal): Promise<void> {
    const locked = await this.locks.lock(tx, id);
    await this.changes.endOffer(tx, locked, 'declined', { by: attendee(id), reason: 'Said no.' });
    if (!keepWaiting || !(await this.changes.goOn(tx, locked, attendee(id)))) {
      await this.changes.end(tx, locked, 'declined', { by: attendee(id) });
    }
  }

  /**
   * At the end of the line again, for who did not answer in time, has declined or has left. Throws what
   * `EntryChanges.rejoin` throws, and PartyForgotten.
   */
  async rejoin(tx: Tx, id: string): Promise<void> {
    const locked = await this.locks.lock(tx, id);
    if (this.forgetting.isDue(locked.entry)) throw new PartyForgotten();
    await this.changes.rejoin(tx, locked, attendee(id));
  }
}

function isLive({ entry: { state } }: LockedEntry): boolean {
  return state === 'unverified' || state === 'waiting' || state === 'offered';
}

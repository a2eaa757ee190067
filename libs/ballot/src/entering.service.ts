import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Changes } from '#changes';
import { type EnterBody, type EntryReceipt, emailKey } from '#contracts';
import { brokenConstraint, LookAgain, type Tx } from '#database';
import { Clock } from '#kernel';
import { Candidacy } from '#registration';
import { BallotEntry } from './ballot-entry.entity.js';
import { findKnown } from './entries.queries.js';
import { EntryDesk, mustBeOpen } from './entry-desk.service.js';
import { EntryDetails } from './entry-details.service.js';
import { newEntry, withPreferences } from './new-entry.js';

/** More entries of one address that wait for its link than anybody needs who has mistyped something. */
const MOST_UNVERIFIED = 3;

export type Entered = { readonly receipt: EntryReceipt } | { readonly known: true };

/** Takes entries. */
@Injectable()
export class Entering {
  constructor(
    private readonly desk: EntryDesk,
    private readonly candidacy: Candidacy,
    private readonly details: EntryDetails,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /**
   * One entry for each address. Where the event confirms by mail everybody gets the same answer, so that nobody learns
   * who has entered; elsewhere `known` says that the address is in already, and its holder is mailed the link. Throws
   * NotFound, BallotNotOpen, BallotClosed, BallotCancelled, SessionCancelled, PartyTooLarge or InvalidInput.
   */
  async enter(tx: Tx, ballotId: string, sent: EnterBody, source: BallotEntry['source']): Promise<Entered> {
    const ballot = await this.desk.share(tx, ballotId);
    mustBeOpen(ballot, this.clock.now());
    const body = withPreferences(ballot, sent);
    const confirmation = await this.candidacy.judge(tx, body.preferences[0]!, body);
    const [id, key] = [randomUUID(), emailKey(body.contact.email)];
    const state = confirmation === 'by-email' ? 'unverified' : 'entered';
    const details = this.details.seal(id, body);
    const entry = newEntry(ballot, body, { id, state, source, emailKey: key, details, now: this.clock.now() });
    const known = await findKnown(tx, ballot.id, key);
    const inAlready = known.find((one) => one.state === 'entered');
    if (inAlready) {
      await this.desk.remind(tx, ballot.eventId, inAlready);
      return confirmation === 'by-email' ? { receipt: this.receiptOf(entry) } : { known: true };
    }
    if (known.length < MOST_UNVERIFIED) await this.insert(tx, entry);
    return { receipt: this.receiptOf(entry) };
  }

  private async insert(tx: Tx, entry: BallotEntry): Promise<void> {
    try {
      await tx.insert(BallotEntry, entry);
    } catch (error) {
      // The same address at the same moment: it is found there when this is done again.
      if (brokenConstraint(error) === 'ballot_entries_one_per_address') throw new LookAgain();
      throw error;
    }
    this.changes.put(tx, [{ kind: 'ballot-entry.made', subjectId: entry.id, eventId: entry.eventId }]);
    await this.desk.tellEntered(tx, entry);
  }

  private receiptOf({ id, ballotId, state, partySize, preferences, createdAt }: BallotEntry): EntryReceipt {
    const entryUrl = state === 'entered' ? this.desk.entryUrl(id) : null;
    return { id, ballotId, state, partySize, preferences, entryUrl, createdAt: createdAt.toISOString() };
  }
}

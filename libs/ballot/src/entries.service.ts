import { Injectable } from '@nestjs/common';
import type { EntryView } from '#contracts';
import { brokenConstraint, Database, type Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import { type Actor, AuditTrail } from '#staff';
import { BallotEntry } from './ballot-entry.entity.js';
import { AlreadyEntered, BallotClosed, EntryWithdrawn } from './ballot.errors.js';
import { EntryDesk, mustBeOpen } from './entry-desk.service.js';

/** The holder of an entry's link; who that is stands in the entry, and nowhere else. */
export function entrant(entryId: string): Actor {
  return { kind: 'attendee', id: entryId, name: 'entrant', address: null };
}

interface Deed {
  readonly by: Actor;
  readonly kind: string;
  readonly reason?: string | undefined;
}

/** What can be done with an entry: by its holder, and by the team for them. */
@Injectable()
export class Entries {
  constructor(
    private readonly database: Database,
    private readonly desk: EntryDesk,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound. */
  async view(id: string, tx: Tx = this.database.reader): Promise<EntryView> {
    const found = await tx.findOneBy(BallotEntry, { id });
    if (!found) throw new NotFound('entry');
    return this.viewOf(found);
  }

  /** Its address is right: from now on it is in. Again it changes nothing. Throws BallotClosed, BallotCancelled, EntryWithdrawn or AlreadyEntered. */
  async confirm(tx: Tx, id: string): Promise<EntryView> {
    const entry = await this.lock(tx, id);
    if (entry.state === 'entered') return this.viewOf(entry);
    if (entry.state === 'withdrawn') throw new EntryWithdrawn();
    mustBeOpen(await this.desk.share(tx, entry.ballotId), this.clock.now());
    const confirmed = await this.write(tx, entry, { state: 'entered' });
    this.note(tx, { by: entrant(id), kind: 'ballot-entry.confirmed' }, entry, confirmed);
    await this.desk.tellEntered(tx, confirmed);
    return this.viewOf(confirmed);
  }

  /** Until the close. Again it changes nothing. Throws BallotClosed or BallotCancelled. */
  async withdraw(tx: Tx, entry: BallotEntry, by: Actor, reason?: string): Promise<EntryView> {
    if (entry.state === 'withdrawn') return this.viewOf(entry);
    if (entry.state === 'lapsed') throw new BallotClosed();
    mustBeOpen(await this.desk.share(tx, entry.ballotId), this.clock.now());
    const withdrawn = await this.write(tx, entry, { state: 'withdrawn' });
    this.note(tx, { by, kind: 'ballot-entry.withdrawn', reason }, entry, withdrawn);
    return this.viewOf(withdrawn);
  }

  /** The ballot's row is taken before the entry's, as by whoever closes it. Throws NotFound. */
  async lock(tx: Tx, id: string): Promise<BallotEntry> {
    const seen = isId(id) ? await tx.findOneBy(BallotEntry, { id }) : null;
    if (!seen) throw new NotFound('entry');
    await this.desk.share(tx, seen.ballotId);
    return tx.findOneOrFail(BallotEntry, { where: { id: seen.id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Throws AlreadyEntered. */
  async write(tx: Tx, before: BallotEntry, change: Partial<BallotEntry>): Promise<BallotEntry> {
    const { id, eventId, version } = before;
    const after = { ...before, ...change, version: version + 1, updatedAt: this.clock.now() };
    try {
      await tx.update(BallotEntry, { id, eventId }, { ...change, version: after.version, updatedAt: after.updatedAt });
    } catch (error) {
      if (brokenConstraint(error) === 'ballot_entries_one_per_address') throw new AlreadyEntered();
      throw error;
    }
    return after;
  }

  note(tx: Tx, { by, kind, reason }: Deed, before: BallotEntry, after: BallotEntry): void {
    const { id: subjectId, eventId } = before;
    const states = { before: notedEntry(before), after: notedEntry(after) };
    this.audit.record(tx, by, { kind, subjectId, eventId, ...states, reason });
  }

  viewOf(entry: BallotEntry): EntryView {
    const { id, ballotId, state, partySize, preferences, rank, wonSessionId, outcome } = entry;
    const contact = { name: entry.contactName, email: entry.contactEmail, phone: entry.contactPhone };
    const createdAt = entry.createdAt.toISOString();
    const result = { rank, wonSessionId, outcome };
    return {
      id,
      ballotId,
      state,
      partySize,
      preferences,
      ...result,
      contact,
      entryUrl: this.desk.entryUrl(id),
      createdAt,
    };
  }
}

/** What the audit trail compares: nothing that somebody has said of themselves. */
export function notedEntry({ state, weight, partySize, preferences, source }: BallotEntry): object {
  return { state, weight, partySize, preferences, source };
}

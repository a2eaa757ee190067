import { Injectable } from '@nestjs/common';
import type { AdminEntry, EntriesQuery, Weighting } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, expectVersion, isId, NotFound } from '#kernel';
import type { Actor, Asked, Reach } from '#staff';
import type { BallotEntry } from './ballot-entry.entity.js';
import { EntryNotIn } from './ballot.errors.js';
import { findEntries } from './entries.queries.js';
import { Entries } from './entries.service.js';
import { EntryDesk, mustBeOpen } from './entry-desk.service.js';
import { EntryDetails } from './entry-details.service.js';

const NEEDS = ['accessNeeds', 'answers', 'guests'];

/** The entries as the events team reads and weights them. What they may not see of an entry is not even opened. */
@Injectable()
export class TeamEntries {
  constructor(
    private readonly database: Database,
    private readonly entries: Entries,
    private readonly desk: EntryDesk,
    private readonly details: EntryDetails,
    private readonly clock: Clock,
  ) {}

  /** In the order of their random ids. */
  async list(ballotId: string, query: EntriesQuery, { eventIds }: Reach, sensitive: Reach): Promise<Paged<AdminEntry>> {
    const rows = await findEntries(this.database.reader, { ...readCursor(query), ballotId, eventIds });
    return toPage(
      rows.map((row) => this.viewOf(row, sensitive)),
      query.limit,
    );
  }

  /** Throws NotFound, for what is out of reach too. */
  async one(id: string, { eventIds }: Reach, sensitive: Reach, tx: Tx = this.database.reader): Promise<AdminEntry> {
    const [found] = isId(id) ? await findEntries(tx, { id, eventIds }) : [];
    if (!found) throw new NotFound('entry');
    return this.viewOf(found, sensitive);
  }

  /** Until the close. Throws NotFound, Stale, EntryNotIn, BallotClosed or BallotCancelled. */
  async weight(tx: Tx, actor: Actor, asked: Asked, { weight, reason }: Weighting): Promise<void> {
    const entry = await this.lock(tx, asked);
    if (entry.state !== 'entered') throw new EntryNotIn();
    mustBeOpen(await this.desk.share(tx, entry.ballotId), this.clock.now());
    const weighted = await this.entries.write(tx, entry, { weight });
    this.entries.note(tx, { by: actor, kind: 'ballot-entry.weighted', reason }, entry, weighted);
  }

  /** For somebody who has asked for it. Throws NotFound, BallotClosed or BallotCancelled. */
  async withdraw(tx: Tx, actor: Actor, asked: Asked, reason: string): Promise<void> {
    await this.entries.withdraw(tx, await this.lock(tx, asked), actor, reason);
  }

  private async lock(tx: Tx, { id, expected, reach }: Asked): Promise<BallotEntry> {
    const entry = await this.entries.lock(tx, id);
    reach.mustCover(entry.eventId, 'entry');
    expectVersion(expected, entry.version);
    return entry;
  }

  private viewOf(row: BallotEntry, sensitive: Reach): AdminEntry {
    const { contactName: name, contactEmail: email, contactPhone: phone, emailKey: _, ...rest } = row;
    const { details: sealed, consentedAt: __, createdAt, updatedAt, ...entry } = rest;
    const seen = sensitive.covers(row.eventId);
    const told = seen ? this.details.open({ id: row.id, details: sealed }) : {};
    return {
      ...entry,
      contact: { name, email, phone },
      guests: (told.guests ?? []).map((guest) => ({ name: guest.name ?? null })),
      accessNeeds: told.accessNeeds || null,
      answers: told.answers ?? {},
      masked: seen ? [] : NEEDS,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    };
  }
}

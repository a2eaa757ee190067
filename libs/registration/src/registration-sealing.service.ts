import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { KeyRotation, NOWHERE } from '#kernel';
import { Notes } from './notes.service.js';
import { findSensitiveQuestions } from './registration-listing.queries.js';
import { findKeptParties, type KeptRow, lockKeptParties, writeKeptParty } from './registration-sealing.queries.js';
import { Sealing, type SensitiveQuestions } from './sealing.service.js';

/** Read at once; so many at most are locked, for some hundredths of a second. */
const AT_ONCE = 200;

/** Seals anew what is not sealed with the first key, or not at all. */
@Injectable()
export class RegistrationSealing implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
    private readonly notes: Notes,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('registrations', () => this.sealAnew());
    this.rotation.covers('notes', () => this.notes.sealAnew());
  }

  private async sealAnew(): Promise<number> {
    let count = 0;
    for (let after = NOWHERE; ;) {
      const rows = await findKeptParties(this.database.reader, after, AT_ONCE);
      count += await this.sealAmong(rows);
      if (rows.length < AT_ONCE) return count;
      after = rows.at(-1)!.id;
    }
  }

  /** What is read without a lock only says which are to be read again under one: meanwhile somebody may have changed them. */
  private async sealAmong(rows: readonly KeptRow[]): Promise<number> {
    const questions = await findSensitiveQuestions(this.database.reader, [
      ...new Set(rows.map(({ eventId }) => eventId)),
    ]);
    const sensitive = ({ eventId }: KeptRow): SensitiveQuestions => new Set(questions.get(eventId));
    const due = rows.filter((row) => !this.sealing.isCurrent(row, sensitive(row))).map(({ id }) => id);
    if (due.length === 0) return 0;
    return this.database.transaction(async (tx) => {
      const locked = await lockKeptParties(tx, due);
      for (const row of locked) writeKeptParty(tx, this.sealing.seal(this.sealing.open(row), sensitive(row)));
      return locked.length;
    });
  }
}

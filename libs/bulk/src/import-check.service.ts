import { Injectable } from '@nestjs/common';
import type { ImportField, ImportParty, ImportView, OverriddenRule } from '#contracts';
import type { Tx } from '#database';
import { type DomainError, NotFound } from '#kernel';
import { EventNotPublished, Intake } from '#registration';
import type { Actor } from '#staff';
import type { Table } from '#tables';
import { fieldsOf } from './import-fields.js';
import { type ImportLine, readLine } from './import-lines.js';
import { type Judged, reportOf } from './import-report.js';
import { SessionNames } from './import-sessions.js';
import { findImportEvent, type ImportEvent } from './imports.queries.js';

/** A table on its way in, and what is known about it. */
export interface Incoming {
  readonly eventId: string;
  readonly sessionId: string | null;
  readonly table: Table;
  readonly fields: readonly (ImportField | null)[];
  readonly override: readonly OverriddenRule[];
}

type Report = ImportView['report'];

/** Reads the lines of a table and asks the house about each of them. */
@Injectable()
export class ImportCheck {
  constructor(private readonly intake: Intake) {}

  /** The event with its questions. Throws NotFound, or EventNotPublished: nobody can have places there. */
  async event(tx: Tx, id: string): Promise<ImportEvent> {
    const event = await findImportEvent(tx, id);
    if (!event) throw new NotFound('event');
    if (event.status === 'draft') throw new EventNotPublished();
    return event;
  }

  guess(table: Table, event: ImportEvent): (ImportField | null)[] {
    return fieldsOf(table.header, event.questions);
  }

  /** What would become of each line now. Nothing is taken and nobody waits for it. */
  async report(tx: Tx, incoming: Incoming): Promise<Report> {
    return this.settle(tx, incoming, (parties) => this.intake.judge(tx, incoming.eventId, parties, incoming));
  }

  /** Takes places for the parties of all lines that can have them. */
  async run(tx: Tx, by: Actor, incoming: Incoming, tell: boolean): Promise<Report> {
    const wish = { by, tell, override: incoming.override };
    return this.settle(tx, incoming, (parties) => this.intake.admit(tx, incoming.eventId, parties, wish));
  }

  private async settle(
    tx: Tx,
    { table, fields, eventId, sessionId }: Incoming,
    ask: (parties: readonly ImportParty[]) => Promise<(DomainError | undefined)[]>,
  ): Promise<Report> {
    const event = await this.event(tx, eventId);
    const questions = new Map(event.questions.map((question) => [question.id, question]));
    const reading = {
      fields,
      questions,
      sessions: new SessionNames(event.sessions),
      sessionId: sessionId ?? undefined,
    };
    const lines = table.rows.map((row) => readLine(row, reading));
    const named = lines.filter((line): line is Named => line.party !== undefined);
    const refusals = await ask(named.map(({ party }) => party));
    const judged: Judged[] = named.map((line, index) => ({ line, refusal: refusals[index] }));
    return reportOf(lines, judged, fields);
  }
}

type Named = ImportLine & { readonly party: ImportParty };

import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { AdminRegistration, ExportQuery } from '#contracts';
import { Database } from '#database';
import { Clock, NOWHERE } from '#kernel';
import { RegistrationMatching } from '#registration';
import { type Actor, AuditTrail, type Reach } from '#staff';
import { type Batches, csvOf, XLSX_ROWS, xlsxOf } from '#tables';
import { SheetTooLong } from './export.errors.js';
import { columnsFor, type ExportColumn, type ExportRow } from './export-columns.js';
import { type ExportSession, findExportQuestions, findExportSessions } from './export.queries.js';

/** Registrations in memory at once. */
const BATCH = 500;

export interface ExportFile {
  readonly name: string;
  readonly content: Readable;
}

/** Lists of people on their way out. What is sensitive stays in, whoever asks. */
@Injectable()
export class Exports {
  constructor(
    private readonly database: Database,
    private readonly matching: RegistrationMatching,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes who takes what before the first row leaves, with the event if it is theirs: to others nothing is to say that
   * it was asked for. Closing the content ends the reading. Throws SheetTooLong.
   */
  async registrations(by: Actor, { format, rows, ...filter }: ExportQuery, reach: Reach): Promise<ExportFile> {
    const { registrations, people } = await this.matching.count(filter, reach);
    if (format === 'xlsx' && (rows === 'people' ? people : registrations) > XLSX_ROWS)
      throw new SheetTooLong(XLSX_ROWS);
    await this.database.transaction(async (tx) => {
      const after = { format, rows, filter, registrations, people };
      const eventId = reach.within(filter.eventId);
      const subject = { subjectId: eventId ?? NOWHERE, eventId };
      this.audit.record(tx, by, { kind: 'registrations.exported', ...subject, after });
    });
    const questions = await findExportQuestions(this.database.reader, filter, reach.eventIds);
    const columns = columnsFor(rows, questions);
    const batches = this.batches(this.matching.masked(filter, reach, BATCH), columns, rows);
    const sheet = { name: 'Registrations', header: columns.map(({ header }) => header), batches };
    const now = this.clock.now();
    return {
      name: `registrations-${now.toISOString().slice(0, 10)}.${format}`,
      content: format === 'csv' ? csvOf(sheet) : xlsxOf(sheet, now),
    };
  }

  private async *batches(
    pages: AsyncIterable<AdminRegistration[]>,
    columns: readonly ExportColumn[],
    rows: ExportQuery['rows'],
  ): Batches {
    const sessions = new Map<string, ExportSession>();
    for await (const page of pages) {
      const unknown = new Set(page.map(({ sessionId }) => sessionId).filter((id) => !sessions.has(id)));
      const found = unknown.size > 0 ? await findExportSessions(this.database.reader, [...unknown]) : [];
      for (const session of found) sessions.set(session.id, session);
      yield page
        .flatMap((registration) => rowsOf(registration, sessions.get(registration.sessionId), rows))
        .map((row) => columns.map(({ cell }) => cell(row)));
    }
  }
}

function rowsOf(
  registration: AdminRegistration,
  session: ExportSession | undefined,
  rows: ExportQuery['rows'],
): ExportRow[] {
  if (rows === 'registrations') return [{ registration, session }];
  return registration.places.map((_, person) => ({ registration, session, person }));
}

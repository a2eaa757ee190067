import { Injectable } from '@nestjs/common';
import { And, Equal, FindOperator, type FindOptionsWhere, In, LessThan, MoreThan } from 'typeorm';
import type { ImportChange, ImportRun, ImportsQuery, ImportView, NewImportQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, expectVersion, isId, newId, NotFound } from '#kernel';
import { type Actor, type Asked, AuditTrail, type Reach } from '#staff';
import { Import } from './import.entity.js';
import { ImportSealing } from './import-sealing.service.js';
import { BadLines, ImportDone } from './import.errors.js';
import { ImportCheck, type Incoming } from './import-check.service.js';
import type { ImportEvent } from './imports.queries.js';
import { columnsOf, correct, mustNameSomebody, openBytes, openText } from './import-files.js';

const KEPT_MS = 60 * 60_000;

/** Files of people: looked at, corrected, then run as a whole or line by line. The only writer of `imports`. */
@Injectable()
export class Imports {
  constructor(
    private readonly database: Database,
    private readonly check: ImportCheck,
    private readonly audit: AuditTrail,
    private readonly sealing: ImportSealing,
    private readonly clock: Clock,
  ) {}

  /**
   * Looks at a file and keeps it, sealed, for an hour. Throws UnreadableTable, NotFound or EventNotPublished.
   */
  async add(tx: Tx, bytes: Buffer, { kind, ...wanted }: NewImportQuery, reach: Reach): Promise<ImportView> {
    const eventId = wanted.eventId.toLowerCase();
    reach.mustCover(eventId, 'event');
    const event = await this.check.event(tx, eventId);
    const sessionId = sessionIn(event, wanted.sessionId ?? null);
    const { text, table, encoding } = await openBytes(bytes);
    const fields = this.check.guess(table, event);
    const [id, now] = [newId(), this.clock.now()];
    const row: Import = {
      ...{ id, eventId, kind, sessionId, state: 'checked', encoding, separator: table.separator, fields, override: [] },
      ...{ report: await this.check.report(tx, { eventId, sessionId, table, fields, override: [] }), made: 0 },
      sealedHeader: this.sealing.seal(id, 'header', JSON.stringify(table.header)),
      sealedFile: this.sealing.seal(id, 'file', text),
      ...{ version: 1, createdAt: now, expiresAt: new Date(now.getTime() + KEPT_MS), finishedAt: null },
    };
    await tx.insert(Import, row);
    return this.viewOf(row);
  }

  /** Newest first. */
  async list({ limit, cursor, eventId }: ImportsQuery, { eventIds }: Reach): Promise<Paged<ImportView>> {
    readCursor({ limit, cursor });
    const events = [eventId && Equal(eventId), eventIds && In([...eventIds])].filter(
      (one) => one instanceof FindOperator,
    );
    const within = { ...(events.length > 0 && { eventId: And(...events) }), ...(cursor && { id: LessThan(cursor) }) };
    const where: FindOptionsWhere<Import>[] = [
      { ...within, state: 'done' },
      { ...within, state: 'checked', expiresAt: MoreThan(this.clock.now()) },
    ];
    const found = await this.database.reader.find(Import, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(
      found.map((one) => this.viewOf(one)),
      limit,
    );
  }

  /** Throws NotFound, once it is forgotten too. */
  async one(id: string, reach: Reach): Promise<ImportView> {
    const found = isId(id) ? await this.database.reader.findOneBy(Import, { id }) : null;
    return this.viewOf(this.mustBeThere(found, reach));
  }

  /** Says what columns stand for, and looks at the file again. Throws NotFound, Stale, ImportDone or InvalidInput. */
  async change(tx: Tx, asked: Asked, change: ImportChange): Promise<ImportView> {
    const before = await this.lock(tx, asked);
    const event = await this.check.event(tx, before.eventId);
    const sessionId = change.sessionId === undefined ? before.sessionId : sessionIn(event, change.sessionId);
    const { override = before.override } = change;
    const fields = correct(before.fields, change, event.questions);
    const wanted = { ...before, fields, sessionId, override };
    const report = await this.check.report(tx, await this.incoming(wanted));
    const after = { ...wanted, report, version: before.version + 1 };
    await tx.save(Import, after);
    return this.viewOf(after);
  }

  /**
   * Takes places for the parties of the file, all of them or those of the good lines, and forgets the file. Throws
   * NotFound, ImportDone, NoNames or BadLines.
   */
  async run(tx: Tx, by: Actor, asked: Asked, { mode, tell }: ImportRun): Promise<ImportView> {
    const before = await this.lock(tx, asked);
    mustNameSomebody(before.fields);
    const report = await this.check.run(tx, by, await this.incoming(before), tell);
    const { good, lines } = report;
    if (mode === 'all-or-nothing' && good < lines) throw new BadLines(good, lines - good);
    const finishedAt = this.clock.now();
    const done: Import = {
      ...{ ...before, report, state: 'done', made: good, sealedFile: null, sealedHeader: null, finishedAt },
      version: before.version + 1,
    };
    await tx.save(Import, done);
    const { id: subjectId, eventId, kind } = done;
    const after = { kind, mode, tell, lines, made: good, people: report.people };
    this.audit.record(tx, by, { kind: 'import.run', subjectId, eventId, after });
    return this.viewOf(done);
  }

  /** Throws NotFound, Stale or ImportDone. */
  async remove(tx: Tx, asked: Asked): Promise<void> {
    const { id, eventId } = await this.lock(tx, asked);
    await tx.delete(Import, { id, eventId });
  }

  private async lock(tx: Tx, { id, expected, reach }: Asked): Promise<Import> {
    const found = isId(id) && (await tx.findOne(Import, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    const there = this.mustBeThere(found || null, reach);
    expectVersion(expected, there.version);
    if (there.state === 'done') throw new ImportDone();
    return there;
  }

  private mustBeThere(found: Import | null, reach: Reach): Import {
    const forgotten = found?.state === 'checked' && found.expiresAt <= this.clock.now();
    if (!found || forgotten || !reach.covers(found.eventId)) throw new NotFound('import');
    return found;
  }

  private async incoming({ id, sealedFile, ...wanted }: Import): Promise<Incoming> {
    const { table } = await openText(this.sealing.open(id, 'file', sealedFile!));
    return { ...wanted, table };
  }

  private viewOf(row: Import): ImportView {
    const { id, version, kind, eventId, sessionId, state, encoding, separator, override, fields, report, made } = row;
    const header = row.sealedHeader && this.sealing.open(id, 'header', row.sealedHeader);
    return {
      ...{ id, version, kind, eventId, sessionId, state, encoding, separator, override, report, made },
      columns: columnsOf(header ? (JSON.parse(header) as string[]) : null, fields),
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.state === 'done' ? null : row.expiresAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    };
  }
}

/** Throws NotFound. */
function sessionIn({ sessions }: ImportEvent, sessionId: string | null): string | null {
  const wanted = sessionId && sessionId.toLowerCase();
  if (wanted !== null && !sessions.some(({ id }) => id === wanted)) throw new NotFound('session');
  return wanted;
}

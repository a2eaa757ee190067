import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { AdminProgramme, NewProgramme, PageQuery, ProgrammeChange } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, type Expected, expectVersion, isId, NotFound } from '#kernel';
import { type Actor, AuditTrail } from '#staff';
import { Event } from './event.entity.js';
import { ProgrammeEditor } from './programme-editor.service.js';
import { Programme } from './programme.entity.js';
import { InUse, refusing } from './programme.errors.js';

/** What recurs, as the events team plans it. */
@Injectable()
export class Programmes {
  constructor(
    private readonly database: Database,
    private readonly editor: ProgrammeEditor,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(query: PageQuery): Promise<Paged<AdminProgramme>> {
    const { limit, cursor } = readCursor(query);
    const where = cursor === undefined ? {} : { id: LessThan(cursor) };
    const found = await this.database.reader.find(Programme, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(found.map(viewOf), limit);
  }

  /** Throws NotFound. */
  async one(id: string): Promise<AdminProgramme> {
    const found = isId(id) ? await this.database.reader.findOneBy(Programme, { id }) : null;
    if (!found) throw new NotFound('programme');
    return viewOf(found);
  }

  /** Throws SlugTaken. */
  async add(tx: Tx, actor: Actor, { summary = '', ...programme }: NewProgramme): Promise<AdminProgramme> {
    const made = viewOf(await refusing(() => this.editor.addProgramme(tx, { ...programme, summary })));
    this.audit.record(tx, actor, { kind: 'programme.made', subjectId: made.id, after: made });
    return made;
  }

  /** Throws NotFound, Stale or SlugTaken. */
  async change(tx: Tx, actor: Actor, id: string, expected: Expected, change: ProgrammeChange): Promise<AdminProgramme> {
    const before = await lockProgramme(tx, id, expected);
    const after = { ...before, ...change, version: before.version + 1, updatedAt: this.clock.now() };
    await refusing(() => tx.save(Programme, after));
    const [from, to] = [viewOf(before), viewOf(after)];
    this.audit.record(tx, actor, { kind: 'programme.changed', subjectId: id, before: from, after: to });
    return to;
  }

  /** Throws NotFound, Stale or InUse. */
  async remove(tx: Tx, actor: Actor, id: string, expected: Expected): Promise<void> {
    const programme = await lockProgramme(tx, id, expected);
    if (await tx.existsBy(Event, { programmeId: id })) throw new InUse('programme', 'events');
    await tx.delete(Programme, { id });
    this.audit.record(tx, actor, { kind: 'programme.removed', subjectId: id, before: viewOf(programme) });
  }
}

async function lockProgramme(tx: Tx, id: string, expected: Expected): Promise<Programme> {
  const found = isId(id) && (await tx.findOne(Programme, { where: { id }, lock: { mode: 'pessimistic_write' } }));
  if (!found) throw new NotFound('programme');
  expectVersion(expected, found.version);
  return found;
}

function viewOf({ createdAt, updatedAt, ...programme }: Programme): AdminProgramme {
  return { ...programme, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

import { Injectable } from '@nestjs/common';
import { And, Equal, FindOperator, In, LessThan } from 'typeorm';
import type { BulkActionsQuery, BulkActionView } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import { type Actor, type Asked, AuditTrail, type Reach } from '#staff';
import { BulkAction } from './bulk-action.entity.js';
import { findProgress, findRefusals } from './bulk-actions.queries.js';

const REFUSALS = 100;

/** How far bulk actions have got, and their end before they are done. */
@Injectable()
export class BulkActions {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list({ limit, cursor, eventId }: BulkActionsQuery, { eventIds }: Reach): Promise<Paged<BulkActionView>> {
    readCursor({ limit, cursor });
    const { reader } = this.database;
    const events = [eventId && Equal(eventId), eventIds && In([...eventIds])].filter(
      (one) => one instanceof FindOperator,
    );
    const where = { ...(events.length > 0 && { eventId: And(...events) }), ...(cursor && { id: LessThan(cursor) }) };
    const found = await reader.find(BulkAction, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(await Promise.all(found.map((one) => viewOf(reader, one))), limit);
  }

  /** Throws NotFound. */
  async one(id: string, reach: Reach, tx: Tx = this.database.reader): Promise<BulkActionView> {
    const found = isId(id) ? await tx.findOneBy(BulkAction, { id }) : null;
    if (!found || !reach.covers(found.eventId)) throw new NotFound('bulk action');
    return viewOf(tx, found);
  }

  /** What is done stays done; the one in hand is finished first. What has ended already stays as it is. Throws NotFound. */
  async stop(tx: Tx, by: Actor, { id, reach }: Asked): Promise<BulkActionView> {
    const found = isId(id) && (await tx.findOne(BulkAction, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    if (!found || !reach.covers(found.eventId)) throw new NotFound('bulk action');
    if (found.state !== 'running') return viewOf(tx, found);
    const ended = { state: 'stopped', sealedWish: '', finishedAt: this.clock.now() } as const;
    const stopped: BulkAction = { ...found, ...ended, version: found.version + 1 };
    await tx.save(BulkAction, stopped);
    const view = await viewOf(tx, stopped);
    const { eventId, done, refused } = view;
    this.audit.record(tx, by, { kind: 'bulk-action.stopped', subjectId: id, eventId, after: { done, refused } });
    return view;
  }
}

async function viewOf(tx: Tx, action: BulkAction): Promise<BulkActionView> {
  const { id, version, eventId, filter, state, total, people, createdAt, finishedAt } = action;
  const [progress] = await findProgress(tx, [id]);
  const { done, refused } = progress ?? { done: 0, refused: 0 };
  return {
    ...{ id, version, eventId, action: action.action, filter, state, total, people, done, refused },
    refusals: refused > 0 ? await findRefusals(tx, id, REFUSALS) : [],
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

import { Injectable } from '@nestjs/common';
import type { ChangeFeed, ChangesQuery, ChangeView } from '#contracts';
import { badCursor, Database, type Tx } from '#database';
import { Clock, newId, NOWHERE } from '#kernel';
import { Bell } from './bell.service.js';
import type { Change } from './change.entity.js';
import {
  type ChangesWanted,
  findChanges,
  insertChanges,
  lastPosition,
  numberChanges,
  positionBefore,
} from './changes.queries.js';

export interface NewChange {
  /** Left out for what belongs to no event. */
  readonly eventId?: string | undefined;
  readonly kind: string;
  readonly subjectId: string;
}

/** A change with its place in the feed. */
export interface PlacedChange extends ChangeView {
  readonly position: string;
}

/** A part of the feed: what was asked for, and the position up to which nothing more of it will ever appear. */
export interface Stretch {
  readonly changes: readonly PlacedChange[];
  readonly until: string;
  /** Whether there is more already. */
  readonly more: boolean;
}

/** The only writer of `changes`. */
@Injectable()
export class Changes {
  private readonly noted = new WeakMap<Tx, Set<string>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bell: Bell,
  ) {}

  /** Notes what happens in this transaction, and rings the bell once it has committed. */
  put(tx: Tx, changes: readonly NewChange[]): void {
    const at = this.clock.now();
    const rows = changes.map(({ eventId = NOWHERE, kind, subjectId }) => ({
      id: newId(),
      eventId,
      kind,
      subjectId,
      at,
    }));
    insertChanges(tx, rows);
    this.ringAfter(tx, rows);
  }

  /**
   * What has happened after the cursor, in order, every change exactly once; `eventIds` null for those of
   * all events. Throws InvalidInput if the cursor is not one that the feed gave.
   */
  async since({ since, limit }: ChangesQuery, eventIds: readonly string[] | null): Promise<ChangeFeed> {
    if (since !== undefined && !/^\d{1,18}$/.test(since)) throw badCursor('since');
    const after = since ?? '0';
    const found = await this.database.transaction(async (tx) => {
      await numberChanges(tx);
      return findChanges(tx, { after, limit, eventIds });
    });
    const items = found.slice(0, limit);
    return { items: items.map(viewOf), nextCursor: items.at(-1)?.position ?? after, more: found.length > limit };
  }

  /** The same for programs of the house, with positions. Holds up other readers of the feed until the transaction ends. */
  async follow(tx: Tx, wanted: ChangesWanted): Promise<Stretch> {
    await numberChanges(tx);
    const found = await findChanges(tx, wanted);
    const changes = found.slice(0, wanted.limit).map((row) => ({ ...viewOf(row), position: row.position! }));
    const more = found.length > wanted.limit;
    return { changes, until: more ? changes.at(-1)!.position : await lastPosition(tx), more };
  }

  /** Where the feed ends now: what commits from here on comes after it. Holds up other readers likewise. */
  async end(tx: Tx): Promise<string> {
    await numberChanges(tx);
    return lastPosition(tx);
  }

  /** A position after which everything comes that has happened since the moment, and perhaps a little of what was before it. */
  async before(tx: Tx, moment: Date): Promise<string> {
    await numberChanges(tx);
    return positionBefore(tx, moment);
  }

  private ringAfter(tx: Tx, rows: readonly Pick<Change, 'eventId'>[]): void {
    const known = this.noted.get(tx);
    const eventIds = known ?? new Set<string>();
    for (const { eventId } of rows) eventIds.add(eventId);
    if (known) return;
    this.noted.set(tx, eventIds);
    this.database.afterCommit(tx, () => this.bell.ring(eventIds));
  }
}

function viewOf({ id, kind, subjectId, eventId, at }: Change): ChangeView {
  return { id, kind, subjectId, eventId: eventId === NOWHERE ? null : eventId, at: at.toISOString() };
}

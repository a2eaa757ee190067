import { Injectable } from '@nestjs/common';
import { Changes } from '#changes';
import type { AuditEntryView, AuditQuery } from '#contracts';
import { Database, insertRows, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, newId, NOWHERE } from '#kernel';
import type { Actor } from './actor.js';
import { findAuditEntries } from './audit-trail.queries.js';
import { AuditEntry } from './audit-entry.entity.js';
import type { Reach } from './caller.js';
import { differences } from './differences.js';

/** One thing that was done. */
export interface Deed {
  /** `<subject>.<what was done>`, which is its name in the feed of changes too: `venue.changed`. */
  readonly kind: string;
  readonly subjectId: string;
  /** Left out for what belongs to no event. */
  readonly eventId?: string | undefined;
  /** The thing before and after, as plain properties. Left out: it is new, or gone. */
  readonly before?: object | undefined;
  readonly after?: object | undefined;
  readonly reason?: string | undefined;
}

/** The only writer of `audit_trail`. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /** Notes who did it, in the transaction in which it is done, and puts it into the feed of changes. */
  record(tx: Tx, actor: Actor, ...deeds: readonly Deed[]): void {
    const at = this.clock.now();
    const by = { actorKind: actor.kind, actorId: actor.id, actorName: actor.name, address: actor.address };
    const rows = deeds.map(({ kind, subjectId, eventId = NOWHERE, before, after, reason = null }) => ({
      ...{ id: newId(), eventId, at, ...by, kind, subjectId, reason },
      changed: differences(before, after),
    }));
    insertRows(tx, AuditEntry, rows);
    this.changes.put(tx, deeds);
  }

  /** Newest first. */
  async list(query: AuditQuery, reach: Reach): Promise<Paged<AuditEntryView>> {
    const rows = await findAuditEntries(this.database.reader, readCursor(query), reach.eventIds);
    return toPage(rows.map(viewOf), query.limit);
  }
}

function viewOf({ actorKind, actorId, actorName, address, eventId, at, ...entry }: AuditEntry): AuditEntryView {
  return {
    ...entry,
    eventId: eventId === NOWHERE ? null : eventId,
    at: at.toISOString(),
    actor: { kind: actorKind, id: actorId, name: actorName, address },
  };
}

import { Injectable } from '@nestjs/common';
import type { AdminInvitation, InvitationFilter, InvitationsQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { isId, NotFound } from '#kernel';
import type { Sight } from '#registration';
import type { Reach } from '#staff';
import { InvitationLinks } from './invitation-links.js';
import { InvitationNotes } from './invitation-notes.service.js';
import { findInvitations, type InvitationRow } from './listing.queries.js';

const BATCH = 500;

/** The guest list as the team reads it. What somebody may not see is not even opened. */
@Injectable()
export class InvitationListing {
  constructor(
    private readonly database: Database,
    private readonly links: InvitationLinks,
    private readonly notes: InvitationNotes,
  ) {}

  /** Throws InvalidInput if the cursor is not one that a page gave. */
  async list(query: InvitationsQuery, { eventIds }: Reach, sight: Sight): Promise<Paged<AdminInvitation>> {
    const scope = { ...readCursor(query), eventIds, sensitiveIds: sight.sensitive.eventIds };
    const rows = await findInvitations(this.database.reader, scope);
    return toPage(
      rows.map((row) => this.viewOf(row, sight)),
      query.limit,
    );
  }

  /** Throws NotFound, for what is out of reach too. */
  async one(id: string, { eventIds }: Reach, sight: Sight, tx: Tx = this.database.reader): Promise<AdminInvitation> {
    const scope = { id, eventIds, sensitiveIds: sight.sensitive.eventIds, sort: 'newest', limit: 1 } as const;
    const [found] = isId(id) ? await findInvitations(tx, scope) : [];
    if (!found) throw new NotFound('invitation');
    return this.viewOf(found, sight);
  }

  /** All of them in the order of precedence, some hundreds at a time. */
  async *all(filter: InvitationFilter, { eventIds }: Reach, sight: Sight): AsyncGenerator<AdminInvitation[]> {
    for (let cursor: string | undefined; ;) {
      const scope = { ...filter, eventIds, sensitiveIds: sight.sensitive.eventIds, cursor };
      const rows = await findInvitations(this.database.reader, { ...scope, sort: 'precedence', limit: BATCH });
      const { items, nextCursor } = toPage(rows, BATCH);
      yield items.map((row) => this.viewOf(row, sight));
      if (nextCursor === null) return;
      cursor = nextCursor;
    }
  }

  private viewOf({ poolIsPrivate, sealedNote, ...row }: InvitationRow, { sensitive, writing }: Sight): AdminInvitation {
    const sees = sensitive.covers(row.eventId);
    const hidden = poolIsPrivate ? ['note', 'poolId'] : ['note'];
    return {
      ...row,
      poolId: poolIsPrivate && !sees ? null : row.poolId,
      note: sees ? this.notes.open({ id: row.id, sealedNote }) : null,
      masked: sees ? [] : hidden,
      // Who has the link answers for the guest, and sees what they have said.
      url: sees && writing.covers(row.eventId) ? this.links.url(row) : null,
      answeredAt: row.answeredAt?.toISOString() ?? null,
      answerBy: row.answerBy.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}

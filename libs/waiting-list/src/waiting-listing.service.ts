import { Injectable } from '@nestjs/common';
import type {
  AdminOffer,
  AdminWaitingListEntry,
  DecisionsQuery,
  DecisionView,
  OffersQuery,
  WaitingListQuery,
} from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { isId, NotFound } from '#kernel';
import type { Reach } from '#staff';
import { type AdminEntryRow, findAdminEntries, findAdminOffers, findDecisions } from './listing.queries.js';

/**
 * The waiting list as the events team reads it. What people said about themselves is not shown here: it is for who looks
 * after them once they have places.
 */
@Injectable()
export class WaitingListing {
  constructor(private readonly database: Database) {}

  async entries(query: WaitingListQuery, { eventIds }: Reach): Promise<Paged<AdminWaitingListEntry>> {
    const rows = await findAdminEntries(this.database.reader, { ...readCursor(query), eventIds });
    return toPage(rows.map(viewOf), query.limit);
  }

  /** Throws NotFound, for what is out of reach too. */
  async entry(id: string, { eventIds }: Reach, tx: Tx = this.database.reader): Promise<AdminWaitingListEntry> {
    const [row] = isId(id) ? await findAdminEntries(tx, { id, eventIds }) : [];
    if (!row) throw new NotFound('entry of the waiting list');
    return viewOf(row);
  }

  async offers(query: OffersQuery, { eventIds }: Reach): Promise<Paged<AdminOffer>> {
    const rows = await findAdminOffers(this.database.reader, { ...readCursor(query), eventIds });
    const offers = rows.map(({ offeredAt, expiresAt, settledAt, ...offer }) => ({
      ...offer,
      offeredAt: offeredAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      settledAt: settledAt?.toISOString() ?? null,
    }));
    return toPage(offers, query.limit);
  }

  /** What was decided and why, newest first. */
  async decisions(query: DecisionsQuery, { eventIds }: Reach): Promise<Paged<DecisionView>> {
    const rows = await findDecisions(this.database.reader, { ...readCursor(query), eventIds });
    const decisions = rows.map(({ at, byKind, byName, ...decision }) => ({
      ...decision,
      at: at.toISOString(),
      by: { kind: byKind, name: byName },
    }));
    return toPage(decisions, query.limit);
  }
}

function viewOf({ contactName, contactEmail, contactPhone, ...row }: AdminEntryRow): AdminWaitingListEntry {
  return {
    ...row,
    contact: { name: contactName, email: contactEmail, phone: contactPhone },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

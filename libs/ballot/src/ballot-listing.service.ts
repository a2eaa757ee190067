import { Injectable } from '@nestjs/common';
import { type AdminBallot, type BallotsQuery, ballotState, type BallotView } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import type { Reach } from '#staff';
import type { Ballot } from './ballot.entity.js';
import { type AdminBallotRow, findBallots, findPublicBallot } from './ballots.queries.js';
import { EntryLinks } from './entry-links.js';

/** Ballots as everybody sees them, and as the events team does. */
@Injectable()
export class BallotListing {
  constructor(
    private readonly database: Database,
    private readonly links: EntryLinks,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound, for those of drafts too. */
  async view(id: string): Promise<BallotView> {
    const row = isId(id) ? await findPublicBallot(this.database.reader, id) : undefined;
    if (!row) throw new NotFound('ballot');
    const sessions = row.sessions.map(({ startsAt, endsAt, ...session }) => ({
      ...session,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
    }));
    const { eventSlug, entries, drawn } = row;
    return { ...this.shared(row), entries, drawn, eventSlug, sessions, recordUrl: this.links.recordUrl(row.id) };
  }

  /** Newest first. */
  async list(query: BallotsQuery, { eventIds }: Reach): Promise<Paged<AdminBallot>> {
    const rows = await findBallots(this.database.reader, { ...readCursor(query), eventIds });
    return toPage(
      rows.map((row) => this.adminView(row)),
      query.limit,
    );
  }

  /** Throws NotFound, for what is out of reach too. */
  async one(id: string, { eventIds }: Reach, tx: Tx = this.database.reader): Promise<AdminBallot> {
    const [found] = isId(id) ? await findBallots(tx, { id, eventIds }) : [];
    if (!found) throw new NotFound('ballot');
    return this.adminView(found);
  }

  private adminView(row: AdminBallotRow): AdminBallot {
    const { eventId, version, sessions, standing, announcement, updatedAt } = row;
    return {
      ...this.shared(row),
      ...{ eventId, version, sessions, standing, announcement },
      entries: row.closedAt ? standing.entered : null,
      drawn: row.drawnAt ? row.drawn : null,
      settledAt: row.settledAt?.toISOString() ?? null,
      cancelledAt: row.cancelledAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    };
  }

  private shared({ id, commitment, listHash, seed, ...row }: Ballot) {
    const { opensAt, closesAt, drawsAt, closedAt, drawnAt, cancelledAt, createdAt } = row;
    const done = { drawn: drawnAt !== null, cancelled: cancelledAt !== null };
    return {
      ...{ id, commitment, listHash, seed },
      state: ballotState({ opensAt, closesAt, ...done }, this.clock.now()),
      opensAt: opensAt.toISOString(),
      closesAt: closesAt.toISOString(),
      drawsAt: drawsAt.toISOString(),
      committedAt: createdAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
      drawnAt: drawnAt?.toISOString() ?? null,
    };
  }
}

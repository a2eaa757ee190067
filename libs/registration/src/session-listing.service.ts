import { Injectable } from '@nestjs/common';
import { PoolCodes, PoolNames } from '#admission';
import type { AdminPool, AdminSession, SessionsQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import type { Reach } from '#staff';
import { registrationWindow, sessionState } from './session-facts.js';
import { type AdminPoolRow, type AdminSessionRow, findAdminSessions } from './session-listing.queries.js';

/** Sessions with their pools, of drafts too, as the events team reads them. */
@Injectable()
export class SessionListing {
  constructor(
    private readonly database: Database,
    private readonly names: PoolNames,
    private readonly codes: PoolCodes,
    private readonly clock: Clock,
  ) {}

  async sessions(wanted: SessionsQuery, { eventIds }: Reach, sensitive: Reach): Promise<Paged<AdminSession>> {
    const rows = await findAdminSessions(this.database.reader, { ...readCursor(wanted), eventIds });
    return toPage(
      rows.map((row) => this.viewOf(row, sensitive)),
      wanted.limit,
    );
  }

  /** Throws NotFound, for what is out of reach too. In a transaction: as it stands there. */
  async session(id: string, { eventIds }: Reach, sensitive: Reach, tx = this.database.reader): Promise<AdminSession> {
    const [found] = isId(id) ? await findAdminSessions(tx, { id, eventIds }) : [];
    if (!found) throw new NotFound('session');
    return this.viewOf(found, sensitive);
  }

  private viewOf(
    { cancelled, byBallot, opensAt, closesAt, pools, ...row }: AdminSessionRow,
    sensitive: Reach,
  ): AdminSession {
    const open = pools.find(({ audience }) => audience === 'public') ?? { free: 0, places: 0 };
    const { startsAt, endsAt, admissionOpensAt, admissionClosesAt, announcedAt, createdAt, updatedAt } = row;
    const window = registrationWindow({ cancelled, opensAt, closesAt, startsAt }, this.clock.now());
    return {
      ...row,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      admissionOpensAt: admissionOpensAt.toISOString(),
      admissionClosesAt: admissionClosesAt.toISOString(),
      announcedAt: announcedAt?.toISOString() ?? null,
      pools: pools.map((pool) => this.poolOf(pool, sensitive.covers(row.eventId))),
      state: sessionState(window, open.free, open.places, byBallot),
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    };
  }

  private poolOf(row: AdminPoolRow, maySee: boolean): AdminPool {
    const { sealedName: _name, sealedCode: _code, codeId: _id, ...pool } = row;
    return inUtc({ ...pool, ...this.names.shown(row, maySee), ...this.codes.shown(row, maySee) });
  }
}

/** Instants inside JSON come from the database with an offset. */
function inUtc(pool: AdminPool): AdminPool {
  const utc = (instant: string | null) => instant && new Date(instant).toISOString();
  return { ...pool, releasesAt: utc(pool.releasesAt), releasedAt: utc(pool.releasedAt) };
}

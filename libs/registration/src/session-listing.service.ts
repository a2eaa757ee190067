import { Injectable } from '@nestjs/common';
import type { AdminEvent, AdminPool, AdminSession } from '#contracts';
import { Database, type Paged, type PageWanted, readCursor, toPage } from '#database';
import { Clock, isId, NotFound } from '#kernel';

import { registrationWindow, sessionState } from './session-facts.js';
import { type AdminSessionRow, findAdminEvents, findAdminSessions } from './session-listing.queries.js';

/** Events, drafts too, and sessions with their pools, as the events team reads them. */
@Injectable()
export class SessionListing {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async events(wanted: PageWanted): Promise<Paged<AdminEvent>> {
    return toPage(await findAdminEvents(this.database.reader, readCursor(wanted)), wanted.limit);
  }

  async event(id: string): Promise<AdminEvent> {
    const [found] = isId(id) ? await findAdminEvents(this.database.reader, { id }) : [];
    if (!found) throw new NotFound('event');
    return found;
  }

  async sessions(wanted: PageWanted & { readonly eventId?: string | undefined }): Promise<Paged<AdminSession>> {
    const rows = await findAdminSessions(this.database.reader, readCursor(wanted));
    return toPage(
      rows.map((row) => this.viewOf(row)),
      wanted.limit,
    );
  }

  async session(id: string): Promise<AdminSession> {
    const [found] = isId(id) ? await findAdminSessions(this.database.reader, { id }) : [];
    if (!found) throw new NotFound('session');
    return this.viewOf(found);
  }

  private viewOf({ cancelled, opensAt, closesAt, startsAt, pools, ...rest }: AdminSessionRow): AdminSession {
    const open = pools.find(({ audience }) => audience === 'public') ?? { free: 0, places: 0 };
    const window = registrationWindow({ cancelled, opensAt, closesAt, startsAt }, this.clock.now());
    return {
      ...rest,
      startsAt: startsAt.toISOString(),
      pools: pools.map(inUtc),
      state: sessionState(window, open.free, open.places),
    };
  }
}

/** Instants inside JSON come from the database with an offset. */
function inUtc(pool: AdminPool): AdminPool {
  const utc = (instant: string | null) => instant && new Date(instant).toISOString();
  return { ...pool, releasesAt: utc(pool.releasesAt), releasedAt: utc(pool.releasedAt) };
}

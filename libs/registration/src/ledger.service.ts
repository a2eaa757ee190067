import { Injectable } from '@nestjs/common';
import { PoolNames } from '#admission';
import type { EventLedger, PageQuery, SessionLedger } from '#contracts';
import { Database, readCursor } from '#database';
import { isId, NotFound } from '#kernel';
import { Event, Session } from '#programme';
import type { Reach } from '#staff';
import { findLedger, type LedgerRow } from './ledger.queries.js';

/** Where all the places of an event are: in which pool, and with whom. */
@Injectable()
export class PlaceLedger {
  constructor(
    private readonly database: Database,
    private readonly names: PoolNames,
  ) {}

  /** Throws NotFound, or InvalidInput if the cursor is not one that a page gave. */
  async ofEvent(id: string, query: PageQuery, reach: Reach, sensitive: Reach): Promise<EventLedger> {
    const { limit, cursor } = readCursor(query);
    const found = isId(id) && (await this.database.reader.existsBy(Event, { id }));
    if (!found) throw new NotFound('event');
    const eventId = id.toLowerCase();
    reach.mustCover(eventId, 'event');
    const { totals, sessions } = await findLedger(this.database.reader, { eventId, cursor, limit });
    const items = sessions.slice(0, limit).map((row) => this.viewOf(row, sensitive.covers(eventId)));
    return { eventId, totals, items, nextCursor: sessions.length > limit ? items.at(-1)!.sessionId : null };
  }

  /** Throws NotFound. */
  async ofSession(id: string, reach: Reach, sensitive: Reach): Promise<SessionLedger> {
    const session = isId(id) ? await this.database.reader.findOneBy(Session, { id }) : null;
    if (!session) throw new NotFound('session');
    const { eventId, id: sessionId } = session;
    reach.mustCover(eventId, 'session');
    const { sessions } = await findLedger(this.database.reader, { eventId, sessionId });
    return this.viewOf(sessions[0]!, sensitive.covers(eventId));
  }

  private viewOf({ startsAt, pools, ...row }: LedgerRow, maySee: boolean): SessionLedger {
    return {
      ...row,
      startsAt: new Date(startsAt).toISOString(),
      pools: pools.map(({ sealedName, private: hidden, ...pool }) => ({
        ...pool,
        ...this.names.shown({ ...pool, sealedName, private: hidden }, maySee),
      })),
    };
  }
}

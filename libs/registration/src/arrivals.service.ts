import { Injectable } from '@nestjs/common';
import type { Arrival, ArrivalsQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage } from '#database';
import { isId, NotFound } from '#kernel';
import { Session } from '#programme';
import type { Reach } from '#staff';
import { type ArrivalRow, findArrivals } from './arrivals.queries.js';
import { Notes } from './notes.service.js';
import { RegistrationSearch } from './registration-search.service.js';
import { Sealing } from './sealing.service.js';

/** Who is to come to a session, for the people at the door: what helps them there, and nothing else. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly database: Database,
    private readonly search: RegistrationSearch,
    private readonly sealing: Sealing,
    private readonly notes: Notes,
  ) {}

  /** By name. Throws NotFound, for what is out of reach too, or InvalidInput if the cursor is not one that a page gave. */
  async of(id: string, query: ArrivalsQuery, reach: Reach): Promise<Paged<Arrival>> {
    const { q, limit, cursor } = readCursor(query);
    const session = isId(id) ? await this.database.reader.findOneBy(Session, { id }) : null;
    if (!session) throw new NotFound('session');
    const { eventId, id: sessionId } = session;
    reach.mustCover(eventId, 'session');
    const words = q === undefined ? [] : await this.search.patterns(q);
    if (q !== undefined && words.length === 0) return { items: [], nextCursor: null };
    const rows = await findArrivals(this.database.reader, { eventId, sessionId, words, cursor, limit });
    const { items, nextCursor } = toPage(rows, limit);
    const notes = await this.notes.forDoor(
      this.database.reader,
      items.map((row) => row.id),
    );
    return { items: items.map((row) => this.viewOf(row, notes.get(row.id) ?? [])), nextCursor };
  }

  private viewOf({ accessNeeds: kept, places: seats, ...row }: ArrivalRow, notes: string[]): Arrival {
    const { accessNeeds, places } = this.sealing.open({ id: row.id, accessNeeds: kept, answers: {}, places: seats });
    return {
      ...row,
      people: places.map(({ name, accessNeeds: needs, space }) => ({ name, accessNeeds: needs, space })),
      accessNeeds,
      notes,
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { AdminRegistration, RegistrationsQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { isId, NotFound } from '#kernel';
import type { Reach } from '#staff';
import { Disclosure, type Sight } from './disclosure.service.js';
import { findRegistrations } from './registration-listing.queries.js';
import { RegistrationSearch } from './registration-search.service.js';

/** The registrations as the events team reads them. */
@Injectable()
export class RegistrationListing {
  constructor(
    private readonly database: Database,
    private readonly disclosure: Disclosure,
    private readonly search: RegistrationSearch,
  ) {}

  /** Throws InvalidInput if the cursor is not one that a page gave. */
  async list(query: RegistrationsQuery, { eventIds }: Reach, sight: Sight): Promise<Paged<AdminRegistration>> {
    const { q, ...wanted } = readCursor(query);
    if (wanted.sort === 'name') await this.search.catchUp();
    const words = await this.search.words(q);
    const { reader } = this.database;
    const scope = { ...wanted, words, eventIds, sensitiveIds: sight.sensitive.eventIds };
    const { items, nextCursor } = toPage(await findRegistrations(reader, scope), query.limit);
    return { items: await this.disclosure.of(reader, items, sight), nextCursor };
  }

  /** Throws NotFound, for what is out of reach too. */
  async one(id: string, { eventIds }: Reach, sight: Sight, tx: Tx = this.database.reader): Promise<AdminRegistration> {
    const wanted = { id, eventIds, sensitiveIds: sight.sensitive.eventIds, sort: 'newest', limit: 1 } as const;
    const found = isId(id) ? await findRegistrations(tx, wanted) : [];
    const [shown] = await this.disclosure.of(tx, found, sight);
    if (!shown) throw new NotFound('registration');
    return shown;
  }
}

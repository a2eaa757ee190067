import { Injectable } from '@nestjs/common';
import type { AdminRegistration, RegistrationFilter as Filter } from '#contracts';
import { Database, type Tx } from '#database';
import type { Scope } from './registration-filter.queries.js';
import { Reach } from '#staff';
import { RegistrationListing } from './registration-listing.service.js';
import { RegistrationSearch } from './registration-search.service.js';
import { type Count, countMatching, findMatching, type Matched } from './registration-matching.queries.js';

/** What the list of registrations can be narrowed by; what is sensitive is not among it. */
export type RegistrationFilter = Omit<Filter, 'hasAccessNeeds'>;

const MASKED = { sensitive: new Reach([]), writing: new Reach([]) };

/** All registrations that a filter finds, however many there are. */
@Injectable()
export class RegistrationMatching {
  constructor(
    private readonly database: Database,
    private readonly listing: RegistrationListing,
    private readonly search: RegistrationSearch,
  ) {}

  async count(filter: RegistrationFilter, reach: Reach): Promise<Count> {
    return countMatching(this.database.reader, await this.scopeOf(filter, reach));
  }

  /** Which they are now, newest first, at most so many. */
  async ids(tx: Tx, filter: RegistrationFilter, reach: Reach, limit: number): Promise<Matched[]> {
    return findMatching(tx, await this.scopeOf(filter, reach), limit);
  }

  /** The same as the list would show to who may not see what is sensitive: nobody can tell from a number what is. */
  private async scopeOf({ q, ...filter }: RegistrationFilter, { eventIds }: Reach): Promise<Scope> {
    return { ...filter, words: await this.search.words(q), eventIds, sensitiveIds: MASKED.sensitive.eventIds };
  }

  /**
   * As the list shows them to who may not see what is sensitive, some at a time: no more are read than are asked for,
   * and no connection is held between two batches. What changes meanwhile is read as it is then.
   */
  async *masked(filter: RegistrationFilter, reach: Reach, size: number): AsyncGenerator<AdminRegistration[]> {
    for (let cursor: string | undefined; ;) {
      const page = await this.listing.list({ ...filter, sort: 'newest', limit: size, cursor }, reach, MASKED);
      yield page.items;
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }
}

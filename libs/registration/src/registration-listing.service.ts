import { Injectable } from '@nestjs/common';
import type { AdminRegistration, RegistrationsQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage } from '#database';
import { isId, NotFound } from '#kernel';

import { findRegistrations } from './registration-listing.queries.js';

/** The registrations as the events team reads them. */
@Injectable()
export class RegistrationListing {
  constructor(private readonly database: Database) {}

  async list(query: RegistrationsQuery): Promise<Paged<AdminRegistration>> {
    return toPage(await findRegistrations(this.database.reader, readCursor(query)), query.limit);
  }

  async one(id: string): Promise<AdminRegistration> {
    const [found] = isId(id) ? await findRegistrations(this.database.reader, { id }) : [];
    if (!found) throw new NotFound('registration');
    return found;
  }
}

import { Injectable } from '@nestjs/common';
import type { AdminRegistration, RegistrationsQuery } from '#contracts';
import { Database } from '#database';
import { InvalidInput, isId, NotFound } from '#kernel';
import { findRegistrations } from './registration-listing.queries.js';

/** The registrations as the events team reads them. */
@Injectable()
export class RegistrationListing {
  constructor(private readonly database: Database) {}

  async list(query: RegistrationsQuery): Promise<{ items: AdminRegistration[]; nextCursor: string | null }> {
    if (query.cursor !== undefined && !isId(query.cursor)) throw new InvalidInput([BAD_CURSOR]);
    const found = await findRegistrations(this.database.reader, query);
    const items = found.slice(0, query.limit);
    return { items, nextCursor: found.length > query.limit ? items.at(-1)!.id : null };
  }

  async one(id: string): Promise<AdminRegistration> {
    const [found] = isId(id) ? await findRegistrations(this.database.reader, { id }) : [];
    if (!found) throw new NotFound('registration');
    return found;
  }
}

const BAD_CURSOR = { pointer: '/cursor', code: 'invalid_cursor', detail: 'Please give a cursor as nextCursor gave it.' };

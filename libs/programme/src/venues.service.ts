import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { AdminVenue, NewVenue, PageQuery, VenueChange } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, type Expected, expectVersion, isId, NotFound } from '#kernel';
import { type Actor, AuditTrail, type Deed } from '#staff';
import { Event } from './event.entity.js';
import { ProgrammeEditor } from './programme-editor.service.js';
import { InUse, refusing } from './programme.errors.js';
import { Venue } from './venue.entity.js';

/** The venues as the events team plans with them. */
@Injectable()
export class Venues {
  constructor(
    private readonly database: Database,
    private readonly editor: ProgrammeEditor,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(query: PageQuery): Promise<Paged<AdminVenue>> {
    const { limit, cursor } = readCursor(query);
    const where = cursor === undefined ? {} : { id: LessThan(cursor) };
    const found = await this.database.reader.find(Venue, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(found.map(viewOf), limit);
  }

  /** Throws NotFound. */
  async one(id: string): Promise<AdminVenue> {
    const found = isId(id) ? await this.database.reader.findOneBy(Venue, { id }) : null;
    if (!found) throw new NotFound('venue');
    return viewOf(found);
  }

  /** Throws SlugTaken. */
  async add(tx: Tx, actor: Actor, { access = {}, directions = '', ...venue }: NewVenue): Promise<AdminVenue> {
    const made = viewOf(await refusing(() => this.editor.addVenue(tx, { ...venue, access, directions })));
    this.audit.record(tx, actor, { kind: 'venue.made', subjectId: made.id, after: made });
    return made;
  }

  /** Throws NotFound, Stale, SlugTaken, or OverSafeNumber if published sessions that overlap would hold more people. */
  async change(tx: Tx, actor: Actor, id: string, expected: Expected, change: VenueChange): Promise<AdminVenue> {
    return this.write(tx, actor, { kind: 'venue.changed' }, await this.lock(tx, id, expected), change);
  }

  /** Gives it another name, address, position or zone. Whom that concerns is for the caller to know. */
  async readdress(
    tx: Tx,
    actor: Actor,
    before: Venue,
    change: Partial<WhereToBe>,
    reason: string,
  ): Promise<AdminVenue> {
    return this.write(tx, actor, { kind: 'venue.readdressed', reason }, before, change);
  }

  /** Nobody changes it until the transaction ends, nor brings an event to it. Throws NotFound or Stale. */
  async lock(tx: Tx, id: string, expected?: Expected): Promise<Venue> {
    const found = isId(id) && (await tx.findOne(Venue, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    if (!found) throw new NotFound('venue');
    if (expected !== undefined) expectVersion(expected, found.version);
    return found;
  }

  private async write(tx: Tx, actor: Actor, what: Done, before: Venue, change: VenueChange): Promise<AdminVenue> {
    const after = { ...before, ...change, version: before.version + 1, updatedAt: this.clock.now() };
    await tx.query('SET CONSTRAINTS venues_within_safe_number IMMEDIATE');
    await refusing(() => tx.save(Venue, after));
    const view = viewOf(after);
    this.audit.record(tx, actor, { ...what, subjectId: before.id, before: viewOf(before), after: view });
    return view;
  }

  /** Throws NotFound, Stale or InUse. */
  async remove(tx: Tx, actor: Actor, id: string, expected: Expected): Promise<void> {
    const venue = await this.lock(tx, id, expected);
    if (await tx.existsBy(Event, { venueId: id })) throw new InUse('venue', 'events');
    await refusing(() => tx.delete(Venue, { id }));
    this.audit.record(tx, actor, { kind: 'venue.removed', subjectId: id, before: viewOf(venue) });
  }
}

type Done = Pick<Deed, 'kind' | 'reason'>;

/** What tells people where they have to be, and by which clock. */
export const WHERE_TO_BE = ['name', 'address', 'latitude', 'longitude', 'timeZone'] as const;
export type WhereToBe = Pick<Venue, (typeof WHERE_TO_BE)[number]>;

function viewOf({ createdAt, updatedAt, ...venue }: Venue): AdminVenue {
  return { ...venue, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import type { AdminEvent, AdminEventsQuery, EventChange, EventStatus, NewEvent } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, expectVersion, InvalidInput, isId, newId, NotFound } from '#kernel';
import { type Actor, type Asked, AuditTrail, type Deed, type Reach, reachOf } from '#staff';
import { blankEvent, changed, ownOf, speakersOf, viewOf } from './event-fields.js';
import { Event } from './event.entity.js';
import { findAdminEvents } from './events.queries.js';
import { type NewSpeaker, ProgrammeEditor } from './programme-editor.service.js';
import { Programme } from './programme.entity.js';
import { refusing } from './programme.errors.js';
import { Session } from './session.entity.js';
import { Speaker } from './speaker.entity.js';
import { Venue } from './venue.entity.js';

/** The events as the events team plans them. What depends on who has places in them stands in `#admission`. */
@Injectable()
export class Events {
  constructor(
    private readonly database: Database,
    private readonly editor: ProgrammeEditor,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Newest first, drafts too. */
  async list(query: AdminEventsQuery, { eventIds }: Reach): Promise<Paged<AdminEvent>> {
    const rows = await findAdminEvents(this.database.reader, { ...readCursor(query), eventIds });
    return toPage(rows.map(viewOf), query.limit);
  }

  /** Throws NotFound. */
  async one(id: string, { eventIds }: Reach): Promise<AdminEvent> {
    const [found] = isId(id) ? await findAdminEvents(this.database.reader, { id, eventIds }) : [];
    if (!found) throw new NotFound('event');
    return viewOf(found);
  }

  /** Makes a draft. Throws SlugTaken, or InvalidInput if there is no such programme or venue. */
  async add(tx: Tx, actor: Actor, wish: NewEvent): Promise<AdminEvent> {
    const { programmeId, venueId, slug, title } = wish;
    const event = changed({ ...blankEvent(this.clock.now()), programmeId, venueId, slug, title }, wish);
    await mustExist(tx, wish);
    const { id } = await refusing(() => this.editor.addEvent(tx, event, speakersOf(wish)));
    const made = await viewIn(tx, id);
    this.audit.record(tx, actor, { kind: 'event.made', subjectId: id, eventId: id, after: ownOf(made) });
    return made;
  }

  /** The event, locked against everybody else who would change it. Throws NotFound or Stale. */
  async lock(tx: Tx, { id, expected, reach }: Asked): Promise<Event> {
    const found = isId(id) && (await tx.findOne(Event, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    if (!found) throw new NotFound('event');
    reach.mustCover(found.id, 'event');
    expectVersion(expected, found.version);
    return found;
  }

  /** Throws SlugTaken, InvalidInput, or OverSafeNumber if it is published and the other venue could not hold it. */
  async change(tx: Tx, actor: Actor, event: Event, change: EventChange): Promise<AdminEvent> {
    const after = changed(event, change);
    await mustExist(tx, change);
    return this.write(tx, actor, { kind: 'event.changed' }, event, async () => {
      await tx.query('SET CONSTRAINTS events_within_safe_number IMMEDIATE');
      await refusing(() => tx.save(Event, { ...after, ...this.raised(event) }), reachOf(actor, 'programme:read'));
      if (change.speakers) await replaceSpeakers(tx, event.id, speakersOf(change));
    });
  }

  /** Takes it to another venue. Throws InvalidInput or OverSafeNumber. */
  async relocate(tx: Tx, actor: Actor, event: Event, venueId: string, reason: string): Promise<AdminEvent> {
    await mustExist(tx, { venueId });
    return this.write(tx, actor, { kind: 'event.relocated', reason }, event, async () => {
      await tx.query('SET CONSTRAINTS events_within_safe_number IMMEDIATE');
      const save = () => tx.save(Event, { ...event, ...this.raised(event), venueId });
      await refusing(save, reachOf(actor, 'programme:read'));
    });
  }

  /** Those of a venue that are not cancelled, locked as by `lock`. */
  async lockAt(tx: Tx, venueId: string): Promise<Event[]> {
    const where = { venueId, status: Not<EventStatus>('cancelled') };
    return tx.find(Event, { where, order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
  }

  /** Whether it may be so is for the caller to know. Throws OverSafeNumber if it is published beyond that. */
  async mark(tx: Tx, actor: Actor, event: Event, status: EventStatus, reason?: string): Promise<AdminEvent> {
    const work = async () => {
      await tx.query('SET CONSTRAINTS events_within_safe_number IMMEDIATE');
      const save = () => tx.save(Event, { ...event, ...this.raised(event), status });
      await refusing(save, reachOf(actor, 'programme:read'));
    };
    return this.write(tx, actor, { kind: MARKED[status], reason }, event, work);
  }

  /** With its sessions, whose pools are gone already. */
  async remove(tx: Tx, actor: Actor, event: Event): Promise<void> {
    const { id } = event;
    const before = ownOf(await viewIn(tx, id));
    await tx.delete(Session, { eventId: id });
    await tx.delete(Event, { id });
    this.audit.record(tx, actor, { kind: 'event.removed', subjectId: id, eventId: id, before });
  }

  private async write(tx: Tx, actor: Actor, what: Done, { id }: Event, work: () => Promise<unknown>) {
    const before = ownOf(await viewIn(tx, id));
    await work();
    const view = await viewIn(tx, id);
    this.audit.record(tx, actor, { ...what, subjectId: id, eventId: id, before, after: ownOf(view) });
    return view;
  }

  private raised({ version }: Event): Pick<Event, 'version' | 'updatedAt'> {
    return { version: version + 1, updatedAt: this.clock.now() };
  }
}

type Done = Pick<Deed, 'kind' | 'reason'>;

const MARKED: Readonly<Record<EventStatus, string>> = {
  draft: 'event.unpublished',
  published: 'event.published',
  cancelled: 'event.cancelled',
};

async function viewIn(tx: Tx, id: string): Promise<AdminEvent> {
  const [row] = await findAdminEvents(tx, { id, eventIds: null });
  return viewOf(row!);
}

async function replaceSpeakers(tx: Tx, eventId: string, speakers: readonly NewSpeaker[]): Promise<void> {
  await tx.delete(Speaker, { eventId });
  await tx.insert(
    Speaker,
    speakers.map((speaker, position) => ({ ...speaker, id: newId(), eventId, position })),
  );
}

/** Holds on to what the event is to hang on, so that it does not go meanwhile. */
async function mustExist(tx: Tx, { programmeId, venueId }: EventChange): Promise<void> {
  const lock = { mode: 'for_key_share' } as const;
  const faults = [];
  if (programmeId !== undefined && !(await tx.findOne(Programme, { where: { id: programmeId }, lock }))) {
    faults.push({ pointer: '/programmeId', code: 'unknown_programme', detail: 'There is no such programme.' });
  }
  if (venueId !== undefined && !(await tx.findOne(Venue, { where: { id: venueId }, lock }))) {
    faults.push({ pointer: '/venueId', code: 'unknown_venue', detail: 'There is no such venue.' });
  }
  if (faults.length > 0) throw new InvalidInput(faults);
}

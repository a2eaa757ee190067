import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import type { NewNote, NoteView, PageQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, isId, newId, NotFound, sealColumnAnew, Secrets } from '#kernel';
import { type Actor, AuditTrail, type Reach } from '#staff';
import type { Clerk } from './clerk.js';
import { Note } from './note.entity.js';
import { Registration } from './registration.entity.js';

/** The only writer of `registration_notes`. */
@Injectable()
export class Notes {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Newest first. Throws NotFound. */
  async list(registrationId: string, query: PageQuery, reach: Reach): Promise<Paged<NoteView>> {
    const { limit, cursor } = readCursor(query);
    const { reader } = this.database;
    const { id } = await findWithin(reader, registrationId, reach);
    const where = { registrationId: id, ...(cursor !== undefined && { id: LessThan(cursor) }) };
    const found = await reader.find(Note, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(
      found.map((note) => this.viewOf(note)),
      limit,
    );
  }

  /** What the people at the door are to know, by registration, in the order in which it was written. */
  async forDoor(tx: Tx, registrationIds: readonly string[]): Promise<Map<string, string[]>> {
    const where = { registrationId: In([...registrationIds]), kind: 'door' as const };
    const found = await tx.find(Note, { where, order: { id: 'ASC' } });
    const byRegistration = Map.groupBy(found, ({ registrationId }) => registrationId);
    const texts = (notes: readonly Note[]) => notes.map((note) => this.viewOf(note).text);
    return new Map([...byRegistration].map(([id, notes]) => [id, texts(notes)]));
  }

  /** Throws NotFound. */
  async add(tx: Tx, { actor, reach }: Clerk, registrationId: string, note: NewNote): Promise<NoteView> {
    return this.write(tx, actor, await findWithin(tx, registrationId, reach), note);
  }

  /** The audit trail tells that there is a note, and for whom; what it says stands in no other place. */
  async write(tx: Tx, actor: Actor, about: Pick<Registration, 'id' | 'eventId'>, note: NewNote): Promise<NoteView> {
    const [id, { kind, text }] = [newId(), note];
    const row: Note = {
      ...{ id, eventId: about.eventId, registrationId: about.id, kind },
      sealedText: this.secrets.seal(text, placeOf(id)),
      ...{ authorKind: actor.kind, authorId: actor.id, authorName: actor.name, createdAt: this.clock.now() },
    };
    await tx.insert(Note, row);
    const deed = { kind: 'registration.noted', subjectId: about.id, eventId: about.eventId };
    this.audit.record(tx, actor, { ...deed, after: { noteFor: kind } });
    return this.viewOf(row);
  }

  /** Seals anew, with the key that is the first now, what an older one has sealed; answers how many notes it were. */
  sealAnew(): Promise<number> {
    const { reader } = this.database;
    return sealColumnAnew(this.secrets, {
      read: (after, limit) => reader.find(Note, { where: { id: MoreThan(after) }, order: { id: 'ASC' }, take: limit }),
      sealed: ({ sealedText }) => sealedText,
      place: placeOf,
      replace: ({ id, eventId }, anew) => reader.update(Note, { id, eventId }, { sealedText: anew }),
    });
  }

  private viewOf({ id, kind, sealedText, authorKind, authorId, authorName, createdAt }: Note): NoteView {
    return {
      ...{ id, kind, text: this.secrets.open(sealedText, placeOf(id)) },
      author: { kind: authorKind, id: authorId, name: authorName },
      createdAt: createdAt.toISOString(),
    };
  }
}

function placeOf(id: string): string {
  return `registration-notes/${id}`;
}

async function findWithin(tx: Tx, id: string, reach: Reach): Promise<Registration> {
  const found = isId(id) ? await tx.findOneBy(Registration, { id }) : null;
  if (!found || found.standsInFor || !reach.covers(found.eventId)) throw new NotFound('registration');
  return found;
}

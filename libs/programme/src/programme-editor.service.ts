import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Clock, newId } from '#kernel';
import { EVERYWHERE } from '#staff';
import { Event } from './event.entity.js';
import { refusing } from './programme.errors.js';
import { Programme } from './programme.entity.js';
import { Question } from './question.entity.js';
import { Session } from './session.entity.js';
import { Speaker } from './speaker.entity.js';
import { Venue } from './venue.entity.js';

type Made = 'id' | 'version' | 'createdAt' | 'updatedAt';
export type NewVenue = Omit<Venue, Made>;
export type NewProgramme = Omit<Programme, Made>;
export type NewEvent = Omit<Event, Made>;
export type NewSpeaker = Omit<Speaker, 'id' | 'eventId' | 'position'>;
/** Not sensitive unless it says so. */
export type NewQuestion = Omit<Question, 'id' | 'eventId' | 'position' | 'version' | 'sensitive'> &
  Partial<Pick<Question, 'sensitive'>>;
/** Its people leave when it ends, and the site is clear then, unless it says otherwise. */
export type NewSession = Omit<
  Session,
  Made | 'eventId' | 'status' | 'safeNumberOverride' | 'announcement' | 'announcedAt' | 'stayMinutes' | 'gapMinutes'
> &
  Partial<Pick<Session, 'stayMinutes' | 'gapMinutes'>>;

/** With an owner's reason to go over the venue's safe number, or null. */
export type PlannedSession = NewSession & Pick<Session, 'safeNumberOverride'>;

/** Makes venues, programmes, events and sessions. Pools belong to `#admission`. */
@Injectable()
export class ProgrammeEditor {
  constructor(private readonly clock: Clock) {}

  async addVenue(tx: Tx, venue: NewVenue): Promise<Venue> {
    return tx.save(Venue, this.made(venue));
  }

  async addProgramme(tx: Tx, programme: NewProgramme): Promise<Programme> {
    return tx.save(Programme, this.made(programme));
  }

  /** Speakers and questions stand in the order given. */
  async addEvent(
    tx: Tx,
    event: NewEvent,
    speakers: readonly NewSpeaker[] = [],
    questions: readonly NewQuestion[] = [],
  ): Promise<Event> {
    const saved = await tx.save(Event, this.made(event));
    const part = (position: number) => ({ id: newId(), eventId: saved.id, position });
    await tx.insert(
      Speaker,
      speakers.map((speaker, index) => ({ ...speaker, ...part(index) })),
    );
    await tx.insert(
      Question,
      questions.map((question, index) => ({ sensitive: false, ...question, ...part(index), version: 1 })),
    );
    return saved;
  }

  /** Throws OverSafeNumber if the event is published and its venue could not safely hold the sessions that overlap. */
  async addSession(tx: Tx, eventId: string, session: NewSession): Promise<Session> {
    const [made] = await this.addSessions(tx, eventId, [{ ...session, safeNumberOverride: null }]);
    return made!;
  }

  /** All or none. Throws OverSafeNumber, which names only what is in reach. */
  async addSessions(
    tx: Tx,
    eventId: string,
    sessions: readonly PlannedSession[],
    reach = EVERYWHERE,
  ): Promise<Session[]> {
    const fresh = { eventId, status: 'scheduled', announcement: null, announcedAt: null } as const;
    const made = sessions.map((session) => this.made({ stayMinutes: null, gapMinutes: 0, ...session, ...fresh }));
    await tx.query('SET CONSTRAINTS sessions_within_safe_number IMMEDIATE');
    await refusing(() => tx.insert(Session, made), reach);
    return made;
  }

  private made<T extends object>(row: T): T & Pick<Venue, Made> {
    const now = this.clock.now();
    return { ...row, id: newId(), version: 1, createdAt: now, updatedAt: now };
  }
}

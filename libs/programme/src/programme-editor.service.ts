import { Injectable } from '@nestjs/common';
import { brokenConstraint, type Tx } from '#database';
import { Clock, newId } from '#kernel';
import { Event } from './event.entity.js';
import { OverSafeNumber } from './programme.errors.js';
import { Programme } from './programme.entity.js';
import { Question } from './question.entity.js';
import { Session } from './session.entity.js';
import { Speaker } from './speaker.entity.js';
import { Venue } from './venue.entity.js';

type Made = 'id' | 'createdAt' | 'updatedAt';
export type NewVenue = Omit<Venue, Made>;
export type NewProgramme = Omit<Programme, Made>;
export type NewEvent = Omit<Event, Made>;
export type NewSpeaker = Omit<Speaker, 'id' | 'eventId' | 'position'>;
export type NewQuestion = Omit<Question, 'id' | 'eventId' | 'position'>;
export type NewSession = Omit<Session, Made | 'eventId' | 'status' | 'safeNumberOverride'>;

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
      questions.map((question, index) => ({ ...question, ...part(index) })),
    );
    return saved;
  }

  /** Throws OverSafeNumber if the venue could not safely hold the sessions that overlap. */
  async addSession(tx: Tx, eventId: string, session: NewSession): Promise<Session> {
    try {
      await tx.query('SET CONSTRAINTS sessions_within_safe_number IMMEDIATE');
      return await tx.save(
        Session,
        this.made({ ...session, eventId, status: 'scheduled' as const, safeNumberOverride: null }),
      );
    } catch (error) {
      if (brokenConstraint(error) === 'sessions_within_safe_number') throw new OverSafeNumber();
      throw error;
    }
  }

  private made<T extends object>(row: T): T & { id: string; createdAt: Date; updatedAt: Date } {
    const now = this.clock.now();
    return { ...row, id: newId(), createdAt: now, updatedAt: now };
  }
}

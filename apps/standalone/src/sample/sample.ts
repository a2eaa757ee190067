import { Injectable } from '@nestjs/common';
import { Admission } from '#admission';
import { Database, type Tx } from '#database';
import { Clock } from '#kernel';
import {
  Event,
  type NewEvent,
  type NewProgramme,
  type NewQuestion,
  type NewSession,
  type NewSpeaker,
  ProgrammeEditor,
  Venue,
} from '#programme';
import { chelseaFringe } from './chelsea-fringe.js';
import { memorialLecture } from './memorial-lecture.js';
import { openSquares } from './open-squares.js';
import { lockForSample } from './sample.queries.js';
import { SampleGuests } from './sample-guests.service.js';
import { comingSeason } from './season.js';
import { GARDEN, GREAT_HALL, TIME_ZONE } from './venues.js';

/** A part of a session's places; `releasesAt` gives what is free then to the public. */
export interface SamplePool {
  readonly name: string;
  readonly audience: 'public' | 'invited' | 'wheelchair' | 'companion';
  readonly places: number;
  /** Whom it is for is nobody's business but that of those who need it. */
  readonly private?: boolean;
  readonly releasesAt?: Date;
}

export interface SampleSession extends NewSession {
  /** The public pool first, because the others are released to it. */
  readonly pools: readonly SamplePool[];
}

export interface SampleEvent {
  readonly programme: NewProgramme;
  readonly venue: 'hall' | 'garden';
  readonly event: Omit<NewEvent, 'programmeId' | 'venueId'>;
  readonly speakers: readonly NewSpeaker[];
  readonly questions: readonly NewQuestion[];
  readonly sessions: readonly SampleSession[];
}

/** The three programmes of the house with the dates of the coming season, to try everything on. */
@Injectable()
export class SampleProgramme {
  constructor(
    private readonly database: Database,
    private readonly editor: ProgrammeEditor,
    private readonly admission: Admission,
    private readonly guests: SampleGuests,
    private readonly clock: Clock,
  ) {}

  /** Fills an empty database, all or nothing; answers false and changes nothing if there is any event. */
  async addIfEmpty(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await lockForSample(tx);
      if ((await tx.count(Event)) > 0 || (await tx.count(Venue)) > 0) return false;
      const now = this.clock.now();
      const season = comingSeason(now, TIME_ZONE);
      const venues = {
        hall: await this.editor.addVenue(tx, GREAT_HALL),
        garden: await this.editor.addVenue(tx, GARDEN),
      };
      for (const sample of [memorialLecture(season, now), chelseaFringe(season, now), openSquares(season, now)]) {
        await this.add(tx, sample, venues[sample.venue].id);
      }
      return true;
    });
  }

  private async add(tx: Tx, sample: SampleEvent, venueId: string): Promise<void> {
    const programme = await this.editor.addProgramme(tx, sample.programme);
    const event = { ...sample.event, programmeId: programme.id, venueId };
    const { id: eventId } = await this.editor.addEvent(tx, event, sample.speakers, sample.questions);
    for (const { pools, ...session } of sample.sessions) {
      const { id: sessionId } = await this.editor.addSession(tx, eventId, session);
      await this.addPools(tx, { eventId, sessionId }, pools);
      if (pools.length > 1) await this.guests.invite(tx, sessionId);
    }
  }

  private async addPools(tx: Tx, of: { eventId: string; sessionId: string }, pools: readonly SamplePool[]) {
    const [open, ...others] = pools;
    const { id: releasesTo } = await this.admission.openPool(tx, { ...of, ...open! });
    for (const pool of others) {
      await this.admission.openPool(tx, { ...of, ...pool, ...(pool.releasesAt && { releasesTo }) });
    }
  }
}

/** What an app provides that may have the sample programme. */
export const SAMPLE = [SampleGuests, SampleProgramme] as const;

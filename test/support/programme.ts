import { Admission } from '#admission';
import type { PoolAudience } from '#contracts';
import type { Database } from '#database';
import { newId } from '#kernel';
import { type Event, type NewQuestion, ProgrammeEditor, type Session, type Venue } from '#programme';
import type { INestApplicationContext } from '@nestjs/common';

const DAY = 24 * 60 * 60_000;

export interface EventWishes extends Partial<Event> {
  readonly venue?: Partial<Venue>;
  readonly questions?: readonly NewQuestion[];
  readonly mood?: 'garden' | 'memorial';
}

export interface SessionWishes extends Partial<Session> {
  /** Public places; the session's capacity if left out. */
  readonly places?: number;
  readonly pools?: readonly PoolWishes[];
}

interface PoolWishes {
  readonly name: string;
  readonly places: number;
  readonly releasesAt?: Date;
  readonly private?: boolean;
  /** Invited guests if left out. */
  readonly audience?: PoolAudience;
}

/** Makes events and sessions with sensible values for what a test does not care about. */
export class ProgrammeMaker {
  private readonly editor: ProgrammeEditor;
  private readonly admission: Admission;
  /** The same for all sessions, also when a run goes on beyond midnight. */
  private readonly someDay = new Date(Math.ceil(Date.now() / DAY) * DAY + 30 * DAY);

  constructor(
    app: INestApplicationContext,
    private readonly database: Database,
  ) {
    this.editor = app.get(ProgrammeEditor, { strict: false });
    this.admission = app.get(Admission, { strict: false });
  }

  async event({ venue, questions = [], mood = 'garden', ...wishes }: EventWishes = {}): Promise<Event> {
    const slug = `event-${newId()}`;
    return this.database.transaction(async (tx) => {
      const { id: venueId } = await this.editor.addVenue(tx, { ...VENUE, slug, ...venue });
      const programme = { slug, name: 'Open Squares Weekend', summary: 'Gardens.', mood };
      const { id: programmeId } = await this.editor.addProgramme(tx, programme);
      return this.editor.addEvent(tx, { ...EVENT, slug, programmeId, venueId, ...wishes }, [], questions);
    });
  }

  async session(event: Event, { places, pools = [], ...wishes }: SessionWishes = {}): Promise<Session> {
    const startsAt = wishes.startsAt ?? this.someDay;
    const endsAt = wishes.endsAt ?? new Date(startsAt.getTime() + 30 * 60_000);
    const times = { startsAt, endsAt, admissionOpensAt: startsAt, admissionClosesAt: endsAt };
    const capacity = wishes.capacity ?? 20;
    return this.database.transaction(async (tx) => {
      const session = await this.editor.addSession(tx, event.id, {
        title: null,
        room: null,
        capacity,
        ...times,
        ...wishes,
      });
      const of = { eventId: event.id, sessionId: session.id };
      const given = pools.reduce((sum, pool) => sum + pool.places, 0);
      const open = { ...of, name: 'Public', audience: 'public' as const, places: places ?? capacity - given };
      const { id: releasesTo } = await this.admission.openPool(tx, open);
      for (const pool of pools) {
        const release = pool.releasesAt ? { releasesAt: pool.releasesAt, releasesTo } : {};
        await this.admission.openPool(tx, {
          ...of,
          name: pool.name,
          private: pool.private ?? false,
          audience: pool.audience ?? 'invited',
          places: pool.places,
          ...release,
        });
      }
      return session;
    });
  }
}

const VENUE = {
  name: 'The garden of BMA House',
  address: 'BMA House\nTavistock Square\nLondon WC1H 9JP',
  latitude: 51.5256,
  longitude: -0.1289,
  timeZone: 'Europe/London',
  safeNumber: 500,
  access: { stepFree: 'There is a step-free way in.' },
  directions: 'Ten minutes from Euston.',
} as const;

const EVENT = {
  title: 'The garden in June',
  summary: 'A garden that is nearly always closed.',
  story: 'Behind the gates there is a garden.',
  drawing: 'lavender',
  status: 'published',
  registrationOpensAt: new Date('2026-01-01T09:00:00Z'),
  registrationClosesAt: null,
  confirmation: 'immediate',
  oneRegistrationPer: 'session',
  partyLimit: 6,
  changesCloseMinutes: 60,
  cancellationsCloseMinutes: 0,
  declineUndoMinutes: 30,
  waitingList: false,
  offerMinutes: 1440,
  passedOverLimit: 3,
  contactEmail: 'garden@example.org',
  contactPhone: null,
  arrival: 'Come to the gates.',
  accessHelp: 'Tell us what would help.',
  consentText: null,
  consentRequired: false,
} as const;

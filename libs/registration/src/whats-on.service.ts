import { Injectable } from '@nestjs/common';
import { openPlaces } from '#admission';
import { ballotState, type BallotSummary } from '#contracts';
import type { EventsQuery, EventSummary, EventView, SessionState, SessionView } from '#contracts';
import { badCursor, Database, type Paged } from '#database';
import { Clock, NotFound } from '#kernel';
import { registrationWindow, sessionState } from './session-facts.js';
import {
  type BallotFacts,
  type EventRow,
  type EventsWanted,
  findEvents,
  findSessions,
  type SessionRow,
} from './whats-on.queries.js';

/** The better a state is for somebody who looks for a place, the further to the left. */
const BEST_FIRST: readonly SessionState[] = ['open', 'few', 'ballot', 'full', 'not_yet_open', 'closed', 'cancelled'];

/** What people see of the programme: published events, their sessions, and what is left of each. */
@Injectable()
export class WhatsOn {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidInput if the cursor is not one that a page gave. */
  async page({ limit, cursor, ...wanted }: EventsQuery): Promise<Paged<EventSummary>> {
    const after = cursor === undefined ? '' : placeInOrder(cursor);
    const rest = (await this.events(wanted)).filter((event) => keyOf(event) > after);
    const items = rest.slice(0, limit);
    const last = rest.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? Buffer.from(keyOf(last)).toString('base64url') : null };
  }

  /** In order of their first session; cancelled events stay until they would have been over. */
  async events(query: Omit<EventsQuery, 'limit' | 'cursor'>): Promise<EventSummary[]> {
    const from = query.from ? new Date(query.from) : undefined;
    const to = query.to ? new Date(query.to) : undefined;
    const found = await this.load({ programme: query.programme, from, to });
    return found
      .map(({ event, sessions }) => this.summary(event, sessions))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  /** Events with a session that is not over yet. */
  async upcoming(): Promise<EventSummary[]> {
    return this.events({ from: this.clock.now().toISOString() });
  }

  /** Throws NotFound, for drafts too. */
  async event(slug: string): Promise<EventView> {
    const [found] = await this.load({ slug });
    if (!found) throw new NotFound('event');
    return this.view(found.event, found.sessions);
  }

  private async load(wanted: EventsWanted) {
    const events = await findEvents(this.database.reader, wanted);
    const sessions = await findSessions(
      this.database.reader,
      events.map(({ id }) => id),
    );
    const byEvent = Map.groupBy(sessions, ({ eventId }) => eventId);
    return events.map((event) => ({ event, sessions: byEvent.get(event.id) ?? [] }));
  }

  private summary(event: EventRow, rows: readonly SessionRow[]): EventSummary {
    const { slug, title, summary, programme, drawing, venue } = event;
    const sessions = rows.map((row) => this.session(event, row));
    const ends = sessions.map(({ endsAt }) => endsAt).sort();
    return {
      slug,
      title,
      summary,
      programme,
      venue: { slug: venue.slug, name: venue.name, timeZone: venue.timeZone },
      drawing,
      startsAt: sessions[0]?.startsAt ?? null,
      endsAt: ends.at(-1) ?? null,
      state: BEST_FIRST.find((state) => sessions.some((session) => session.state === state)) ?? 'closed',
      available: sessions.reduce((total, { available }) => total + available, 0),
    };
  }

  private view(event: EventRow, rows: readonly SessionRow[]): EventView {
    const { slug, title, summary, story, status, programme, venue, speakers, drawing, questions } = event;
    const { consentText, consentRequired, arrival, accessHelp } = event;
    return {
      ...{ slug, title, summary, story, status, programme, venue, speakers, drawing },
      timeZone: venue.timeZone,
      registration: {
        opensAt: event.opensAt.toISOString(),
        closesAt: event.closesAt?.toISOString() ?? null,
        confirmation: event.confirmation,
        oneRegistrationPer: event.oneRegistrationPer,
        partyLimit: event.partyLimit,
      },
      ...{ questions, consentText, consentRequired, arrival, accessHelp },
      contact: { email: event.contactEmail, phone: event.contactPhone },
      sessions: rows.map((row) => this.session(event, row)),
      ballots: event.ballots.map((ballot) => summaryOf(ballot, this.clock.now())),
    };
  }

  private session(event: EventRow, row: SessionRow): SessionView {
    const { id, title, room } = row;
    const cancelled = row.cancelled || event.status === 'cancelled';
    const window = registrationWindow({ ...event, startsAt: row.startsAt, cancelled }, this.clock.now());
    const free = openPlaces(row);
    const left = (spaces: number | null) => (spaces === null || window === 'open' ? spaces : 0);
    return {
      ...{ id, title, room },
      startsAt: row.startsAt.toISOString(),
      endsAt: row.endsAt.toISOString(),
      admissionOpensAt: row.admissionOpensAt.toISOString(),
      capacity: row.places,
      available: window === 'open' ? free : 0,
      wheelchairSpaces: left(row.wheelchairSpaces),
      companionPlaces: left(row.companionPlaces),
      state: sessionState(window, free, row.places, row.ballotId !== null),
      waitingList: event.waitingList && window === 'open' && row.ballotId === null && row.places > 0 && free === 0,
      waiting: row.waiting,
      ballotId: row.ballotId,
    };
  }
}

function summaryOf({ id, sessionIds, ...ballot }: BallotFacts, now: Date): BallotSummary {
  const [opensAt, closesAt, drawsAt] = [ballot.opensAt, ballot.closesAt, ballot.drawsAt].map((text) => new Date(text));
  const times = { opensAt: opensAt!, closesAt: closesAt!, drawsAt: drawsAt! };
  const state = ballotState({ ...times, drawn: ballot.drawnAt !== null, cancelled: false }, now);
  const told = Object.entries(times).map(([name, instant]) => [name, instant.toISOString()] as const);
  return { id, state, sessionIds, ...(Object.fromEntries(told) as Pick<BallotSummary, keyof typeof times>) };
}

/** Where an event stands in the list: by its first session, then by its slug. */
function keyOf({ startsAt, slug }: EventSummary): string {
  return `${startsAt ?? '-'} ${slug}`;
}

function placeInOrder(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (!/^(-|\d{4}-\S+Z) [a-z0-9-]+$/.test(key)) throw badCursor();
  return key;
}

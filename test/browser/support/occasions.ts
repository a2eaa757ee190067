import { instantAt, newId, zoned } from '#kernel';
import { type Event, Session } from '#programme';
import { CancelService, EmailCheck, Links, Registration, UnverifiedExpiry } from '#registration';
import type { Answer, Person, TestApp } from '../../support/test-app.js';
import type { EventWishes, SessionWishes } from '../../support/programme.js';

/** Where the venues of events are that say nothing else. */
const LONDON = 'Europe/London';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Throws what was refused: pages that come of it would be pictures of something else. */
export function done(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`This was refused: ${answer.text}`);
  return answer;
}

/** Events in states that the sample programme does not come into by itself. */
export class Occasions {
  constructor(private readonly app: TestApp) {}

  /** The path of the form for the event's first session. */
  async form(wishes: EventWishes = {}, session: SessionWishes = {}): Promise<string> {
    const { event, sessions } = await this.day(wishes, [session]);
    return this.formOf(event, sessions[0]!);
  }

  formOf({ slug }: Pick<Event, 'slug'>, { id }: Pick<Session, 'id'>): string {
    return `/events/${slug}/sessions/${id}`;
  }

  /** Half-hour entries from ten o'clock, thirty days from now. */
  async day(wishes: EventWishes, sessions: readonly SessionWishes[]) {
    const event = await this.app.make.event({ title: 'The garden in June', ...wishes });
    const date = zoned(this.in(30 * DAY), LONDON).toPlainDate();
    const ten = instantAt(`${date.toString()}T10:00`, LONDON).getTime();
    const made: Session[] = [];
    for (const [index, session] of sessions.entries()) {
      made.push(await this.app.make.session(event, { startsAt: new Date(ten + index * 30 * MINUTE), ...session }));
    }
    return { event, sessions: made };
  }

  /** A day whose first time is full, whose second has room for two, and whose third is free. */
  async crowdedDay(wishes: EventWishes = {}) {
    const day = await this.day(wishes, [{ capacity: 2 }, { capacity: 2 }, { capacity: 20 }]);
    await this.places(day.sessions[0]!, { partySize: 2 });
    return day;
  }

  notYetOpen(): Promise<string> {
    return this.form({ registrationOpensAt: this.in(3 * DAY) });
  }

  closed(): Promise<string> {
    return this.form({ registrationOpensAt: this.in(-DAY), registrationClosesAt: this.in(-HOUR) });
  }

  /** One time of three is called off. */
  async cancelledSession() {
    const { event, sessions } = await this.day({}, [{}, {}, {}]);
    const page = await this.places(sessions[0]!);
    await this.cancel(sessions[0]!);
    return { event, page, form: this.formOf(event, sessions[0]!) };
  }

  /** The path of the pages for somebody's places. */
  async places(session: Pick<Session, 'id'>, person: Partial<Person> = {}): Promise<string> {
    const { text, body } = await this.app.register(session.id, person);
    const { manageUrl } = body as { readonly manageUrl?: string };
    if (!manageUrl) throw new Error(`No places were taken: ${text}`);
    return new URL(manageUrl).pathname;
  }

  /** Places of somebody whose calendar has said no, which are still theirs for an hour. */
  async declined(session: Pick<Session, 'id'>, person: Partial<Person> = {}): Promise<string> {
    const { body } = await this.app.register(session.id, person);
    const { id, manageUrl } = body as { readonly id?: string; readonly manageUrl?: string };
    const times = [this.in(-MINUTE), this.in(HOUR)];
    await this.app.database.reader.query(
      `INSERT INTO declines (id, event_id, registration_id, sequence, declined_at, due_at, state)
       SELECT $1, event_id, id, 0, $3, $4, 'pending' FROM registrations WHERE id = $2`,
      [newId(), id, ...times],
    );
    return new URL(manageUrl!).pathname;
  }

  /** Places that are confirmed, by mail where the event asks for it. */
  async confirmed(session: Pick<Session, 'id'>, person: Partial<Person>): Promise<string> {
    const { body } = await this.app.register(session.id, person);
    const id = String(body['id']);
    await this.app.nest.get(EmailCheck, { strict: false }).confirm(id);
    return new URL(this.app.nest.get(Links, { strict: false }).manageUrl(id)).pathname;
  }

  /** Places in a time that begins in half an hour: too late for changes, in time for giving them up. */
  async lastMinute(): Promise<string> {
    const { sessions } = await this.day({}, [{ startsAt: this.in(HOUR / 2) }]);
    return this.places(sessions[0]!);
  }

  /** Places in a time that has begun. */
  async begun(): Promise<string> {
    const { sessions } = await this.day({}, [{}]);
    const places = await this.places(sessions[0]!);
    const [startsAt, endsAt] = [this.in(-HOUR), this.in(HOUR)];
    const times = { startsAt, endsAt, admissionOpensAt: startsAt, admissionClosesAt: endsAt };
    await this.app.database.transaction((tx) => tx.update(Session, { id: sessions[0]!.id }, times));
    return places;
  }

  async givenUp(): Promise<string> {
    const { sessions } = await this.day({}, [{}]);
    const { body } = await this.app.register(sessions[0]!.id);
    await this.app.nest.get(CancelService, { strict: false }).cancel(String(body['id']));
    return new URL(String(body['manageUrl'])).pathname;
  }

  /** A session of one place, and the link of somebody who did not confirm that place in time. */
  async holdOver() {
    const event = { confirmation: 'by-email', title: 'A lecture with one place' } as const;
    const { sessions } = await this.day(event, [{ capacity: 1 }]);
    const [session] = sessions as [Session];
    const late = await this.app.register(session.id);
    const ended = { heldUntil: this.in(-MINUTE) };
    await this.app.database.transaction((tx) => tx.update(Registration, { sessionId: session.id }, ended));
    await this.app.nest.get(UnverifiedExpiry, { strict: false }).expireDue();
    return { session, check: this.checkOf(late) };
  }

  /** Somebody else comes. */
  async take(session: Pick<Session, 'id'>): Promise<void> {
    done(await this.app.register(session.id));
  }

  /** The path of the link that a new registration is to be confirmed by. */
  checkOf({ body }: Answer): string {
    return new URL(this.app.nest.get(Links, { strict: false }).checkUrl(String(body['id']))).pathname;
  }

  private async cancel({ id }: Session): Promise<void> {
    await this.app.database.transaction((tx) => tx.update(Session, { id }, { status: 'cancelled' }));
  }

  private in(milliseconds: number): Date {
    return new Date(this.app.clock.now().getTime() + milliseconds);
  }
}

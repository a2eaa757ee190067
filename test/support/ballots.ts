import { BallotWork } from '#ballot';
import { CandidateSender } from '#notices';
import type { Event, Session } from '#programme';
import { part } from './holder.js';
import type { CaughtMail } from './mail-sink.js';
import { type Answer, nextPerson, type Person, type TestApp } from './test-app.js';

const HOUR = 60 * 60_000;

export interface BallotWishes {
  readonly sessions: readonly Session[];
  readonly drawsAt?: string;
}

/** A ballot that opens in an hour and closes in two, and what can be done with it. */
export class PlannedBallot {
  private constructor(
    readonly app: TestApp,
    readonly id: string,
    readonly team: Record<string, string>,
    readonly sessions: readonly Session[],
  ) {}

  static async of(app: TestApp, event: Event, { sessions, drawsAt }: BallotWishes): Promise<PlannedBallot> {
    const team = await app.key('owner');
    const now = app.clock.now().getTime();
    const times = { opensAt: new Date(now + HOUR).toISOString(), closesAt: new Date(now + 2 * HOUR).toISOString() };
    const body = { eventId: event.id, sessionIds: sessions.map(({ id }) => id), ...times, ...(drawsAt && { drawsAt }) };
    const made = await app.post('/api/v1/admin/ballots', body, team);
    if (made.status !== 201) throw new Error(`No ballot was planned: ${made.text}`);
    return new PlannedBallot(app, part(made, 'id'), team, sessions);
  }

  open(): void {
    this.app.clock.travel({ minutes: 61 });
  }

  /** Entries close; nothing is done about it yet. */
  end(): void {
    this.app.clock.travel({ minutes: 61 });
  }

  work(): Promise<void> {
    return this.app.service(BallotWork).doDue();
  }

  /** By the public API. */
  enter(person: Partial<Person> & { readonly preferences?: readonly string[] } = {}, headers = {}): Promise<Answer> {
    const { name, email, ...rest } = { ...nextPerson(), ...person };
    const preferences = this.sessions.map(({ id }) => id);
    const body = { contact: { name, email }, partySize: 1, preferences, ...rest };
    return this.app.post(`/api/v1/ballots/${this.id}/entries`, body, headers);
  }

  view(): Promise<Answer> {
    return this.app.get(`/api/v1/ballots/${this.id}`);
  }

  admin(): Promise<Answer> {
    return this.app.get(`/api/v1/admin/ballots/${this.id}`, this.team);
  }

  record(): Promise<Answer> {
    return this.app.get(`/api/v1/ballots/${this.id}/record`);
  }
}

/** Sends what is queued about an entry now, oldest first, and answers the mails that went out. */
export async function deliverToEntry(app: TestApp, entryId: string): Promise<CaughtMail[]> {
  const queued = await app.database.reader.query<{ id: string; event_id: string }[]>(
    `SELECT id, event_id FROM messages WHERE candidate_id = $1 AND state = 'queued' ORDER BY id`,
    [entryId],
  );
  const before = app.mail.mails.length;
  for (const { id, event_id: eventId } of queued) await app.service(CandidateSender).send({ eventId, messageId: id });
  return app.mail.mails.slice(before);
}

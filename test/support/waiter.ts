import { CandidateSender } from '#notices';
import { type LookJob, LookingAround, Offering, WaitingLinks } from '#waiting-list';
import type { CaughtMail } from './mail-sink.js';
import { type Answer, nextPerson, type TestApp } from './test-app.js';

interface Wish {
  readonly partySize?: number;
  readonly fewerIsFine?: boolean;
  readonly name?: string;
  readonly email?: string;
  readonly [more: string]: unknown;
}

/** Asks to wait by the public API. */
export function askToWait(app: TestApp, sessionIds: readonly string[], wish: Wish = {}): Promise<Answer> {
  const { name, email, ...rest } = { ...nextPerson(), ...wish };
  const body = { sessionIds, contact: { name, email }, partySize: 1, fewerIsFine: false, ...rest };
  return app.post('/api/v1/waiting-list', body);
}

/** Somebody who waits, and what they can do with their link over HTTP. */
export class Waiter {
  private constructor(
    private readonly app: TestApp,
    readonly id: string,
    readonly email: string,
  ) {}

  /** Throws if they may not wait. */
  static async in(app: TestApp, sessions: readonly { readonly id: string }[], wish: Wish = {}): Promise<Waiter> {
    const { email = nextPerson().email } = wish;
    const answer = await askToWait(
      app,
      sessions.map(({ id }) => id),
      { ...wish, email },
    );
    if (answer.status !== 202) throw new Error(`Nobody waits: ${answer.text}`);
    return Waiter.known(app, email);
  }

  static async known(app: TestApp, email: string): Promise<Waiter> {
    const [entry] = await app.database.reader.query<{ id: string }[]>(
      'SELECT id FROM waiting_list_entries WHERE contact_email = $1 ORDER BY id DESC LIMIT 1',
      [email],
    );
    return new Waiter(app, entry!.id, email);
  }

  get token(): string {
    return this.app.service(WaitingLinks).token(this.id);
  }

  get path(): string {
    return `/api/v1/waiting-list/${this.id}`;
  }

  call(method: string, more = '', body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const authorization = `Waiting ${this.token}`;
    return this.app.call(method, `${this.path}${more}`, {
      ...(body !== undefined && { body }),
      headers: { authorization, ...headers },
    });
  }

  view(): Promise<Answer> {
    return this.call('GET');
  }

  accept(body: unknown = {}): Promise<Answer> {
    return this.call('POST', '/accept', body);
  }

  decline(body: unknown = {}): Promise<Answer> {
    return this.call('POST', '/decline', body);
  }

  leave(): Promise<Answer> {
    return this.call('DELETE');
  }

  async state(): Promise<string> {
    return String((await this.view()).body['state']);
  }

  /** The kinds of messages about the entry, oldest first. */
  async told(): Promise<string[]> {
    const rows = await this.app.database.reader.query<{ kind: string }[]>(
      'SELECT kind FROM messages WHERE candidate_id = $1 ORDER BY id',
      [this.id],
    );
    return rows.map(({ kind }) => kind);
  }

  /** Sends what is queued about the entry, and answers the mails that went out. */
  async deliver(): Promise<CaughtMail[]> {
    const queued = await this.app.database.reader.query<{ id: string; event_id: string }[]>(
      `SELECT id, event_id FROM messages WHERE candidate_id = $1 AND state = 'queued' ORDER BY id`,
      [this.id],
    );
    const before = this.app.mail.mails.length;
    for (const { id, event_id: eventId } of queued) {
      await this.app.service(CandidateSender).send({ eventId, messageId: id });
    }
    return this.app.mail.mails.slice(before);
  }
}

/** Does the jobs that are left for the waiting list, until there are no more. */
export async function lookForThoseWhoWait(app: TestApp): Promise<void> {
  for (;;) {
    const [rows] = await app.database.reader.query<[{ data: LookJob }[], number]>(
      `DELETE FROM pgboss.job WHERE name = 'waiting-list.offer' AND state = 'created' RETURNING data`,
    );
    if (rows.length === 0) return;
    for (const { data } of rows) await app.service(Offering).offerIn(data);
  }
}

/** What a minute of the worker does. */
export async function passAMinute(app: TestApp): Promise<void> {
  await app.service(LookingAround).settleDue();
  await lookForThoseWhoWait(app);
}

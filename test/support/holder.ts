import type { Answer, Person, TestApp } from './test-app.js';
import { managing } from './test-app.js';

export interface Told {
  readonly kind: string;
  readonly state: string;
  readonly recipient: string;
}

/** Somebody who holds a manage link, and what they can do with it over HTTP. */
export class Holder {
  readonly id: string;
  readonly reference: string;
  readonly calendarUrl: string;
  readonly headers: Record<string, string>;

  private constructor(
    private readonly app: TestApp,
    receipt: Answer['body'],
  ) {
    this.id = String(receipt['id']);
    this.reference = String(receipt['reference']);
    this.calendarUrl = String(receipt['calendarUrl']);
    this.headers = managing(receipt);
  }

  /** Takes places by the public API; throws if that is refused. */
  static async in(app: TestApp, sessionId: string, person: Partial<Person> = {}): Promise<Holder> {
    const answer = await app.register(sessionId, person);
    if (answer.status !== 201) throw new Error(`Nobody was registered: ${answer.text}`);
    return new Holder(app, answer.body);
  }

  get path(): string {
    return `/api/v1/registrations/${this.id}`;
  }

  view(): Promise<Answer> {
    return this.app.get(this.path, this.headers);
  }

  change(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.app.call('PATCH', this.path, { body, headers: { ...this.headers, ...headers } });
  }

  move(sessionId: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.app.post(`${this.path}/move`, { sessionId }, { ...this.headers, ...headers });
  }

  cancel(body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.app.post(`${this.path}/cancel`, body, { ...this.headers, ...headers });
  }

  told(): Promise<Told[]> {
    return toldTo(this.app, this.id);
  }

  /** The SEQUENCE of the calendar entry. */
  async sequence(): Promise<number> {
    const [row] = await this.app.database.reader.query<{ calendar_sequence: number }[]>(
      'SELECT calendar_sequence FROM registrations WHERE id = $1',
      [this.id],
    );
    return row!.calendar_sequence;
  }
}

/** One property of an answer, as the test expects it to be. */
export function part<T>({ body }: Answer, name: string): T {
  return (body as Record<string, unknown>)[name] as T;
}

/** How long the places of a receipt are held, in milliseconds. */
export function heldFor(receipt: Answer): number {
  return Date.parse(part(receipt, 'heldUntil')) - Date.parse(part(receipt, 'createdAt'));
}

/** The messages about a registration, oldest first, sent or not. */
export function toldTo(app: TestApp, registrationId: string): Promise<Told[]> {
  return app.database.reader.query<Told[]>(
    'SELECT kind, state, recipient FROM messages WHERE registration_id = $1 ORDER BY id',
    [registrationId],
  );
}

/** The public places left in a session, as the public API tells it. */
export async function available(app: TestApp, slug: string, sessionId: string): Promise<number> {
  const event = await app.get(`/api/v1/events/${slug}`);
  const sessions = part<{ id: string; available: number }[]>(event, 'sessions');
  return sessions.find(({ id }) => id === sessionId)!.available;
}

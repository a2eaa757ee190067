import { randomUUID } from 'node:crypto';
import type pg from 'pg';

type Row = Readonly<Record<string, unknown>>;

/** The ids of one row of each kind, each within the one before. */
export interface Planted {
  readonly venue: string;
  readonly event: string;
  readonly session: string;
  readonly pool: string;
}

const NOW = '2027-01-10T09:00:00Z';
const stamps = { created_at: NOW, updated_at: NOW };

/** Writes rows by hand, past all services: for controls, and for what must hold whoever writes. */
export class Rows {
  constructor(private readonly client: pg.Client) {}

  async insert(table: string, row: Row): Promise<string> {
    const columns = Object.keys(row);
    const values = columns.map((_, index) => `$${index + 1}`);
    const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`;
    await this.client.query(text, Object.values(row));
    return String(row['id']);
  }

  /** A published event with one session from 10 to 11 and one public pool. */
  async plant({ safeNumber = 500, capacity = 10 } = {}): Promise<Planted> {
    const venue = await this.venue(safeNumber);
    const event = await this.event(venue);
    const session = await this.session(event, { capacity });
    return { venue, event, session, pool: await this.pool(event, session, { places: capacity }) };
  }

  venue(safeNumber: number): Promise<string> {
    const id = randomUUID();
    const where = { address: 'London', latitude: 51.5, longitude: -0.1, time_zone: 'Europe/London' };
    return this.insert('venues', {
      ...{ id, slug: `venue-${id}`, name: 'Garden', safe_number: safeNumber },
      ...where,
      ...stamps,
    });
  }

  async event(venue: string, change: Row = {}): Promise<string> {
    const [id, programme] = [randomUUID(), randomUUID()];
    const slug = `event-${id}`;
    await this.insert('programmes', { id: programme, slug, name: 'Open', summary: '', mood: 'garden', ...stamps });
    const texts = { slug, title: 'Open', summary: '', story: '', contact_email: 'garden@example.org' };
    const rules = { confirmation: 'immediate', one_registration_per: 'session', party_limit: 6 };
    const times = { registration_opens_at: NOW, changes_close_minutes: 0, cancellations_close_minutes: 0 };
    const of = { id, programme_id: programme, venue_id: venue, status: 'published' };
    return this.insert('events', { ...of, ...texts, ...rules, ...times, ...stamps, ...change });
  }

  session(event: string, change: Row = {}): Promise<string> {
    const [starts, ends] = ['2027-06-12T10:00:00Z', '2027-06-12T11:00:00Z'];
    const times = { starts_at: starts, ends_at: ends, admission_opens_at: starts, admission_closes_at: ends };
    const of = { id: randomUUID(), event_id: event, capacity: 10, status: 'scheduled' };
    return this.insert('sessions', { ...of, ...times, ...stamps, ...change });
  }

  pool(event: string, session: string, change: Row = {}): Promise<string> {
    const of = { id: randomUUID(), event_id: event, session_id: session, name: 'Public', audience: 'public' };
    return this.insert('pools', { ...of, places: 10, ...stamps, ...change });
  }

  /** A confirmed registration of one person; `taken` of its pool stays as it is. */
  registration({ event, session, pool }: Planted, change: Row = {}): Promise<string> {
    const id = randomUUID();
    const contact = { contact_name: 'Ada', contact_email: `${id}@example.org`, email_key: `${id}@example.org` };
    const of = { id, event_id: event, session_id: session, pool_id: pool, reference: id, calendar_uid: id };
    const place = { name: 'Ada', accessNeeds: null, answers: {}, ticketCode: id };
    const party = { party_size: 1, places: JSON.stringify([place]), unique_within: session };
    const state = { state: 'confirmed', confirmed_at: NOW, source: 'web' };
    return this.insert('registrations', { ...of, ...contact, ...party, ...state, ...stamps, ...change });
  }

  /** A party of one that waits; it stands in no line. */
  waitingEntry(event: string, change: Row = {}): Promise<string> {
    const id = randomUUID();
    const contact = { contact_name: 'Ada', contact_email: `${id}@example.org`, email_key: `${id}@example.org` };
    const party = { party_size: 1, fewer_is_fine: false, rank: 1, source: 'web', state: 'waiting' };
    return this.insert('waiting_list_entries', { id, event_id: event, ...contact, ...party, ...stamps, ...change });
  }

  /** A guest of whom no answer has come. */
  invitation({ event, session, pool }: Planted, change: Row = {}): Promise<string> {
    const of = { id: randomUUID(), event_id: event, session_id: session, pool_id: pool };
    const guest = { state: 'pending', name: 'May', language: 'en', party_size: 1 };
    return this.insert('invitations', { ...of, ...guest, ...stamps, ...change });
  }

  /** A ballot that nobody has entered. */
  async ballot({ event, session }: Planted, change: Row = {}): Promise<string> {
    const id = randomUUID();
    const times = { opens_at: NOW, closes_at: '2027-02-10T09:00:00Z', draws_at: '2027-02-10T09:00:00Z' };
    const seed = { commitment: 'a'.repeat(64), sealed_seed: 'sealed' };
    await this.insert('ballots', { id, event_id: event, ...times, ...seed, ...stamps, ...change });
    await this.insert('ballot_sessions', { event_id: event, ballot_id: id, session_id: session });
    return id;
  }

  ballotEntry({ event, session }: Planted, ballot: string, change: Row = {}): Promise<string> {
    const id = randomUUID();
    const contact = { contact_name: 'Ada', contact_email: `${id}@example.org`, email_key: `${id}@example.org` };
    const party = { state: 'entered', party_size: 1, preferences: [session], details: 'sealed', source: 'web' };
    return this.insert('ballot_entries', {
      ...{ id, event_id: event, ballot_id: ballot },
      ...{ ...contact, ...party, ...stamps, ...change },
    });
  }
}

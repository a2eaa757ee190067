import type { RegistrationsQuery } from '#contracts';
import type { Conditions } from './conditions.js';
import { conditionsOf, REGISTRATIONS, type Scope, SEARCHED } from './registration-filter.queries.js';

export interface Wanted extends Scope {
  readonly id?: string;
  readonly sort: RegistrationsQuery['sort'];
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Which registrations are on a page: `id`, `event_id`, and `key0`, `key1`, … by which they are sorted. */
export interface PageOfKeys {
  readonly text: string;
  /** How the page is sorted, by the keys of a table of that name. */
  readonly sorted: (table: string) => string;
  readonly values: readonly unknown[];
}

interface Order {
  readonly keys: readonly string[];
  readonly direction: '' | ' DESC';
  /** What comes after the registration of that id; it need not be on any page itself. */
  readonly after: (id: string) => string;
}

/** So many are looked through one by one, in the order wanted, before the index of words is asked. */
const NEAR = 10_000;

const NEWEST: Order = { keys: ['r.id'], direction: ' DESC', after: (id) => `r.id < ${id}` };
const NEWEST_SEARCHED: Order = {
  keys: ['f.registration_id'],
  direction: ' DESC',
  after: (id) => `f.registration_id < ${id}`,
};
const BY_NAME: Order = {
  keys: ['f.name', 'f.registration_id'],
  direction: '',
  after: (id) =>
    `(f.name, f.registration_id) > ((SELECT name FROM registration_search WHERE registration_id = ${id}), ${id}::uuid)`,
};
const BY_SESSION: Order = {
  keys: ['s.starts_at', 's.id', 'r.id'],
  direction: '',
  after: (id) => `(s.starts_at, s.id, r.id) > (${sessionOf(id, 'starts_at')}, ${sessionOf(id, 'id')}, ${id}::uuid)`,
};

/** Without words: an index gives the order, or few enough are left to be sorted. */
export function pageByFilter(wanted: Wanted): PageOfKeys {
  const conditions = conditionsFor(wanted, wanted.sort === 'name');
  if (wanted.sort === 'session') return pageBySession(conditions, wanted);
  const order = wanted.sort === 'name' ? BY_NAME : NEWEST;
  conditions.add(order.after, wanted.cursor);
  const from = wanted.sort === 'name' ? SEARCHED : REGISTRATIONS;
  return page(order, `SELECT ${columns(order)} FROM ${from} WHERE ${conditions.text}`, conditions, wanted.limit);
}

/**
 * With words, among the next `NEAR` in the order wanted: whatever fills a page of these is so frequent that the index
 * of words would have to be sorted for nothing. The planner cannot know how frequent a part of a word is.
 */
export function pageNearby(wanted: Wanted): PageOfKeys {
  const conditions = conditionsFor(wanted, true);
  const order = wanted.sort === 'name' ? BY_NAME : NEWEST_SEARCHED;
  const near = conditions.part();
  near.add(order.after, wanted.cursor);
  near.add((id) => `f.event_id = ${id}`, wanted.sort === 'name' ? wanted.eventId : undefined);
  const sorted = order.keys.map((key) => key + order.direction).join(', ');
  const from = SEARCHED.replace(
    'registration_search f',
    `(SELECT * FROM registration_search f WHERE ${near.text} ORDER BY ${sorted} LIMIT ${NEAR}) f`,
  );
  return page(order, `SELECT ${columns(order)} FROM ${from} WHERE ${conditions.text}`, conditions, wanted.limit);
}

/** With words that are rare: all that the index of words finds, sorted afterwards. */
export function pageFound(wanted: Wanted): PageOfKeys {
  const conditions = conditionsFor(wanted, true);
  const order = { newest: NEWEST_SEARCHED, name: BY_NAME, session: BY_SESSION }[wanted.sort];
  conditions.add(order.after, wanted.cursor);
  const sessions =
    wanted.sort === 'session' ? ' JOIN sessions s ON s.event_id = r.event_id AND s.id = r.session_id' : '';
  const found = `SELECT ${columns(order)} FROM ${SEARCHED}${sessions} WHERE ${conditions.text}`;
  const { text, ...rest } = page(order, 'SELECT * FROM found', conditions, wanted.limit);
  return { ...rest, text: `WITH found AS MATERIALIZED (${found}) ${text}` };
}

/** Session by session, from each no more than a page: one after the other until the page is full. */
function pageBySession(conditions: Conditions, { cursor, limit }: Wanted): PageOfKeys {
  const sessions = conditions.part();
  sessions.add((id) => `s.starts_at >= ${sessionOf(id, 'starts_at')}`, cursor);
  conditions.add(() => 'r.event_id = s.event_id AND r.session_id = s.id');
  conditions.add(BY_SESSION.after, cursor);
  const from = `(SELECT * FROM sessions s WHERE ${sessions.text} ORDER BY s.starts_at, s.id) s CROSS JOIN LATERAL (
        SELECT r.id, r.event_id FROM ${REGISTRATIONS} WHERE ${conditions.text}
        ORDER BY r.id LIMIT ${conditions.value(limit + 1)}) r`;
  return page(BY_SESSION, `SELECT ${columns(BY_SESSION)} FROM ${from}`, conditions, limit);
}

function conditionsFor(wanted: Wanted, searched: boolean): Conditions {
  const conditions = conditionsOf(wanted, searched);
  conditions.add((id) => `r.id = ${id}`, wanted.id);
  return conditions;
}

/** One more than asked for, so that the caller knows whether there is a next page. */
function page(order: Order, selected: string, conditions: Conditions, limit: number): PageOfKeys {
  const sorted = (table: string) =>
    order.keys.map((_, index) => `${table ? `${table}.` : ''}key${index}${order.direction}`).join(', ');
  const text = `${selected} ORDER BY ${sorted('')} LIMIT ${conditions.value(limit + 1)}`;
  return { text, sorted, values: conditions.values };
}

function columns({ keys }: Order): string {
  const ids = keys.some((key) => key.startsWith('f.'))
    ? ['f.registration_id AS id', 'f.event_id']
    : ['r.id', 'r.event_id'];
  return [...ids, ...keys.map((key, index) => `${key} AS key${index}`)].join(', ');
}

function sessionOf(id: string, column: string): string {
  return `(SELECT t.${column} FROM registrations o JOIN sessions t ON t.event_id = o.event_id AND t.id = o.session_id
        WHERE o.id = ${id})`;
}

import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { type Planted, Rows } from '../support/rows.js';
import { brokenBy } from './broken.js';

let database: TestDatabase;
let client: pg.Client;
let rows: Rows;
let planted: Planted;
let registration: string;

beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  rows = new Rows(client);
  planted = await rows.plant({ safeNumber: 20, capacity: 10 });
  registration = await rows.registration(planted);
  await client.query('UPDATE pools SET taken = 1');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const broken = (write: () => Promise<unknown>) => brokenBy(client, write);

describe('a row changed by hand is refused', () => {
  it.each([
    // No pool is ever overbooked, and the pools of a session are within its capacity.
    ['UPDATE pools SET taken = 11', 'pools_never_overbooked'],
    ['UPDATE pools SET places = 0', 'pools_never_overbooked'],
    ['UPDATE pools SET taken = -1', 'pools_taken_check'],
    ['UPDATE pools SET places = -1, taken = -1', 'pools_places_check'],
    ['UPDATE pools SET places = 11', 'pools_within_capacity'],
    ['UPDATE sessions SET capacity = 9', 'pools_within_capacity'],
    ['UPDATE sessions SET capacity = -1', 'sessions_capacity_check'],
    ["UPDATE pools SET audience = 'friends'", 'pools_audience_check'],
    ['UPDATE pools SET releases_to = id, releases_at = now()', 'pools_check1'],
    ['UPDATE pools SET releases_at = now()', 'pools_check'],
    // A venue is never over its safe number.
    ['UPDATE sessions SET capacity = 21', 'sessions_within_safe_number'],
    ['UPDATE venues SET safe_number = 9', 'sessions_within_safe_number'],
    ['UPDATE venues SET safe_number = 0', 'venues_safe_number_check'],
    // A session and an event make sense.
    ['UPDATE sessions SET ends_at = starts_at', 'sessions_check'],
    ['UPDATE sessions SET admission_opens_at = ends_at', 'sessions_check1'],
    ['UPDATE sessions SET admission_closes_at = admission_opens_at', 'sessions_check2'],
    ['UPDATE sessions SET stay_minutes = 0', 'sessions_stay_minutes_check'],
    ['UPDATE sessions SET stay_minutes = 1441', 'sessions_stay_minutes_check'],
    ['UPDATE sessions SET gap_minutes = -1', 'sessions_gap_minutes_check'],
    ['UPDATE sessions SET gap_minutes = 1441', 'sessions_gap_minutes_check'],
    ["UPDATE sessions SET status = 'postponed'", 'sessions_status_check'],
    ['UPDATE events SET registration_closes_at = registration_opens_at', 'events_check'],
    ['UPDATE events SET consent_required = true', 'events_check1'],
    ['UPDATE events SET party_limit = 0', 'events_party_limit_check'],
    ['UPDATE events SET offer_minutes = 29', 'events_offer_minutes_check'],
    ['UPDATE events SET offer_minutes = 20161', 'events_offer_minutes_check'],
    ['UPDATE events SET passed_over_limit = -1', 'events_passed_over_limit_check'],
    ['UPDATE events SET passed_over_limit = 101', 'events_passed_over_limit_check'],
    ["UPDATE events SET confirmation = 'never'", 'events_confirmation_check'],
    ["UPDATE events SET one_registration_per = 'year'", 'events_one_registration_per_check'],
    ["UPDATE events SET slug = 'Not a slug'", 'events_slug_check'],
    // A registration is in one state, and says since when.
    ["UPDATE registrations SET state = 'waiting'", 'registrations_state_check'],
    ['UPDATE registrations SET party_size = 0', 'registrations_party_size_check'],
    ["UPDATE registrations SET state = 'unverified'", 'registrations_held'],
    ['UPDATE registrations SET held_until = now()', 'registrations_held'],
    ['UPDATE registrations SET confirmed_at = NULL', 'registrations_confirmed'],
    ["UPDATE registrations SET state = 'cancelled'", 'registrations_cancelled'],
    ["UPDATE registrations SET state = 'cancelled', cancelled_at = now()", 'registrations_cancelled'],
    ['UPDATE registrations SET cancelled_at = now()', 'registrations_cancelled'],
    ["UPDATE registrations SET cancelled_by = 'attendee'", 'registrations_cancelled'],
    ['UPDATE registrations SET unique_within = id', 'registrations_unique_within'],
    ["UPDATE registrations SET source = 'friend'", 'registrations_source_check'],
    ['UPDATE registrations SET contact_email = NULL', 'registrations_address'],
    ['UPDATE registrations SET email_key = NULL', 'registrations_address'],
    // Who was invited comes with no more than their invitation allows, and is alone in a world of their own.
    ['UPDATE registrations SET party_allowed = 0', 'registrations_party_allowed'],
    // Places that are kept are taken, and a pool has nothing to do with what does not exist.
    ['UPDATE pools SET offered = taken + 1', 'pools_within_taken'],
    ['UPDATE pools SET offered = -1', 'pools_within_taken'],
    // A code is whole, and opens no places that are open to everybody.
    ["UPDATE pools SET sealed_code = ''", 'pools_whole_code'],
    ["UPDATE pools SET code_hash = ''", 'pools_whole_code'],
    ['UPDATE pools SET code_limit = 1', 'pools_whole_code'],
    ['UPDATE pools SET code_limit = 0', 'pools_code_limit_check'],
    ["UPDATE pools SET code_id = id, sealed_code = '', code_hash = ''", 'pools_open_without_code'],
    ['UPDATE pools SET promised = -1', 'pools_promised_check'],
    ['UPDATE pools SET owner_id = id', 'pools_owner_id_fkey'],
    ['UPDATE pools SET ballot_id = id', 'pools_event_id_ballot_id_fkey'],
    // A message is about a registration or about a candidate.
    [
      `INSERT INTO messages (id, event_id, kind, recipient, state, created_at)
       SELECT id, event_id, 'offer', '', 'queued', now() FROM pools`,
      'messages_candidate',
    ],
    ...[
      ["'registration', id, 'offer'", 'messages_candidate_kind_check'],
      ["'invitation', id, 'poem'", 'messages_kind_check'],
      ["NULL, id, 'offer'", 'messages_candidate'],
      ["'invitation', NULL, 'offer'", 'messages_candidate'],
    ].map(([about = '', constraint = '']): [string, string] => [
      `INSERT INTO messages (id, event_id, candidate_kind, candidate_id, kind, recipient, state, created_at)
       SELECT id, event_id, ${about}, '', 'queued', now() FROM pools`,
      constraint,
    ]),
    [`UPDATE registrations SET places = '[{}, {}]'`, 'registrations_places'],
    // Nobody is counted twice: so many at most are elsewhere as there are, and elsewhere is another pool.
    [`UPDATE registrations SET elsewhere = jsonb_build_object(event_id, 2)`, 'registrations_elsewhere'],
    [`UPDATE registrations SET elsewhere = jsonb_build_object(event_id, 0)`, 'registrations_elsewhere'],
    [`UPDATE registrations SET elsewhere = jsonb_build_object(event_id, 2, id, -1)`, 'registrations_elsewhere'],
    [`UPDATE registrations SET elsewhere = jsonb_build_object(pool_id, 1)`, 'registrations_elsewhere'],
    [`UPDATE registrations SET elsewhere = '{}'`, 'registrations_elsewhere'],
    ['DELETE FROM pools', 'pools_in_use'],
  ])('%s', async (statement, constraint) => {
    expect(await broken(() => client.query(statement))).toBe(constraint);
  });
});

describe('a row that does not belong there is refused', () => {
  it('a second live registration of an address', async () => {
    const address = { email_key: 'ada@example.org', unique_within: planted.event };
    const second = async (state: Readonly<Record<string, unknown>> = {}) => {
      await rows.registration(planted, address);
      await rows.registration(planted, { ...address, ...state });
    };
    expect(await broken(second)).toBe('registrations_one_per_address');
    const over = { state: 'cancelled', cancelled_at: new Date(), cancelled_by: 'attendee' };
    expect(await broken(() => second(over))).toBeUndefined();
  });

  it('a reference that is taken', async () => {
    const reference = { reference: registration };
    expect(await broken(() => rows.registration(planted, reference))).toBe('registrations_reference_event_id_key');
  });

  it('a second public pool of a session', async () => {
    const empty = { places: 0 };
    expect(await broken(() => rows.pool(planted.event, planted.session, empty))).toBe('pools_one_public');
  });

  it.each(['wheelchair', 'companion'])('a second pool of a session for a %s', async (audience) => {
    const empty = { places: 0, audience };
    const second = async () => {
      await rows.pool(planted.event, planted.session, empty);
      await rows.pool(planted.event, planted.session, empty);
    };
    expect(await broken(second)).toBe('pools_one_of_each_space');
  });

  it('a registration in a pool of another session', async () => {
    const elsewhere = await rows.plant({ capacity: 1 });
    const mixed = { ...planted, pool: elsewhere.pool };
    expect(await broken(() => rows.registration(mixed))).toBe('registrations_event_id_session_id_pool_id_fkey');
    const other = await rows.session(planted.event, { capacity: 0 });
    const moved = () => client.query('UPDATE registrations SET session_id = $1, unique_within = $1', [other]);
    expect(await broken(moved)).toBe('registrations_event_id_session_id_pool_id_fkey');
  });

  it('a second pool of a session that a code opens', async () => {
    const code = { audience: 'invited', places: 0, sealed_code: '', code_hash: 'h', code_id: planted.pool };
    const second = async () => {
      await rows.pool(planted.event, planted.session, code);
      await rows.pool(planted.event, planted.session, code);
    };
    expect(await broken(second)).toBe('pools_one_per_code');
  });

  it('a pool that is released to another session', async () => {
    const elsewhere = await rows.session(planted.event, { capacity: 0 });
    const target = await rows.pool(planted.event, elsewhere, { places: 0 });
    const release = () =>
      client.query('UPDATE pools SET releases_at = now(), releases_to = $1 WHERE id = $2', [target, planted.pool]);
    expect(await broken(release)).toBe('pools_event_id_session_id_releases_to_fkey');
  });

  it('an idempotency key for the second time', async () => {
    const key = { caller: 'public', route: 'POST /', key: 'k', body_hash: '', created_at: new Date() };
    const keys = async () => {
      await rows.insert('idempotency_keys', key);
      await rows.insert('idempotency_keys', key);
    };
    expect(await broken(keys)).toBe('idempotency_keys_pkey');
  });
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { type Planted, Rows } from '../support/rows.js';
import { brokenBy } from './broken.js';

const TABLES = [
  ...['waiting_list_entries', 'waiting_list_wishes', 'waiting_list_lines', 'waiting_list_offers'],
  ...['waiting_list_decisions', 'invitations', 'invitation_templates', 'invitation_reminder_rules'],
  ...['invitation_reminders', 'ballots', 'ballot_sessions', 'ballot_entries'],
];
const HASH = `repeat('b', 64)`;
const CLOSED = `closed_at = now(), list_hash = ${HASH}`;
const DRAWN = `drawn_at = now(), seed = ${HASH}, sealed_seed = NULL`;

/** Each statement with what refuses it; there is one row in each of the tables. */
const CHANGES: readonly (readonly [statement: string, constraint: string])[] = [
  // A waiting party is in one state and says why it is over.
  ["UPDATE waiting_list_entries SET state = 'asleep'", 'waiting_list_entries_state_check'],
  ['UPDATE waiting_list_entries SET party_size = 0', 'waiting_list_entries_party_size_check'],
  ['UPDATE waiting_list_entries SET party_size = 501', 'waiting_list_entries_party_size_check'],
  ["UPDATE waiting_list_entries SET source = 'import'", 'waiting_list_entries_source_check'],
  ['UPDATE waiting_list_entries SET priority = 101', 'waiting_list_entries_priority_check'],
  ['UPDATE waiting_list_entries SET priority = -101', 'waiting_list_entries_priority_check'],
  ['UPDATE waiting_list_entries SET email_key = NULL', 'waiting_list_entries_address'],
  ['UPDATE waiting_list_entries SET contact_email = NULL', 'waiting_list_entries_address'],
  ["UPDATE waiting_list_entries SET state = 'left'", 'waiting_list_entries_ended'],
  ['UPDATE waiting_list_entries SET ended_at = now()', 'waiting_list_entries_ended'],
  ["UPDATE waiting_list_entries SET end_reason = 'over'", 'waiting_list_entries_reason'],
  ["UPDATE waiting_list_entries SET state = 'ended', ended_at = now()", 'waiting_list_entries_reason'],
  [
    "UPDATE waiting_list_entries SET state = 'ended', ended_at = now(), end_reason = 'bored'",
    'waiting_list_entries_end_reason_check',
  ],
  ["UPDATE waiting_list_entries SET state = 'accepted', ended_at = now()", 'waiting_list_entries_accepted'],
  ['UPDATE waiting_list_entries SET registration_id = id', 'waiting_list_entries_accepted'],
  ['UPDATE waiting_list_wishes SET party_size = 3, min_size = 2', 'waiting_list_wishes_sizes'],
  ['UPDATE waiting_list_wishes SET entry_id = session_id', 'waiting_list_wishes_entry_id_event_id_fkey'],
  ['UPDATE waiting_list_offers SET people = 0', 'waiting_list_offers_people_check'],
  ["UPDATE waiting_list_offers SET state = 'lost', settled_at = now()", 'waiting_list_offers_state_check'],
  ['UPDATE waiting_list_offers SET settled_at = now()', 'waiting_list_offers_settled'],
  ["UPDATE waiting_list_offers SET state = 'expired'", 'waiting_list_offers_settled'],
  ["UPDATE waiting_list_offers SET state = 'accepted', settled_at = now()", 'waiting_list_offers_taken'],
  ["UPDATE waiting_list_offers SET state = 'accepted', settled_at = now(), taken = 0", 'waiting_list_offers_taken'],
  ["UPDATE waiting_list_offers SET state = 'accepted', settled_at = now(), taken = 2", 'waiting_list_offers_taken'],
  ['UPDATE waiting_list_offers SET taken = 1', 'waiting_list_offers_taken'],
  ['UPDATE waiting_list_offers SET entry_id = session_id', 'waiting_list_offers_entry_id_event_id_fkey'],
  ...['UPDATE waiting_list_decisions SET people = 1', 'DELETE FROM waiting_list_decisions'].map(
    (statement) => [statement, 'decisions of the waiting list are never changed'] as const,
  ),
  ['TRUNCATE waiting_list_decisions', 'decisions of the waiting list are never changed'],
  // An invitation is of a pool, and its answer says how it came.
  ["UPDATE invitations SET state = 'lost'", 'invitations_state_check'],
  ['UPDATE invitations SET precedence = 0', 'invitations_precedence_check'],
  ['UPDATE invitations SET party_size = 0', 'invitations_party_size_check'],
  ["UPDATE invitations SET state = 'declined', answered_at = now(), source = 'ballot'", 'invitations_source_check'],
  ["UPDATE invitations SET state = 'declined', answered_at = now()", 'invitations_answered'],
  ["UPDATE invitations SET source = 'web'", 'invitations_answered'],
  ["UPDATE invitations SET answered_at = now(), source = 'web'", 'invitations_unanswered'],
  ["UPDATE invitations SET state = 'accepted', answered_at = now(), source = 'web'", 'invitations_accepted'],
  ["UPDATE invitations SET deputy_of = id, state = 'deputised'", 'invitations_no_second_deputy'],
  ['UPDATE invitations SET deputy_of = pool_id', 'invitations_deputy_of_event_id_fkey'],
  ['UPDATE invitations SET pool_id = id', 'invitations_event_id_session_id_pool_id_fkey'],
  ['UPDATE invitations SET registration_id = id', 'invitations_registration_id_event_id_fkey'],
  ["UPDATE invitation_templates SET kind = 'poem'", 'invitation_templates_kind_check'],
  ['UPDATE invitation_templates SET event_id = id', 'invitation_templates_event_id_fkey'],
  ['UPDATE invitation_reminder_rules SET days_before = -1', 'invitation_reminder_rules_days_before_check'],
  ['UPDATE invitation_reminder_rules SET days_before = 366', 'invitation_reminder_rules_days_before_check'],
  ["UPDATE invitation_reminder_rules SET at_time = '03:00'", 'invitation_reminder_rules_at_time_check'],
  [
    `INSERT INTO invitation_reminder_rules (id, event_id, days_before, at_time, created_at)
     SELECT id, id, 1, at_time, now() FROM invitation_reminder_rules`,
    'invitation_reminder_rules_event_id_fkey',
  ],
  ['UPDATE invitation_reminders SET rule_id = invitation_id', 'invitation_reminders_rule_id_event_id_fkey'],
  ['UPDATE invitation_reminders SET invitation_id = rule_id', 'invitation_reminders_invitation_id_event_id_fkey'],
  // A ballot goes its way in order, and its seed is sealed until it is drawn.
  ["UPDATE ballots SET commitment = 'sure'", 'ballots_commitment_check'],
  ['UPDATE ballots SET closes_at = opens_at', 'ballots_check'],
  ["UPDATE ballots SET draws_at = closes_at - interval '1 s'", 'ballots_check'],
  [`UPDATE ballots SET ${CLOSED}, drawn_at = now(), seed = 'luck', sealed_seed = NULL`, 'ballots_seed_check'],
  ["UPDATE ballots SET closed_at = now(), list_hash = 'list'", 'ballots_list_hash_check'],
  [`UPDATE ballots SET seed = ${HASH}`, 'ballots_seed'],
  ['UPDATE ballots SET sealed_seed = NULL', 'ballots_seed'],
  [`UPDATE ballots SET ${CLOSED}, drawn_at = now(), seed = ${HASH}`, 'ballots_seed'],
  ['UPDATE ballots SET closed_at = now()', 'ballots_in_order'],
  [`UPDATE ballots SET list_hash = ${HASH}`, 'ballots_in_order'],
  [`UPDATE ballots SET ${DRAWN}`, 'ballots_in_order'],
  ['UPDATE ballots SET settled_at = now()', 'ballots_in_order'],
  [`UPDATE ballots SET ${CLOSED}, ${DRAWN}, cancelled_at = now(), announcement = 'Storm.'`, 'ballots_in_order'],
  ['UPDATE ballots SET cancelled_at = now()', 'ballots_in_order'],
  ["UPDATE ballots SET announcement = 'Storm.'", 'ballots_in_order'],
  [
    `INSERT INTO ballots (id, event_id, opens_at, closes_at, draws_at, commitment, sealed_seed, created_at, updated_at)
     SELECT event_id, id, opens_at, closes_at, draws_at, commitment, sealed_seed, now(), now() FROM ballots`,
    'ballots_event_id_fkey',
  ],
  ['UPDATE ballot_sessions SET places = -1', 'ballot_sessions_places_check'],
  ['UPDATE ballot_sessions SET kept = -1', 'ballot_sessions_kept_check'],
  ['UPDATE ballot_sessions SET session_id = ballot_id', 'ballot_sessions_event_id_session_id_fkey'],
  ['UPDATE ballot_sessions SET ballot_id = session_id', 'ballot_sessions_event_id_ballot_id_fkey'],
  // An entry has a place in the order only if it was drawn from, and an outcome only by its place.
  ["UPDATE ballot_entries SET state = 'lost'", 'ballot_entries_state_check'],
  ['UPDATE ballot_entries SET party_size = 0', 'ballot_entries_party_size_check'],
  ['UPDATE ballot_entries SET weight = 0', 'ballot_entries_weight_check'],
  ['UPDATE ballot_entries SET weight = 101', 'ballot_entries_weight_check'],
  ["UPDATE ballot_entries SET preferences = '{}'", 'ballot_entries_preferences_check'],
  ["UPDATE ballot_entries SET source = 'ballot'", 'ballot_entries_source_check'],
  ['UPDATE ballot_entries SET email_key = NULL', 'ballot_entries_address'],
  ['UPDATE ballot_entries SET email_key = NULL, contact_email = NULL', 'ballot_entries_told_by_the_team'],
  ['UPDATE ballot_entries SET rank = 0', 'ballot_entries_rank_check'],
  ["UPDATE ballot_entries SET rank = 1, state = 'withdrawn'", 'ballot_entries_drawn'],
  ['UPDATE ballot_entries SET won_session_id = id', 'ballot_entries_won'],
  ["UPDATE ballot_entries SET outcome = 'not-drawn'", 'ballot_entries_outcome'],
  ["UPDATE ballot_entries SET rank = 1, outcome = 'lost'", 'ballot_entries_outcome_check'],
  ["UPDATE ballot_entries SET rank = 1, outcome = 'registered'", 'ballot_entries_registered'],
  ['UPDATE ballot_entries SET registration_id = id', 'ballot_entries_registered'],
  ['UPDATE ballot_entries SET ballot_id = id', 'ballot_entries_event_id_ballot_id_fkey'],
];

type Row = Readonly<Record<string, unknown>>;

type Column = 'id' | 'event_id' | 'ballot_id';

/** Which columns are others in a second row that is refused beside the one that is there. */
const SECONDS: readonly (readonly [table: string, change: readonly Column[], constraint: string])[] = [
  ['waiting_list_entries', [], 'waiting_list_entries_pkey'],
  ['waiting_list_entries', ['id'], 'waiting_list_entries_one_per_address'],
  ['waiting_list_wishes', [], 'waiting_list_wishes_pkey'],
  ['waiting_list_lines', [], 'waiting_list_lines_pkey'],
  ['waiting_list_offers', [], 'waiting_list_offers_pkey'],
  ['waiting_list_offers', ['id'], 'waiting_list_offers_one_live'],
  ['waiting_list_decisions', [], 'waiting_list_decisions_pkey'],
  ['invitations', [], 'invitations_pkey'],
  ['invitation_templates', [], 'invitation_templates_pkey'],
  ['invitation_templates', ['id'], 'invitation_templates_event_id_kind_key'],
  ['invitation_reminder_rules', [], 'invitation_reminder_rules_pkey'],
  ['invitation_reminder_rules', ['id'], 'invitation_reminder_rules_event_id_days_before_key'],
  ['invitation_reminders', [], 'invitation_reminders_pkey'],
  ['ballots', [], 'ballots_pkey'],
  ['ballots', ['event_id'], 'ballots_id_key'],
  ['ballot_sessions', [], 'ballot_sessions_pkey'],
  ['ballot_entries', [], 'ballot_entries_pkey'],
  ['ballot_entries', ['event_id', 'ballot_id'], 'ballot_entries_id_key'],
  ['ballot_entries', ['id'], 'ballot_entries_one_per_address'],
];

let database: TestDatabase;
let client: pg.Client;
let rows: Rows;
let planted: Planted;
let invited: string;
const broken = (write: () => Promise<unknown>) => brokenBy(client, write);

beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  rows = new Rows(client);
  planted = await rows.plant();
  const { event: event_id, session: session_id, pool: pool_id } = planted;
  const at = new Date('2027-01-10T09:00:00Z');
  const id = await rows.waitingEntry(event_id);
  const wish = { live: true, min_size: 1, party_size: 1, priority: 0, rank: 1 };
  await rows.insert('waiting_list_wishes', { event_id, session_id, entry_id: id, ...wish });
  await rows.insert('waiting_list_lines', { event_id, session_id, parties: 1 });
  const offer = { pool_id, people: 1, state: 'live', offered_at: at, expires_at: at };
  await rows.insert('waiting_list_offers', { id, event_id, session_id, entry_id: id, ...offer });
  const by = { kind: 'joined', reason: '', by_kind: 'attendee', by_name: '' };
  await rows.insert('waiting_list_decisions', { id, event_id, entry_id: id, at, ...by });
  invited = await rows.invitation(planted);
  const words = { kind: 'reminder', subject: '', body: '', updated_at: at };
  await rows.insert('invitation_templates', { id, event_id, ...words });
  const rule = { days_before: 3, at_time: '09:00', created_at: at };
  await rows.insert('invitation_reminder_rules', { id, event_id, ...rule });
  await rows.insert('invitation_reminders', { invitation_id: invited, event_id, rule_id: id, created_at: at });
  await rows.ballotEntry(planted, await rows.ballot(planted));
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

it.each(CHANGES)('%s', async (statement, constraint) => {
  expect(await broken(() => client.query(statement))).toBe(constraint);
});

it.each(SECONDS)('a second row of %s that differs in %j', async (table, change, constraint) => {
  const second = async () => {
    const [found] = (await client.query<Row>(`SELECT * FROM ${table}`)).rows;
    const elsewhere = await rows.plant();
    const others: Record<Column, string> = {
      event_id: elsewhere.event,
      ballot_id: await rows.ballot(elsewhere),
      id: randomUUID(),
    };
    await rows.insert(table, { ...found, ...Object.fromEntries(change.map((column) => [column, others[column]])) });
  };
  expect(await broken(second)).toBe(constraint);
});

describe('what concerns two rows', () => {
  it('a second invitation of one registration', async () => {
    const registration_id = await rows.registration(planted);
    const second = async () => {
      await rows.invitation(planted, { registration_id });
      await rows.invitation(planted, { registration_id });
    };
    expect(await broken(second)).toBe('invitations_by_registration');
  });

  it('a second deputy of one guest, unless the first was withdrawn', async () => {
    const both = async (state: string) => {
      await rows.invitation(planted, { deputy_of: invited, state });
      await rows.invitation(planted, { deputy_of: invited });
    };
    expect(await broken(() => both('pending'))).toBe('invitations_one_deputy');
    expect(await broken(() => both('withdrawn'))).toBeUndefined();
  });

  it('an entry of an address that is over and one that waits go together', async () => {
    const address = { email_key: 'ada@example.org', contact_email: 'ada@example.org' };
    const both = async () => {
      await rows.waitingEntry(planted.event, { ...address, state: 'left', ended_at: new Date() });
      await rows.waitingEntry(planted.event, address);
    };
    expect(await broken(both)).toBeUndefined();
  });
});

it('leaves no constraint of these tables out', async () => {
  const { rows: found } = await client.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE conrelid = ANY($1::regclass[]) AND contype IN ('c', 'f', 'p', 'u')
     UNION SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = ANY($1::regclass[]) AND indisunique`,
    [TABLES],
  );
  const tried = new Set([...CHANGES, ...SECONDS].map((row) => row.at(-1)));
  const left = found.map(({ name }) => name).filter((name) => !tried.has(name));
  expect(left.toSorted()).toEqual(['invitations_by_registration', 'invitations_one_deputy']);
});

import type pg from 'pg';
import { type Planted, Rows } from '../support/rows.js';
import { bothAtOnce, type PlainClients, plainClients, type Write } from './plain-clients.js';

describe('overlapping sessions and the safe number of their venue', () => {
  /** A venue for 100 people with a session of 60 from 10 to 11; two more of 30 fit one at a time. */
  async function hundred(...without: readonly string[]): Promise<{ hands: PlainClients; planted: Planted }> {
    const hands = await plainClients(...without);
    return { hands, planted: await hands.rows.plant({ safeNumber: 100, capacity: 60 }) };
  }

  const AFTERNOON = {
    starts_at: '2027-06-12T15:00:00Z',
    ends_at: '2027-06-12T16:00:00Z',
    admission_opens_at: '2027-06-12T15:00:00Z',
    admission_closes_at: '2027-06-12T16:00:00Z',
  };
  const NOON = {
    starts_at: '2027-06-12T12:00:00Z',
    ends_at: '2027-06-12T13:00:00Z',
    admission_opens_at: '2027-06-12T12:00:00Z',
    admission_closes_at: '2027-06-12T13:00:00Z',
  };
  const addSession =
    (event: string, change: Readonly<Record<string, unknown>> = {}): Write =>
    (client) =>
      new Rows(client).session(event, { capacity: 30, ...change });
  const sql =
    (text: string, ...values: readonly unknown[]): Write =>
    (client) =>
      client.query(text, [...values]);

  it('control: two transactions that each see room go over it without the trigger', async () => {
    const { hands, planted } = await hundred('DROP TRIGGER sessions_within_safe_number ON sessions');
    await using _ = hands;
    const people = async (client: pg.Client) =>
      (await client.query<{ sum: number }>('SELECT sum(capacity)::int AS sum FROM sessions')).rows[0]!.sum;
    await hands.one.query('BEGIN');
    await hands.two.query('BEGIN');
    await addSession(planted.event)(hands.one);
    await addSession(planted.event)(hands.two);
    expect([await people(hands.one), await people(hands.two)]).toEqual([90, 90]);
    await hands.one.query('COMMIT');
    await hands.two.query('COMMIT');
    expect(await people(hands.one)).toBe(120);
  });

  const waysOver: [string, (planted: Planted, rows: Rows) => Promise<readonly [Write, Write]>][] = [
    ['two new sessions', async ({ event }) => [addSession(event), addSession(event)]],
    [
      'new sessions of two events',
      async ({ event, venue }, rows) => [addSession(event), addSession(await rows.event(venue))],
    ],
    [
      'a new session and one that is moved to its time',
      async ({ event }, rows) => {
        const afternoon = await rows.session(event, { capacity: 30, ...AFTERNOON });
        const to = "UPDATE sessions SET starts_at = '2027-06-12T10:30Z', ends_at = '2027-06-12T11:30Z',";
        const admission = "admission_opens_at = '2027-06-12T10:30Z', admission_closes_at = '2027-06-12T11:30Z'";
        return [addSession(event), sql(`${to} ${admission} WHERE id = $1`, afternoon)];
      },
    ],
    [
      'a new session and one that is made larger',
      async ({ event, session }) => [
        addSession(event),
        sql('UPDATE sessions SET capacity = 80 WHERE id = $1', session),
      ],
    ],
    [
      'a new session and one that takes place after all',
      async ({ event }, rows) => {
        const off = await rows.session(event, { capacity: 30, status: 'cancelled' });
        return [addSession(event), sql("UPDATE sessions SET status = 'scheduled' WHERE id = $1", off)];
      },
    ],
    [
      'a new session and the end of an exception',
      async ({ event }, rows) => {
        const excepted = await rows.session(event, { capacity: 30, safe_number_override: 'Two gates are open.' });
        return [addSession(event), sql('UPDATE sessions SET safe_number_override = NULL WHERE id = $1', excepted)];
      },
    ],
    [
      'a new session and a lower safe number',
      async ({ event, venue }) => [addSession(event), sql('UPDATE venues SET safe_number = 80 WHERE id = $1', venue)],
    ],
    [
      'a new session and an event that comes to the venue',
      async ({ event, venue }, rows) => {
        const elsewhere = await rows.event(await rows.venue(500));
        await rows.session(elsewhere, { capacity: 30 });
        return [addSession(event), sql('UPDATE events SET venue_id = $2 WHERE id = $1', elsewhere, venue)];
      },
    ],
    [
      'a new session and an event that takes place after all',
      async ({ event, venue }, rows) => {
        const off = await rows.event(venue, { status: 'cancelled' });
        await rows.session(off, { capacity: 30 });
        return [addSession(event), sql("UPDATE events SET status = 'published' WHERE id = $1", off)];
      },
    ],
    [
      'two drafts that are published',
      async ({ venue }, rows) => {
        const drafts = [await rows.event(venue, { status: 'draft' }), await rows.event(venue, { status: 'draft' })];
        for (const draft of drafts) await rows.session(draft, { capacity: 30 });
        const [first, second] = drafts.map((id) => sql("UPDATE events SET status = 'published' WHERE id = $1", id));
        return [first!, second!];
      },
    ],
    [
      'a draft that is published and a session that is added to it',
      async ({ venue }, rows) => {
        const draft = await rows.event(venue, { status: 'draft' });
        await rows.session(draft, { capacity: 30 });
        return [sql("UPDATE events SET status = 'published' WHERE id = $1", draft), addSession(draft)];
      },
    ],
    [
      'a new session and a stay that is made longer',
      async ({ event, session }) => [
        addSession(event, { ...NOON, capacity: 50 }),
        sql('UPDATE sessions SET stay_minutes = 61 WHERE id = $1', session),
      ],
    ],
    [
      'a new session and a gap that is made longer',
      async ({ event, session }) => [
        addSession(event, { ...NOON, capacity: 50 }),
        sql('UPDATE sessions SET gap_minutes = 61 WHERE id = $1', session),
      ],
    ],
    [
      'a new session and an earlier admission',
      async ({ event }, rows) => {
        const late = await rows.session(event, { capacity: 30, ...NOON });
        return [
          addSession(event),
          sql("UPDATE sessions SET admission_opens_at = '2027-06-12T10:59Z' WHERE id = $1", late),
        ];
      },
    ],
    [
      'a move of an event and a session that is added to it',
      async ({ venue }, rows) => {
        const elsewhere = await rows.event(await rows.venue(500));
        const comes = sql('UPDATE events SET venue_id = $2 WHERE id = $1', elsewhere, venue);
        return [comes, addSession(elsewhere, { capacity: 50 })];
      },
    ],
  ];

  it.each(waysOver)('do not pass each other: %s at once', async (_name, ways) => {
    const { hands, planted } = await hundred();
    await using _ = hands;
    const [first, second] = await ways(planted, hands.rows);
    expect(await bothAtOnce(hands, first, second)).toEqual(['sessions_within_safe_number']);
  });

  it('fit where one ends when the other begins, and where one does not take place', async () => {
    const { hands, planted } = await hundred();
    await using _ = hands;
    await hands.rows.session(planted.event, { ...AFTERNOON, capacity: 100 });
    const after = { starts_at: AFTERNOON.ends_at, ends_at: '2027-06-12T17:00:00Z' };
    const admission = { admission_opens_at: AFTERNOON.ends_at, admission_closes_at: '2027-06-12T17:00:00Z' };
    await hands.rows.session(planted.event, { ...after, ...admission, capacity: 100 });
    await hands.rows.session(planted.event, { ...AFTERNOON, capacity: 100, status: 'cancelled' });
    await hands.rows.session(await hands.rows.event(await hands.rows.venue(100)), { ...AFTERNOON, capacity: 100 });
  });

  it('are found where three overlap and no two of them are too many', async () => {
    const { hands, planted } = await hundred();
    await using _ = hands;
    const from = (start: string, end: string) => ({
      ...{ starts_at: start, ends_at: end, admission_opens_at: start, admission_closes_at: end },
      capacity: 40,
    });
    await hands.rows.session(planted.event, from('2027-06-12T14:00:00Z', '2027-06-12T15:30:00Z'));
    await hands.rows.session(planted.event, from('2027-06-12T15:15:00Z', '2027-06-12T17:00:00Z'));
    await expect(
      hands.rows.session(planted.event, from('2027-06-12T13:00:00Z', '2027-06-12T18:00:00Z')),
    ).rejects.toMatchObject({ constraint: 'sessions_within_safe_number' });
  });

  it('are counted for what is published, and of drafts not at all', async () => {
    const { hands, planted } = await hundred();
    await using _ = hands;
    const draft = await hands.rows.event(planted.venue, { status: 'draft' });
    const plan = await hands.rows.session(draft, { capacity: 300 });
    await hands.rows.session(planted.event, { capacity: 40 });
    const publish = () => hands.one.query("UPDATE events SET status = 'published' WHERE id = $1", [draft]);
    const refused = await publish().catch((error: unknown) => error as pg.DatabaseError);
    expect(refused).toMatchObject({ constraint: 'sessions_within_safe_number' });
    expect(JSON.parse((refused as pg.DatabaseError).detail!)).toMatchObject([
      { from: expect.stringContaining('10:00'), people: 400, safeNumber: 100, sessions: [{}, {}, {}] },
    ]);
    await hands.one.query('UPDATE sessions SET capacity = 0 WHERE id = $1', [plan]);
    await publish();
  });

  it('may pass it with the reason of an owner', async () => {
    const { hands, planted } = await hundred();
    await using _ = hands;
    await hands.rows.session(planted.event, { capacity: 300, safe_number_override: 'Both gardens are open.' });
    await hands.rows.session(planted.event, { capacity: 40 });
  });
});

import { Admission } from '#admission';
import { OverSafeNumber } from '#programme';
import { COMMAND } from '#staff';
import type pg from 'pg';
import { Rows } from '../support/rows.js';
import { TestApp } from '../support/test-app.js';
import { deadlocksOf, poolsOf, tally } from './ledger.js';
import { connect } from './plain-clients.js';

describe('places beyond the capacity, on two servers', () => {
  let one: TestApp;
  let two: TestApp;
  let hand: pg.Client;
  beforeAll(async () => {
    one = await TestApp.start({}, { works: false });
    two = await one.beside();
    hand = await connect(one.databaseUrl);
  });
  afterAll(async () => {
    expect(await one.faults()).toEqual([]);
    expect(await deadlocksOf(one, two)).toBe(0);
    await hand.end();
    await two[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  const REASON = 'The family of the speaker.';

  async function poolOf(sessionId: string): Promise<string> {
    const { rows } = await hand.query<{ id: string }>(
      "SELECT id FROM pools WHERE session_id = $1 AND audience = 'public'",
      [sessionId],
    );
    return rows[0]!.id;
  }

  /** Takes one place as an owner's deed does; answers what it was refused with. */
  const letIn = (app: TestApp, pool: string): Promise<unknown> =>
    app.database
      .transaction(async (tx) => {
        const admission = app.service(Admission);
        const locked = (await admission.lock(tx, [pool])).get(pool)!;
        await admission.takeBeyond(tx, locked, 1, { actor: COMMAND, reason: REASON });
      })
      .then(
        () => undefined,
        (refusal: unknown) => refusal,
      );

  /** The rows of people whose places were taken. */
  async function seat(event: string, session: string, pool: string, people: number): Promise<void> {
    for (let guest = 0; guest < people; guest++) {
      const id = await new Rows(hand).registration({ venue: '', event, session, pool });
      await hand.query(QUEUED, [id, event]);
    }
  }

  /** So that the guest counts as told. */
  const QUEUED = `INSERT INTO messages (id, event_id, registration_id, kind, recipient, state, created_at)
                  VALUES (gen_random_uuid(), $2, $1, 'confirmation', '', 'queued', now())`;

  it('go as far as the venue is safe, and no further', async () => {
    const event = await one.make.event({ venue: { safeNumber: 14 } });
    const session = await one.make.session(event, { capacity: 10 });
    const pool = await poolOf(session.id);
    const [answers, ...deeds] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, index) => [one, two][index % 2]!.register(session.id))),
      ...Array.from({ length: 20 }, (_, index) => letIn([two, one][index % 2]!, pool)),
    ]);
    const inside = deeds.filter((refusal) => refusal === undefined).length;
    expect(deeds.filter((refusal) => refusal !== undefined && !(refusal instanceof OverSafeNumber))).toEqual([]);
    await seat(event.id, session.id, pool, inside);
    expect(inside + (tally(answers)[201] ?? 0)).toBe(14);
    expect(await poolsOf(one, session.id)).toMatchObject([{ places: 14, taken: 14, people: 14 }]);
  });

  it('use first what no pool has, and are in the audit trail with their reason', async () => {
    const event = await one.make.event();
    const session = await one.make.session(event, { capacity: 3, places: 1 });
    const id = await poolOf(session.id);
    for (let guest = 0; guest < 4; guest++) expect(await letIn(one, id)).toBeUndefined();
    await seat(event.id, session.id, id, 4);
    const { rows } = await hand.query('SELECT capacity FROM sessions WHERE id = $1', [session.id]);
    expect(rows).toEqual([{ capacity: 4 }]);
    const trail = await hand.query('SELECT kind, changed, reason FROM audit_trail WHERE event_id = $1 ORDER BY id', [
      event.id,
    ]);
    const pool = (from: number) => ({
      kind: 'pool.changed',
      changed: { places: { from, to: from + 1 } },
      reason: REASON,
    });
    const capacity = { kind: 'session.changed', changed: { capacity: { from: 3, to: 4 } }, reason: REASON };
    expect(trail.rows).toEqual([pool(1), pool(2), capacity, pool(3)]);
  });

  it('are not added to a session that was let over the safe number already', async () => {
    const event = await one.make.event();
    const session = await one.make.session(event, { capacity: 1 });
    await hand.query('UPDATE sessions SET safe_number_override = $2 WHERE id = $1', [session.id, REASON]);
    const pool = await poolOf(session.id);
    expect(await letIn(one, pool)).toBeUndefined();
    await seat(event.id, session.id, pool, 1);
    expect(await letIn(one, pool)).toBeInstanceOf(OverSafeNumber);
  });
});

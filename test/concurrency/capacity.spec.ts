import { Admission, OverCapacity } from '#admission';
import type pg from 'pg';
import { TestApp } from '../support/test-app.js';
import { bothAtOnce, type PlainClients, plainClients, type Write } from './plain-clients.js';
import { type Planted, Rows } from '../support/rows.js';

const STAFF = { name: 'Staff', audience: 'staff' };

async function sumOfPools(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ sum: number }>('SELECT sum(places)::int AS sum FROM pools');
  return rows[0]!.sum;
}

describe("the pools of a session and the session's capacity", () => {
  /** A session for ten with a public pool of four: two more pools of four fit one at a time. */
  async function tenPlaces(...without: readonly string[]): Promise<{ hands: PlainClients; planted: Planted }> {
    const hands = await plainClients(...without);
    const planted = await hands.rows.plant({ capacity: 10 });
    await hands.one.query('UPDATE pools SET places = 4');
    return { hands, planted };
  }

  const addPool =
    ({ event, session }: Planted, places: number): Write =>
    (client) =>
      new Rows(client).pool(event, session, { ...STAFF, places });

  it('control: two transactions that each see room go over it without the trigger', async () => {
    const { hands, planted } = await tenPlaces('DROP TRIGGER pools_within_capacity ON pools');
    await using _ = hands;
    await hands.one.query('BEGIN');
    await hands.two.query('BEGIN');
    await addPool(planted, 4)(hands.one);
    await addPool(planted, 4)(hands.two);
    expect([await sumOfPools(hands.one), await sumOfPools(hands.two)]).toEqual([8, 8]);
    await hands.one.query('COMMIT');
    await hands.two.query('COMMIT');
    expect(await sumOfPools(hands.one)).toBe(12);
  });

  const waysOver: [string, (planted: Planted) => readonly [Write, Write]][] = [
    ['two new pools', (planted) => [addPool(planted, 4), addPool(planted, 4)]],
    [
      'a new pool and a larger one',
      (planted) => [
        addPool(planted, 4),
        (client) => client.query("UPDATE pools SET places = 8 WHERE audience = 'public'"),
      ],
    ],
    [
      'a new pool and a smaller session',
      (planted) => [addPool(planted, 4), (client) => client.query('UPDATE sessions SET capacity = 6')],
    ],
    [
      'a smaller session and a new pool',
      (planted) => [(client) => client.query('UPDATE sessions SET capacity = 6'), addPool(planted, 4)],
    ],
  ];

  it.each(waysOver)('do not pass each other: %s at once', async (_name, ways) => {
    const { hands, planted } = await tenPlaces();
    await using _ = hands;
    const [first, second] = ways(planted);
    expect(await bothAtOnce(hands, first, second)).toEqual(['pools_within_capacity']);
    expect(await sumOfPools(hands.one)).toBeLessThanOrEqual(10);
  });

  it('are told as a refusal to whoever opens a pool, on two servers', async () => {
    await using one = await TestApp.start({}, { works: false });
    await using two = await one.beside();
    const { id: sessionId, eventId } = await one.make.session(await one.make.event(), { capacity: 10, places: 4 });
    const pool = { eventId, sessionId, name: 'Staff', audience: 'staff' as const, places: 4 };
    const open = (app: TestApp) =>
      app.database.transaction((tx) => app.service(Admission).openPool(tx, pool)).catch((error: unknown) => error);
    const opened = await Promise.all([open(one), open(two), open(one)]);
    expect(opened.filter((one) => one instanceof OverCapacity)).toHaveLength(2);
  });
});

import type pg from 'pg';
import { Holder, part } from '../support/holder.js';
import type { Planted } from '../support/rows.js';
import { Team } from '../support/team.js';
import { TestApp } from '../support/test-app.js';
import { newId } from '#kernel';
import { deadlocksOf, tally } from './ledger.js';
import { plainClients, waitingForLocks } from './plain-clients.js';

const CODE = 'Lilac-2026';

describe('the last use of a code, by hand', () => {
  const codeId = newId();
  const come = async (client: pg.Client) =>
    (await client.query('SELECT count(*)::int AS come FROM registrations WHERE pool_code_id = $1', [codeId])).rows[0]
      .come as number;
  const enter = async (client: pg.Client, planted: Planted) => {
    const id = await hands.rows.registration(planted);
    await client.query('UPDATE registrations SET pool_code_id = $1 WHERE id = $2', [codeId, id]);
  };
  let hands: Awaited<ReturnType<typeof plainClients>>;
  beforeEach(async () => {
    hands = await plainClients();
  });
  afterEach(() => hands[Symbol.asyncDispose]());

  it('control: two come by it where they are counted without the lock of the pool', async () => {
    const planted = await hands.rows.plant({ capacity: 2 });
    expect([await come(hands.one), await come(hands.two)]).toEqual([0, 0]);
    await enter(hands.one, planted);
    await enter(hands.two, planted);
    expect(await come(hands.one)).toBe(2);
  });

  it('one waits for the other where the pool is locked first', async () => {
    const planted = await hands.rows.plant({ capacity: 2 });
    const lock = 'SELECT FROM pools WHERE id = $1 FOR UPDATE';
    await hands.one.query('BEGIN');
    await hands.two.query('BEGIN');
    await hands.one.query(lock, [planted.pool]);
    expect(await come(hands.one)).toBe(0);
    const second = hands.two.query(lock, [planted.pool]).then(() => come(hands.two));
    await waitingForLocks(hands.watcher);
    await enter(hands.one, planted);
    await hands.one.query('COMMIT');
    expect(await second).toBe(1);
  });
});

describe('the last uses of a code', () => {
  let servers: TestApp[];
  let team: Team;
  beforeAll(async () => {
    const first = await TestApp.start({}, { works: false });
    servers = [first, await first.beside()];
    team = await Team.as(first);
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    expect(await servers[0]!.faults()).toEqual([]);
    expect(await deadlocksOf(...servers)).toBe(0);
  });

  async function opened(codeLimit: number) {
    const { id: sessionId } = await servers[0]!.make.session(await servers[0]!.make.event(), {
      capacity: 200,
      places: 100,
    });
    const pool = { sessionId, name: 'Friends', audience: 'invited', places: 100, code: CODE, codeLimit };
    return { sessionId, path: `pools/${part<string>(await team.post('pools', pool), 'id')}` };
  }
  const server = (index: number) => servers[index % servers.length]!;

  it('go to exactly as many of fifty as it lets in, however they write it and on whatever server', async () => {
    const { sessionId, path } = await opened(3);
    const written = [CODE, 'lilac2026', 'LILAC 2026'];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        server(index).register(sessionId, { poolCode: written[index % written.length]! }),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 3, '409 code_used_up': 47 });
    expect(part(await team.get(path), 'taken')).toBe(3);
  });

  it('are not passed by parties that grow while others come', async () => {
    const { sessionId, path } = await opened(12);
    const holders = await Promise.all(
      Array.from({ length: 8 }, (_, index) => Holder.in(server(index), sessionId, { poolCode: CODE })),
    );
    await Promise.all([
      ...holders.map((holder) => holder.change({ partySize: 3 })),
      ...Array.from({ length: 20 }, (_, index) => server(index).register(sessionId, { poolCode: CODE })),
    ]);
    expect(part(await team.get(path), 'taken')).toBe(12);
  });

  it('end with the code: nobody comes by the old one once its change was answered', async () => {
    const { sessionId, path } = await opened(100);
    const late: number[] = [];
    let over = false;
    const comes = async (first: number) => {
      for (let turn = first; late.length < 20; turn += 2) {
        const afterwards = over;
        const { status } = await server(turn).register(sessionId, { poolCode: CODE });
        if (afterwards) late.push(status);
      }
    };
    const coming = Promise.all([comes(0), comes(1)]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await team.change(path, { generateCode: true })).status).toBe(200);
    over = true;
    await coming;
    expect(new Set(late)).toEqual(new Set([403]));
  });
});

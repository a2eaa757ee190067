import { deadlocksOf, poolsOf, tally } from './ledger.js';
import { plainClients, waitingForLocks } from './plain-clients.js';
import { Holder } from '../support/holder.js';
import { TestApp } from '../support/test-app.js';

const WHEELCHAIR = { person: 0, kind: 'wheelchair' };
/** Somebody in a wheelchair, and who comes to help them. */
const PAIR = { partySize: 2, spaces: [WHEELCHAIR, { person: 1, kind: 'companion', of: 0 }] };

const WITHOUT_CHECK = 'ALTER TABLE pools DROP CONSTRAINT pools_never_overbooked';

describe('one last wheelchair space, by hand', () => {
  it('control: two parties get it where the pool of spaces is read without a lock', async () => {
    await using hands = await plainClients(WITHOUT_CHECK);
    const planted = await hands.rows.plant({ capacity: 2 });
    await hands.one.query('UPDATE pools SET places = 1');
    const spaces = await hands.rows.pool(planted.event, planted.session, { audience: 'wheelchair', places: 1 });
    const free = async (client: typeof hands.one) =>
      (await client.query('SELECT places - taken AS free FROM pools WHERE id = $1', [spaces])).rows[0].free as number;
    // Each holds the lock of the pool that its ordinary people are in, and not that of the spaces.
    expect([await free(hands.one), await free(hands.two)]).toEqual([1, 1]);
    for (const client of [hands.one, hands.two]) {
      await client.query('UPDATE pools SET taken = taken + 1 WHERE id = $1', [spaces]);
    }
    expect(await free(hands.one)).toBe(-1);
  });

  it('control: who locks pools in another order than everybody waits in a circle', async () => {
    await using hands = await plainClients();
    const planted = await hands.rows.plant({ capacity: 2 });
    await hands.one.query('UPDATE pools SET places = 1');
    const spaces = await hands.rows.pool(planted.event, planted.session, { audience: 'wheelchair', places: 1 });
    const lock = 'SELECT FROM pools WHERE id = $1 FOR UPDATE';
    await hands.one.query('BEGIN');
    await hands.two.query('BEGIN');
    await hands.one.query(lock, [planted.pool]);
    await hands.two.query(lock, [spaces]);
    const first = hands.one.query(lock, [spaces]);
    await waitingForLocks(hands.two);
    const both = await Promise.allSettled([first, hands.two.query(lock, [planted.pool])]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('wheelchair spaces', () => {
  let servers: TestApp[];
  beforeAll(async () => {
    const first = await TestApp.start({}, { works: false });
    servers = [first, await first.beside()];
    // With it a batch that counted wrong would fail and be settled again: here the lock alone must be enough.
    await first.database.reader.query(WITHOUT_CHECK);
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    expect(await servers[0]!.faults()).toEqual([]);
    expect(await deadlocksOf(...servers)).toBe(0);
  });

  async function session(wheelchairs: number, companions: number) {
    const [app] = servers;
    const pools = [
      { name: 'Wheelchairs', audience: 'wheelchair', places: wheelchairs },
      { name: 'Companions', audience: 'companion', places: companions },
    ] as const;
    return app!.make.session(await app!.make.event(), { places: 50, capacity: 80, pools });
  }
  const server = (index: number) => servers[index % servers.length]!;
  const counted = async (sessionId: string) =>
    Object.fromEntries((await poolsOf(servers[0]!, sessionId)).map(({ name, taken }) => [name, taken]));

  it('go to exactly as many parties as there are, among all who come at once', async () => {
    const { id } = await session(3, 2);
    const wishes = [{}, PAIR, { spaces: [WHEELCHAIR] }, { partySize: 2 }];
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => server(index).register(id, wishes[index % wishes.length])),
    );
    const of = (kind: number) => answers.filter((_, index) => index % wishes.length === kind);
    expect([tally(of(0)), tally(of(3))]).toEqual([{ 201: 15 }, { 201: 15 }]);
    const inSpaces = [...of(1), ...of(2)].filter(({ status }) => status === 201);
    expect(inSpaces).toHaveLength(3);
    expect(await counted(id)).toEqual({
      ...{ Public: 45, Wheelchairs: 3 },
      Companions: of(1).filter(({ status }) => status === 201).length,
    });
    const refusals = Object.keys(tally([...of(1), ...of(2)]));
    expect(refusals.filter((code) => code !== '201')).toEqual(
      expect.arrayContaining(['409 no_wheelchair_space']) as never,
    );
  });

  it('are counted right while parties come, change, move and go at once', async () => {
    const [here, there] = [await session(4, 4), await session(4, 4)];
    const holders = await Promise.all(
      Array.from({ length: 8 }, (_, index) => Holder.in(server(index), here.id, index % 2 ? PAIR : { partySize: 2 })),
    );
    await Promise.all(
      holders.flatMap((holder, index) => [
        holder.move(index % 3 ? there.id : here.id),
        holder.change({ spaces: index % 2 ? [] : PAIR.spaces }),
        holder.cancel({ places: 1 }),
        server(index).register(index % 2 ? here.id : there.id, PAIR),
      ]),
    );
    expect(await servers[0]!.faults()).toEqual([]);
  });
});

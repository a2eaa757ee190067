import { randomUUID } from 'node:crypto';
import { Holder } from '../support/holder.js';
import { type Answer, nextPerson, TestApp } from '../support/test-app.js';
import { poolsOf, registrationsOf, tally } from './ledger.js';
import { plainClients, waitingForLocks } from './plain-clients.js';

describe('two who claim one key, by hand', () => {
  const CLAIM = `INSERT INTO idempotency_keys (caller, route, key, body_hash, created_at)
                 VALUES ('public', 'POST /', 'k', '', now()) ON CONFLICT DO NOTHING`;

  it('control: both go on where they look for the key first', async () => {
    await using hands = await plainClients();
    const look = "SELECT FROM idempotency_keys WHERE key = 'k'";
    const seen = [await hands.one.query(look), await hands.two.query(look)];
    expect(seen.map(({ rowCount }) => rowCount)).toEqual([0, 0]);
  });

  it('one waits for the other where they write it first', async () => {
    await using hands = await plainClients();
    await hands.one.query('BEGIN');
    expect((await hands.one.query(CLAIM)).rowCount).toBe(1);
    const second = hands.two.query(CLAIM);
    await waitingForLocks(hands.one);
    await hands.one.query('COMMIT');
    expect((await second).rowCount).toBe(0);
  });
});

describe('the same request sent many times at once, to two servers', () => {
  let servers: TestApp[];
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({}, { works: false });
    servers = [app, await app.beside()];
  });
  afterAll(async () => {
    expect(await app.faults()).toEqual([]);
    for (const server of servers.reverse()) await server[Symbol.asyncDispose]();
  });

  const again = (times: number, send: (server: TestApp) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: times }, (_, index) => send(servers[index % 2]!)));
  const newKey = () => ({ 'idempotency-key': randomUUID() });

  it('control: takes places once by luck of the address, and loses the answer, without a key', async () => {
    const session = await app.make.session(await app.make.event());
    const person = nextPerson();
    const answers = await again(10, (server) => server.register(session.id, person));
    expect(tally(answers)).toEqual({ 201: 1, '409 already_registered': 9 });
  });

  it('takes places once; the others get the same answer or are asked to wait, and later all get it', async () => {
    const session = await app.make.session(await app.make.event());
    const [person, key] = [{ ...nextPerson(), partySize: 3 }, newKey()];
    const send = (server: TestApp) => server.register(session.id, person, key);
    const answers = await again(40, send);
    const { '201': given = 0, '409 idempotency_key_in_use': waiting = 0 } = tally(answers);
    expect([given + waiting, given > 0]).toEqual([40, true]);
    for (const { headers } of answers.filter(({ status }) => status === 409))
      expect(headers.get('retry-after')).toBe('2');

    const later = await again(4, send);
    expect(tally(later)).toEqual({ 201: 4 });
    expect(later.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual(['true', 'true', 'true', 'true']);
    const texts = [...answers, ...later].filter(({ status }) => status === 201).map(({ text }) => text);
    expect(new Set(texts).size).toBe(1);
    expect(
      answers.filter(({ status, headers }) => status === 201 && !headers.has('idempotency-replayed')),
    ).toHaveLength(1);
    expect(await registrationsOf(app, session.id)).toMatchObject([{ partySize: 3, confirmations: 1 }]);
    expect(await poolsOf(app, session.id)).toMatchObject([{ taken: 3, people: 3 }]);
  });

  it('keeps a refusal too, even when places are free again', async () => {
    const session = await app.make.session(await app.make.event(), { capacity: 1 });
    const holder = await Holder.in(app, session.id);
    const [person, key] = [nextPerson(), newKey()];
    const send = (server: TestApp) => server.register(session.id, person, key);
    const refused = (await again(10, send)).filter(({ body }) => body['code'] === 'session_full');
    await holder.cancel();
    const [later] = await again(1, send);
    expect(later!.headers.get('idempotency-replayed')).toBe('true');
    expect(new Set([...refused, later].map((one) => one!.text)).size).toBe(1);
    expect(await poolsOf(app, session.id)).toMatchObject([{ taken: 0 }]);
  });

  it('with one key for two different requests serves one of them', async () => {
    const event = await app.make.event();
    const sessions = [await app.make.session(event), await app.make.session(event)];
    const [person, key] = [nextPerson(), newKey()];
    const answers = await Promise.all(
      servers.map((server, index) => server.register(sessions[index]!.id, person, key)),
    );
    expect(tally(answers)).toEqual({ 201: 1, '422 idempotency_key_reused': 1 });
  });

  it('gives up one place of a party, not one for each time', async () => {
    const session = await app.make.session(await app.make.event());
    const holder = await Holder.in(app, session.id, { partySize: 6 });
    const headers = { ...holder.headers, ...newKey() };
    const send = (server: TestApp) => server.post(`${holder.path}/cancel`, { places: 1 }, headers);
    const answers = await again(20, send);
    const { '200': given = 0, '409 idempotency_key_in_use': waiting = 0 } = tally(answers);
    expect([given + waiting, given > 0]).toEqual([20, true]);
    expect((await send(app)).headers.get('idempotency-replayed')).toBe('true');
    expect(await poolsOf(app, session.id)).toMatchObject([{ taken: 5, people: 5 }]);
  });

  it('moves a party once', async () => {
    const event = await app.make.event();
    const [from, to] = [await app.make.session(event), await app.make.session(event)];
    const holder = await Holder.in(app, from.id, { partySize: 2 });
    const headers = { ...holder.headers, ...newKey() };
    const send = (server: TestApp) => server.post(`${holder.path}/move`, { sessionId: to.id }, headers);
    const { '200': given = 0, '409 idempotency_key_in_use': waiting = 0 } = tally(await again(20, send));
    expect([given + waiting, given > 0]).toEqual([20, true]);
    expect([...(await poolsOf(app, from.id)), ...(await poolsOf(app, to.id))]).toMatchObject([
      { taken: 0 },
      { taken: 2 },
    ]);
    expect((await holder.told()).map(({ kind }) => kind)).toEqual(['confirmation', 'change']);
  });
});

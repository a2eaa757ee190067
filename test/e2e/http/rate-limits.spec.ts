import type { Session } from '#programme';
import { expectProblem } from '../../support/problems.js';
import { Holder } from '../../support/holder.js';
import { Teammate } from '../../support/teammate.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let session: Session;
beforeEach(async () => {
  app = await TestApp.start({ RATE_LIMITS: 'register=3,lookup=0,manage=3,admin=2' }, { works: false });
  session = await app.make.session(await app.make.event(), { capacity: 50 });
});
afterEach(() => app[Symbol.asyncDispose]());

describe('a rate limit', () => {
  it('counts down, then refuses with the time to wait', async () => {
    const answers = [];
    for (let call = 0; call < 4; call++) answers.push(await app.register(session.id));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    const left = answers.map(({ headers }) => headers.get('ratelimit')!.replace(/t=\d+/, 't=…'));
    expect(left).toEqual(['"register";r=2;t=…', '"register";r=1;t=…', '"register";r=0;t=…', '"register";r=0;t=…']);
    for (const { headers } of answers) expect(headers.get('ratelimit-policy')).toBe('"register";q=3;w=60');
    expectProblem(answers[3]!, 429, 'too_many_requests');
    const wait = Number(answers[3]!.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await app.faults()).toEqual([]);
  });

  it('is not passed by sending credentials that nobody asked for', async () => {
    const statuses = [];
    for (const authorization of ['', 'a', 'Bearer b', 'Manage c']) {
      statuses.push((await app.register(session.id, {}, { authorization })).status);
    }
    expect(statuses).toEqual([201, 201, 201, 429]);
  });

  it('is not passed by another address in a header of a proxy that nobody trusts', async () => {
    const statuses = [];
    for (const n of [1, 2, 3, 4]) {
      statuses.push((await app.register(session.id, {}, { 'x-forwarded-for': `10.0.0.${n}` })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  it('counts what does not fit too, and leaves other limits alone', async () => {
    for (let call = 0; call < 3; call++) await app.post('/api/v1/registrations', {});
    expect((await app.register(session.id)).status).toBe(429);
    expect((await app.get('/api/v1/admin/events', await app.key())).status).toBe(200);
  });

  it('of 0 is none', async () => {
    for (let call = 0; call < 30; call++) {
      const answer = await app.post('/api/v1/registrations/lookup', { email: 'a@example.org' });
      expect([answer.status, answer.headers.get('ratelimit')]).toEqual([202, null]);
    }
  });

  it('of the admin API is each key’s own', async () => {
    const [one, two] = [await app.key(), await app.key()];
    const calls = [one, one, one, two];
    const statuses = [];
    for (const key of calls) statuses.push((await app.get('/api/v1/admin/events', key)).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  it('of the admin API is one for a key, however its header is written', async () => {
    const [, key] = (await app.key())['authorization']!.split(' ');
    const statuses = [];
    for (const scheme of ['Bearer', 'bearer', 'bEaReR', 'BEARER']) {
      statuses.push((await app.get('/api/v1/admin/events', { authorization: `${scheme} ${key}` })).status);
    }
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  it('of the admin API is one for a member, whatever else is in the cookie and at however many browsers', async () => {
    const mate = await Teammate.signedIn(app);
    const other = mate.elsewhere();
    await other.signIn();
    const [mine, another] = [mate.jar.header['cookie']!, other.jar.header['cookie']!];
    const statuses = [];
    for (const cookie of [`xsession_token=1; ${mine}`, another, `xsession_token=2; ${mine}`, mine, `${mine}; a=b`]) {
      statuses.push((await app.get('/api/v1/admin/me', { cookie })).status);
    }
    expect(statuses).toEqual([200, 200, 429, 429, 429]);
  });

  it('of the admin API is one for an address where nobody is known, whatever is sent', async () => {
    const strangers: readonly Record<string, string>[] = [
      {},
      { authorization: 'Bearer ghk_1' },
      { authorization: 'Bearer ghk_2' },
      { authorization: 'Basic eA==' },
      { cookie: 'gatehouse.session_token=1' },
      { cookie: 'gatehouse.session_token=2' },
    ];
    const statuses = [];
    for (const headers of strangers) statuses.push((await app.get('/api/v1/admin/events', headers)).status);
    expect(statuses).toEqual([401, 401, 429, 429, 429, 429]);
    const rows = await app.database.reader.query("SELECT FROM rate_limits WHERE key LIKE 'admin:%'");
    expect(rows).toHaveLength(1);
    // Who works there is kept out by none of it.
    expect((await app.get('/api/v1/admin/events', await app.key())).status).toBe(200);
  });

  it('is shared by all processes', async () => {
    await using other = await app.beside();
    const answers = [await app.register(session.id), await other.register(session.id)];
    answers.push(await app.register(session.id), await other.register(session.id));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
  });

  it('does not keep a refused request under its Idempotency-Key', async () => {
    const holder = await Holder.in(app, session.id);
    const key = { 'idempotency-key': 'k' };
    for (let call = 0; call < 3; call++) await holder.view();
    expect((await holder.cancel({}, key)).status).toBe(429);
    await app.database.reader.query('DELETE FROM rate_limits');
    const answer = await holder.cancel({}, key);
    expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([200, null]);
  });
});

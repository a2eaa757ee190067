import { ApiKeys, type Role } from '#staff';
import { expectProblem } from '../../support/problems.js';
import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

const ROLES: readonly Role[] = ['owner', 'manager', 'door', 'viewer'];
let app: TestApp;
let operations: Record<string, { readonly path: string; readonly needs: Role }>;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  const event = await app.make.event();
  const session = await app.make.session(event);
  const { id } = await Holder.in(app, session.id);
  const [message] = await app.database.reader.query<{ id: string }[]>('SELECT id FROM messages');
  operations = {
    events: { path: 'events', needs: 'viewer' },
    'one event': { path: `events/${event.id}`, needs: 'viewer' },
    sessions: { path: 'sessions', needs: 'viewer' },
    'one session': { path: `sessions/${session.id}`, needs: 'viewer' },
    registrations: { path: 'registrations', needs: 'manager' },
    'one registration': { path: `registrations/${id}`, needs: 'manager' },
    messages: { path: 'messages', needs: 'manager' },
    'one message': { path: `messages/${message!.id}`, needs: 'manager' },
  };
});
afterAll(() => app[Symbol.asyncDispose]());

const read = (name: string, headers: Record<string, string>) =>
  app.get(`/api/v1/admin/${operations[name]!.path}`, headers);
const create = (validDays?: number) => app.service(ApiKeys).create({ name: 'test', role: 'owner', validDays });
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe.each([
  'events',
  'one event',
  'sessions',
  'one session',
  'registrations',
  'one registration',
  'messages',
  'one message',
])('reading %s', (name) => {
  it.each(ROLES)('is allowed to the roles that need it; asked by %s', async (role) => {
    const answer = await read(name, await app.key(role));
    const allowed = ROLES.indexOf(role) <= ROLES.indexOf(operations[name]!.needs);
    if (allowed) expect([answer.status, answer.body['code']]).toEqual([200, undefined]);
    else expectProblem(answer, 403, 'forbidden');
  });

  it('is not allowed without a key, nor with a wrong one', async () => {
    for (const headers of [{}, bearer('ghk_wrong'), bearer('')]) {
      expectProblem(await read(name, headers), 401, 'unauthorized');
    }
  });
});

describe('an API key', () => {
  it('is asked for by name', async () => {
    expect((await read('events', {})).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('is taken with the scheme in any letters, and with no other scheme', async () => {
    const key = await create();
    expect((await read('events', { authorization: `bearer ${key}` })).status).toBe(200);
    for (const authorization of [key, `Basic ${key}`, `Manage ${key}`, `Bearer ${key} x`, `Bearer ${key.slice(4)}`]) {
      expectProblem(await read('events', { authorization }), 401, 'unauthorized');
    }
  });

  it('with one other letter is none', async () => {
    const key = await create();
    const last = key.at(-1) === 'A' ? 'B' : 'A';
    for (const other of [key.slice(0, -1) + last, `${key}A`, key.slice(0, -1), key.toUpperCase()]) {
      expectProblem(await read('events', bearer(other)), 401, 'unauthorized');
    }
  });

  it('does nothing after it was revoked', async () => {
    const key = await create();
    expect((await read('events', bearer(key))).status).toBe(200);
    await app.database.reader.query('UPDATE api_keys SET revoked_at = now()');
    expectProblem(await read('events', bearer(key)), 401, 'unauthorized');
  });

  it('does nothing from the moment on at which it expires', async () => {
    const key = await create(1);
    app.clock.travel({ minutes: 24 * 60 - 1 });
    expect((await read('events', bearer(key))).status).toBe(200);
    app.clock.travel({ minutes: 1 });
    expectProblem(await read('events', bearer(key)), 401, 'unauthorized');
  });

  it('is not in the database, only its hash', async () => {
    const key = await create();
    const [row] = await app.database.reader.query<object[]>('SELECT * FROM api_keys ORDER BY id DESC LIMIT 1');
    expect(JSON.stringify(row)).not.toContain(key.slice(4));
    expect(key).toMatch(/^ghk_[\w-]{43}$/);
  });

  it('has its last use written down, at most once a minute', async () => {
    const key = await create();
    const used = async () => {
      await read('events', bearer(key));
      const sql = 'SELECT last_used_at FROM api_keys ORDER BY id DESC LIMIT 1';
      return (await app.database.reader.query<{ last_used_at: Date }[]>(sql))[0]!.last_used_at.getTime();
    };
    const first = await used();
    expect(await used()).toBe(first);
    app.clock.travel({ minutes: 2 });
    expect(await used()).toBeGreaterThan(first);
  });

  it('opens no registration to change', async () => {
    const { path } = operations['one registration']!;
    expectProblem(await app.get(`/api/v1/${path}`, await app.key()), 401, 'unauthorized');
  });
});

import { expectProblem } from '../../support/problems.js';
import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const read = (headers: Record<string, string>) => app.get('/api/v1/admin/events', headers);
const create = async (expiresAt?: string) => {
  const { authorization } = await app.key({ role: 'owner', expiresAt });
  return authorization!.replace('Bearer ', '');
};
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('an API key', () => {
  it('is asked for by name', async () => {
    expect((await read({})).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('is taken with the scheme in any letters, and with no other scheme', async () => {
    const key = await create();
    expect((await read({ authorization: `bearer ${key}` })).status).toBe(200);
    for (const authorization of [key, `Basic ${key}`, `Manage ${key}`, `Bearer ${key} x`, `Bearer ${key.slice(4)}`]) {
      expectProblem(await read({ authorization }), 401, 'unauthorized');
    }
  });

  it('with one other letter is none', async () => {
    const key = await create();
    const last = key.at(-1) === 'A' ? 'B' : 'A';
    for (const other of [key.slice(0, -1) + last, `${key}A`, key.slice(0, -1), key.toUpperCase()]) {
      expectProblem(await read(bearer(other)), 401, 'unauthorized');
    }
  });

  it('does nothing after it was revoked', async () => {
    const key = await create();
    expect((await read(bearer(key))).status).toBe(200);
    await app.database.reader.query('UPDATE api_keys SET revoked_at = now()');
    expectProblem(await read(bearer(key)), 401, 'unauthorized');
  });

  it('does nothing from the moment on at which it expires', async () => {
    const key = await create(new Date(app.clock.now().getTime() + 24 * 60 * 60_000).toISOString());
    app.clock.travel({ minutes: 24 * 60 - 1 });
    expect((await read(bearer(key))).status).toBe(200);
    app.clock.travel({ minutes: 1 });
    expectProblem(await read(bearer(key)), 401, 'unauthorized');
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
      await read(bearer(key));
      const sql = 'SELECT last_used_at FROM api_keys ORDER BY id DESC LIMIT 1';
      return (await app.database.reader.query<{ last_used_at: Date }[]>(sql))[0]!.last_used_at.getTime();
    };
    const first = await used();
    expect(await used()).toBe(first);
    app.clock.travel({ minutes: 2 });
    expect(await used()).toBeGreaterThan(first);
  });

  it('opens no registration to change', async () => {
    const session = await app.make.session(await app.make.event());
    const { path } = await Holder.in(app, session.id);
    expectProblem(await app.get(path, await app.key()), 401, 'unauthorized');
  });
});

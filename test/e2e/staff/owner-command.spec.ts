import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Invitations, PasswordSetting } from '#staff';
import { PASSWORD, Teammate } from '../../support/teammate.js';
import { TestApp } from '../../support/test-app.js';

const run = promisify(execFile);
const COMMAND = fileURLToPath(new URL('gatehouse.mjs', import.meta.url));

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const gatehouse = (...args: string[]) =>
  run(process.execPath, ['--disable-warning=ExperimentalWarning', COMMAND, ...args], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: app.databaseUrl,
      PUBLIC_URL: 'http://events.example.org',
      SECRET_KEYS: 'a test key of thirty-two characters',
    },
  });

const LINK = /^http:\/\/events\.example\.org\/team\/password\/([\w-]{43})\n$/;
const signIn = (email: string, password: string) => app.post('/api/v1/auth/sign-in/email', { email, password });

it('makes the first owner and prints the link with which they set a password, and nothing else', async () => {
  const { stdout } = await gatehouse('owner', 'First@Example.org');
  const [, token] = LINK.exec(stdout)!;
  await app.service(PasswordSetting).set(token!, PASSWORD, '127.0.0.1');
  expect((await signIn('first@example.org', PASSWORD)).status).toBe(200);
  const key = await app.key();
  const { items } = (await app.get('/api/v1/admin/staff', key)).body as unknown as { items: object[] };
  expect(items).toMatchObject([{ email: 'first@example.org', grants: [{ role: 'owner', eventIds: null }] }]);
  expect((await app.get('/api/v1/admin/audit?kind=staff.invited', key)).text).toContain('"kind":"command"');
}, 60_000);

it('helps an owner who has lost every way in', async () => {
  const mate = await Teammate.joined(app, [{ role: 'door', eventIds: null }]);
  await app.database.reader.query('UPDATE staff_members SET disabled_at = now() WHERE id = $1', [mate.id]);
  const link = await app.database.transaction((tx) => app.service(Invitations).owner(tx, mate.email));
  await app.service(PasswordSetting).set(link.split('/').at(-1)!, 'lilac by the old gate', '127.0.0.1');
  expect((await mate.signIn('lilac by the old gate')).status).toBe(200);
  expect((await mate.get('staff')).status).toBe(200);
});

it('says what is wrong', async () => {
  await expect(gatehouse('owner', 'nonsense')).rejects.toMatchObject({ code: 1, stdout: '' });
}, 60_000);

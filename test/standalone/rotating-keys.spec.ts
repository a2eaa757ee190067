import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { KeyRotation, Secrets } from '#kernel';
import type { Event, Question, Session } from '#programme';
import { Holder, part } from '../support/holder.js';
import { expectProblem } from '../support/problems.js';
import { Team } from '../support/team.js';
import { waiterFor } from '../support/lock-waiters.js';
import { TestApp } from '../support/test-app.js';
import { tablesThatSay } from '../support/whole-database.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OLD = 'a test key of thirty-two characters';
const NEW = 'another key of thirty-two characters';
/** By what everything begins that the key has sealed. */
const markOf = (key: string) => `${new Secrets([key]).seal('').split('.')[0]}.`;

let app: TestApp;
let event: Event;
let session: Session;
let question: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  const sensitive = {
    label: 'Ill?',
    help: '',
    kind: 'text',
    required: false,
    askedPer: 'person',
    sensitive: true,
  } as const;
  event = await app.make.event({ questions: [{ ...sensitive, options: [] }] });
  session = await app.make.session(event, {
    ...{ capacity: 400, pools: [{ name: 'Bereaved families', places: 3, private: true }] },
  });
  const [row] = await app.database.reader.query<Question[]>('SELECT id FROM questions');
  question = row!.id;
});
afterAll(() => app[Symbol.asyncDispose]());

async function gatehouse(args: readonly string[], keys: readonly string[]) {
  const child = spawn(process.execPath, ['test/standalone/gatehouse-command.mjs', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATABASE_URL: app.databaseUrl, SECRET_KEYS: keys.join(',') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, said, code: code as number };
}

const speaking = (name: string) => ({
  ...{ name, partySize: 2, accessNeeds: 'a wheelchair', answers: { [question]: 'my illness' } },
  guests: [{ name: 'Tom', accessNeeds: 'crutches', answers: { [question]: 'their illness' } }],
});

it('seals everything anew while servers go on, until nothing is left that the old key has sealed', async () => {
  const team = await Team.as(app);
  const holders = await Promise.all(
    Array.from({ length: 30 }, (_, index) => Holder.in(app, session.id, speaking(`Ada ${index}`))),
  );
  const [first, early] = holders as [Holder, Holder];
  await team.post(`registrations/${first.id}/notes`, { kind: 'door', text: 'Comes with a dog.' });
  const [pool] = await app.database.reader.query<[{ id: string }]>('SELECT id FROM pools WHERE private');
  const guest = { sessionId: session.id, poolId: pool.id, name: 'May', note: 'Lost her brother.' };
  const invited = await team.post('invitations', guest);
  expect(invited.status).toBe(201);
  const kind = { sessionId: session.id, name: 'Friends', audience: 'invited', places: 0 };
  const coded = await team.post('pools', { ...kind, code: 'Lilac-2026' });
  expect(coded.status).toBe(201);
  const webhook = { url: 'https://hooks.example.org/', kinds: ['registration.made'] };
  expect((await team.post('webhooks', webhook)).status).toBe(201);
  const keyed = { 'idempotency-key': 'kept' };
  const kept = await app.register(session.id, { name: 'Keyed', email: 'keyed@example.org' }, keyed);
  await app.database.reader.query(
    `UPDATE registrations SET access_needs = '"an early plain text"', answers = jsonb_build_object($2::text, 'an early plain answer')
     WHERE id = $1`,
    [early.id, question],
  );
  expect((await tablesThatSay(app.database, markOf(OLD))).length).toBeGreaterThanOrEqual(5);

  await using between = await app.beside({ SECRET_KEYS: [NEW, OLD] });
  const changing = holders.slice(2, 8).map(async (holder, index) => {
    const path = `/api/v1/registrations/${holder.id}`;
    for (let turn = 0; turn < 10; turn++) {
      const body = { accessNeeds: `changed ${index} ${turn}` };
      expect((await between.call('PATCH', path, { body, headers: holder.headers })).status).toBe(200);
    }
  });
  // By the key that has made its hash, before it was rotated and after.
  const byCode = { poolCode: 'lilac 2026' };
  expectProblem(await between.register(session.id, byCode), 409, 'session_full');
  const [rotated] = await Promise.all([gatehouse(['keys', 'rotate'], [NEW, OLD]), ...changing]);
  expect(rotated).toMatchObject({ code: 0, said: '' });
  expect(rotated.out).toMatch(/^Sealed anew with the first of SECRET_KEYS: /);
  const counts = [
    'registrations 30',
    'notes 1',
    'notes about invited guests 1',
    'names of private pools 1',
    'codes of pools 1',
    'secrets of webhooks 1',
    'kept answers 1',
  ];
  for (const count of counts) expect(rotated.out).toContain(count);
  expect(await tablesThatSay(app.database, markOf(OLD))).toEqual([]);
  for (const plain of ['an early plain', 'illness', 'crutches'])
    expect(await tablesThatSay(app.database, plain)).toEqual([]);

  await using after = await app.beside({ SECRET_KEYS: [NEW] });
  const there = await Team.as(after);
  expect((await there.get(`registrations/${first.id}`)).body).toMatchObject({
    ...{ accessNeeds: 'a wheelchair', answers: { [question]: 'my illness' }, version: 1 },
    places: [{}, { accessNeeds: 'crutches', answers: { [question]: 'their illness' } }],
  });
  expect((await there.get(`registrations/${early.id}`)).body).toMatchObject({
    ...{ accessNeeds: 'an early plain text', answers: { [question]: 'an early plain answer' } },
  });
  for (const [index, { id }] of holders.slice(2, 8).entries()) {
    expect(part(await there.get(`registrations/${id}`), 'accessNeeds')).toBe(`changed ${index} 9`);
  }
  expect((await there.get(`registrations/${first.id}/notes`)).text).toContain('Comes with a dog.');
  expect((await there.get(`invitations/${String(invited.body['id'])}`)).body).toMatchObject({
    note: 'Lost her brother.',
  });
  expect((await there.get(`sessions/${session.id}`)).text).toContain('Bereaved families');
  expectProblem(await after.register(session.id, byCode), 409, 'session_full');
  expectProblem(await after.register(session.id, { poolCode: 'lilac 2027' }), 403, 'code_unknown');
  expect(part(await there.get(`pools/${String(coded.body['id'])}`), 'code')).toBe('Lilac-2026');
  const replayed = await after.register(session.id, { name: 'Keyed', email: 'keyed@example.org' }, keyed);
  expect([replayed.status, replayed.body]).toEqual([201, kept.body]);

  // What was signed by the old key goes with it.
  expect((await between.get(first.path, first.headers)).status).toBe(200);
  expectProblem(await after.get(first.path, first.headers), 401, 'invalid_manage_token');
}, 120_000);

it('waits for who is changing a registration, and seals what they have made of it', async () => {
  const holder = await Holder.in(app, session.id, speaking('Changing'));
  await using between = await app.beside({ SECRET_KEYS: [NEW, OLD] });
  let running: Promise<unknown> | undefined;
  await app.database.transaction(async (tx) => {
    await tx.query('SELECT FROM registrations WHERE id = $1 FOR UPDATE', [holder.id]);
    running = between.service(KeyRotation).run();
    await waiterFor(tx);
    await tx.query(`UPDATE registrations SET access_needs = '"changed meanwhile"' WHERE id = $1`, [holder.id]);
  });
  await running;
  const seen = await between.get(holder.path, holder.headers);
  expect(part(seen, 'accessNeeds')).toBe('changed meanwhile');
  expect(await tablesThatSay(app.database, 'changed meanwhile')).toEqual([]);
}, 60_000);

it('has nothing to do the second time', async () => {
  const { out } = await gatehouse(['keys', 'rotate'], [NEW, OLD]);
  expect(out).toMatch(/^Sealed anew with the first of SECRET_KEYS: [a-z 0,]+\.\n$/);
  expect(out).not.toMatch(/[1-9]/);
}, 60_000);

it('says what cannot be opened any more, and seals the rest', async () => {
  const { code, said } = await gatehouse(['keys', 'rotate'], ['a key that nobody has ever sealed with at all']);
  expect(code).toBe(1);
  expect(said).toMatch(/^Not everything could be sealed anew\./);
  expect(said).toContain('registrations: This was sealed with a key that is not in SECRET_KEYS any more.');
  expect(await tablesThatSay(app.database, markOf(NEW))).not.toEqual([]);
}, 60_000);

it('knows no other word', async () => {
  const { code, said } = await gatehouse(['keys', 'turn'], [NEW]);
  expect([code, said]).toEqual([1, expect.stringContaining('npm run gatehouse -- keys rotate')]);
}, 60_000);

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { joinEmbeddedPostgres, startEmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
import { serverAccount } from '../../apps/standalone/src/postgres/account.js';
import { postmasterPid } from '../../apps/standalone/src/postgres/leftovers.js';
import { identityOf } from '../../apps/standalone/src/postgres/process-identity.js';

const HOLDER = join(import.meta.dirname, 'hold-postgres.mjs');
const asRoot = process.getuid?.() === 0 ? it : it.skip;

let seed: string;
let dataDir: string;
let cluster: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  seed = mkdtempSync(join(tmpdir(), 'gatehouse-embedded-'));
  const server = await startEmbeddedPostgres({ dataDir: seed, settings: { fsync: 'off' } });
  await server.stop();
});

beforeEach(() => {
  dataDir = `${seed}-${randomUUID()}`;
  cluster = join(dataDir, 'cluster');
  execFileSync('cp', ['-a', seed, dataDir]);
});

afterAll(() => rmSync(seed, { recursive: true }));

afterEach(async () => {
  for (const child of children.splice(0)) await killed(child, 'SIGKILL');
  await serverGone();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

it('keeps what was written from one start to the next', async () => {
  await withServer((query) => query('CREATE TABLE kept AS SELECT 7 AS number'));
  await withServer(async (query) => expect(await query('SELECT number FROM kept')).toEqual([{ number: 7 }]));
});

it('keeps commits on disk, its secret to its owner, and itself to this machine', async () => {
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    const { password, hostname } = new URL(server.url);
    expect(hostname).toBe('127.0.0.1');
    expect(readFileSync(join(dataDir, 'password'), 'utf8')).toBe(password);
    expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
    await expect(ask(server.url.replace(password, 'guess'), 'SELECT 1')).rejects.toThrow(/authentication failed/);
    expect(await ask(server.url, SETTINGS)).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    expect(await ask(server.url, `SELECT upper('ñandú') AS loud`)).toEqual([{ loud: 'ÑANDÚ' }]);
  } finally {
    await server.stop();
  }
});

it('ends with the process that holds it, even when that is killed', async () => {
  const holder = await held();
  await ask(holder.url, 'CREATE TABLE kept AS SELECT 7 AS number');
  await killed(holder.process, 'SIGKILL');
  await serverGone();
  await withServer(async (query) => expect(await query('SELECT number FROM kept')).toEqual([{ number: 7 }]));
});

it('stops a server that outlived its Gatehouse and takes its place', async () => {
  const holder = await held();
  await ask(holder.url, 'CREATE TABLE kept AS SELECT 7 AS number');
  for (const pid of guardsOf(postmasterPid(cluster)!)) process.kill(pid, 'SIGKILL');
  holder.process.kill('SIGKILL');
  await once(holder.process, 'exit');
  const orphan = postmasterPid(cluster)!;
  expect(identityOf(orphan)).toBeDefined();
  await withServer(async (query) => expect(await query('SELECT number FROM kept')).toEqual([{ number: 7 }]));
  expect(identityOf(orphan)).toBeUndefined();
});

it('recovers when everything is killed at once, in the middle of a transaction', async () => {
  const holder = await held();
  await ask(holder.url, 'CREATE TABLE kept AS SELECT 7 AS number');
  const open = new pg.Client({ connectionString: holder.url });
  open.on('error', () => undefined);
  await open.connect();
  await open.query('BEGIN; INSERT INTO kept VALUES (8)');
  const server = postmasterPid(cluster)!;
  for (const pid of [...guardsOf(server), server]) process.kill(pid, 'SIGKILL');
  await killed(holder.process, 'SIGKILL');
  await withServer(async (query) => expect(await query('SELECT number FROM kept')).toEqual([{ number: 7 }]));
});

it('starts although the number in a stale postmaster.pid belongs to another program now', async () => {
  const other = spawn('sleep', ['60'], { ...serverAccount(cluster), stdio: 'ignore' });
  children.push(other);
  writeFileSync(join(cluster, 'postmaster.pid'), `${other.pid}\n${cluster}\n1\n5432\n\n127.0.0.1\n\nready\n`);
  await withServer((query) => query('SELECT 1'));
  expect(identityOf(other.pid!)).toBeDefined();
});

it('starts although the number of a dead holder belongs to another program now', async () => {
  writeFileSync(join(dataDir, 'owner'), `another-boot:${process.ppid}:1`);
  await withServer((query) => query('SELECT 1'));
});

it('refuses a folder on which another Gatehouse runs, and leaves that one alone', async () => {
  const holder = await held();
  const refusal = `Another Gatehouse (process ${holder.process.pid}) is running on the data folder ${dataDir}.`;
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(refusal);
  expect(await ask(holder.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
});

it('lets a command join the server of a Gatehouse that runs, and start one where none does', async () => {
  const holder = await held();
  const joined = await joinEmbeddedPostgres({ dataDir });
  expect(joined.url).toBe(holder.url);
  await joined.stop();
  expect(await ask(holder.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  await killed(holder.process, 'SIGKILL');
  const own = await joinEmbeddedPostgres({ dataDir });
  expect(await ask(own.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  await own.stop();
});

it('lets exactly one of several starts have the folder that a crash left', async () => {
  await killed((await held()).process, 'SIGKILL');
  const answers = await Promise.all([hold(), hold(), hold()].map((start) => start.answer));
  expect(answers.filter((answer) => answer.startsWith('postgres://'))).toHaveLength(1);
  expect(answers.filter((answer) => answer.startsWith('Another Gatehouse'))).toHaveLength(2);
});

it('begins again where making the cluster was interrupted', async () => {
  mkdirSync(join(dataDir, 'draft'));
  renameSync(cluster, join(dataDir, 'draft/cluster'));
  rmSync(join(dataDir, 'draft/cluster/PG_VERSION'));
  await withServer((query) => query('SELECT 1'));
});

it('says in one sentence what is wrong with a folder', async () => {
  writeFileSync(join(cluster, 'PG_VERSION'), '17\n');
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/belong to PostgreSQL 17, .* brings PostgreSQL 18/);
  writeFileSync(join(cluster, 'PG_VERSION'), '18\n');
  rmSync(join(dataDir, 'password'));
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/^The password of the embedded database is gone/);
  const file = join(dataDir, 'owner.txt');
  writeFileSync(file, '');
  await expect(startEmbeddedPostgres({ dataDir: join(file, 'postgres') })).rejects.toThrow(
    /cannot be written \(ENOTDIR\)/,
  );
});

asRoot('keeps its data where only root can look', async () => {
  chmodSync(dataDir, 0o700);
  await withServer(async (query) => {
    expect(statSync(cluster).uid).not.toBe(0);
    await query('CREATE TABLE kept AS SELECT 7 AS number');
    await query('CHECKPOINT');
  });
});

asRoot('takes over a folder that root brought back from a backup', async () => {
  execFileSync('chown', ['-R', 'root:root', cluster]);
  await withServer((query) => query('SELECT 1'));
});

const SETTINGS = `SELECT name, setting FROM pg_settings
  WHERE name IN ('fsync', 'listen_addresses', 'server_encoding', 'unix_socket_directories') ORDER BY name`;

type Query = (sql: string) => Promise<readonly unknown[]>;

async function withServer(work: (query: Query) => Promise<unknown>): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
  try {
    await work((sql) => ask(server.url, sql));
  } finally {
    await server.stop();
  }
}

async function ask(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts on the folder, and what it says: its URL or why it could not. */
function hold(): { readonly process: ChildProcess; readonly answer: Promise<string> } {
  const child = spawn(process.execPath, [HOLDER, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return { process: child, answer: once(child.stdout, 'data').then(([text]) => String(text)) };
}

async function held(): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  const { process: child, answer } = hold();
  const url = await answer;
  expect(url).toMatch(/^postgres:/);
  return { process: child, url };
}

async function killed(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

async function serverGone(): Promise<void> {
  const pid = postmasterPid(cluster) ?? 0;
  while (identityOf(pid) !== undefined) await sleep(20);
}

/** The shell that started the server, and the one that it left to watch over us. */
function guardsOf(server: number): readonly number[] {
  const processes = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const shell = processes.find(([pid]) => pid === server)![1];
  const watch = processes.find(([pid, parent]) => parent === shell && pid !== server)![0];
  return [watch, shell];
}

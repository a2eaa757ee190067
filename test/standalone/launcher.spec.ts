import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(import.meta.dirname, '../..');
const LAUNCHER = 'apps/standalone/start.mjs';

/** Stands for Gatehouse: says what it was given, exits as it is told. */
const PROGRAM = `
const [wish, value] = process.argv.slice(2);
if (wish === 'exit') process.exitCode = Number(value);
if (wish === 'wait') {
  const waiting = setInterval(() => {}, 1000);
  process.on('SIGTERM', () => { process.stdout.write('SIGTERM\\n'); setTimeout(() => clearInterval(waiting), 300); process.exitCode = 5; });
}
process.stdout.write(JSON.stringify(wish === 'for' ? [process.env.NODE_ENV] : process.argv.slice(2)) + '\\n');
`;

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'gatehouse-launcher-'));
  const kept = /^apps(\/standalone(\/[^/]+\.(mjs|json))?)?$/;
  cpSync(join(ROOT, 'apps'), join(checkout, 'apps'), {
    recursive: true,
    filter: (path) => kept.test(path.slice(ROOT.length + 1)),
  });
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(ROOT, file), join(checkout, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  mkdirSync(join(checkout, 'apps/standalone/src/pages'), { recursive: true });
  source('gatehouse.ts', PROGRAM);
  source('pages/site.css', 'body {}');
  source('old.ts', 'export const old = 1;');
});

afterEach(() => rmSync(checkout, { recursive: true }));

it('builds once, and leaves standard output to the program', async () => {
  expect(await gatehouse('key', 'create')).toEqual({ code: 0, out: '["key","create"]\n', said: 'Building.\n' });
  expect(await gatehouse('key', 'create')).toEqual({ code: 0, out: '["key","create"]\n', said: '' });
  expect(built('pages/site.css')).toBe(true);
});

it('builds again when a file has changed or gone, and keeps nothing of what is gone', async () => {
  await gatehouse();
  source('gatehouse.ts', "process.stdout.write('changed');");
  expect(await gatehouse()).toMatchObject({ out: 'changed', said: 'Building.\n' });
  expect(built('old.js')).toBe(true);
  rmSync(join(checkout, 'apps/standalone/src/old.ts'));
  expect(await gatehouse()).toMatchObject({ said: 'Building.\n' });
  expect(built('old.js')).toBe(false);
});

it('starts nothing that does not build, and builds it when it is mended', async () => {
  source('old.ts', 'export const old: number = "one";');
  const failed = await gatehouse();
  expect(failed).toMatchObject({ code: 1, out: '' });
  expect(failed.said).toMatch(/TS2322[\s\S]*The build failed/);
  source('old.ts', 'export const old = 1;');
  expect(await gatehouse()).toMatchObject({ code: 0, out: '[]\n' });
});

it('builds once for several starts at the same moment', async () => {
  const starts = await Promise.all([gatehouse(), gatehouse(), gatehouse()]);
  expect(starts.map(({ out }) => out)).toEqual(['[]\n', '[]\n', '[]\n']);
  expect(starts.filter(({ said }) => said.includes('Building.'))).toHaveLength(1);
});

it('is not held up by a preparation that was killed', async () => {
  writeFileSync(join(checkout, '.preparing'), `${await pidOfTheDead()}`);
  expect(await gatehouse()).toMatchObject({ code: 0, said: 'Building.\n' });
});

it('runs the program as in production, unless the environment says otherwise', async () => {
  const { NODE_ENV: _, ...environment } = process.env;
  expect(await finished(launched(['for'], environment))).toMatchObject({ out: '["production"]\n' });
  const elsewhere = { ...environment, NODE_ENV: 'development' };
  expect(await finished(launched(['for'], elsewhere))).toMatchObject({ out: '["development"]\n' });
});

it('ends as the program ends, and hands a signal on once', async () => {
  expect(await gatehouse('exit', '3')).toMatchObject({ code: 3 });
  const launcher = launched(['wait']);
  const ended = finished(launcher);
  await once(launcher.stdout!, 'data');
  launcher.kill('SIGTERM');
  await once(launcher.stdout!, 'data');
  launcher.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 5, out: '["wait"]\nSIGTERM\n' });
});

it('asks for packages again where one is missing', async () => {
  const { isInstalled } = (await import(`${checkout}/apps/standalone/install.mjs`)) as { isInstalled: () => boolean };
  expect(isInstalled()).toBe(true);
  const lock = join(checkout, 'package-lock.json');
  rmSync(lock);
  writeFileSync(lock, JSON.stringify({ packages: { '': {}, 'node_modules/another': { version: '1.0.0' } } }));
  expect(isInstalled()).toBe(false);
  writeFileSync(lock, JSON.stringify({ packages: { '': {}, 'node_modules/another': { optional: true } } }));
  expect(isInstalled()).toBe(true);
});

function source(name: string, code: string): void {
  writeFileSync(join(checkout, 'apps/standalone/src', name), code);
}

function built(name: string): boolean {
  return existsSync(join(checkout, 'dist/apps/standalone/src', name));
}

function gatehouse(...args: readonly string[]) {
  return finished(launched(args));
}

function launched(args: readonly string[], env = process.env): ChildProcess {
  return spawn(process.execPath, [LAUNCHER, 'gatehouse', ...args], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finished(launcher: ChildProcess) {
  const [out, said, [code]] = await Promise.all([
    text(launcher.stdout!),
    text(launcher.stderr!),
    once(launcher, 'exit') as Promise<[number | null]>,
  ]);
  return { code, out, said };
}

async function pidOfTheDead(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

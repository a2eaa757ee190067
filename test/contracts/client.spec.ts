import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../architecture/sources.js';
import { TestApp } from '../support/test-app.js';

const run = promisify(execFile);
const COMPILER = {
  strict: true,
  noEmit: true,
  module: 'nodenext',
  target: 'es2024',
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  types: ['node'],
};

let app: TestApp;
/** As a client's own project would be: its program, the types that are made for it, and nothing of ours. */
let project: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  project = await mkdtemp(join(tmpdir(), 'gatehouse-client-'));
  await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER, include: ['*.ts'] }));
  await copyFile(join(ROOT, 'docs/client.ts'), join(project, 'client.ts'));
  await writeFile(join(project, 'openapi.json'), (await app.get('/api/v1/openapi.json')).text);
  const generate = join(ROOT, 'test/contracts/generate-client.mjs');
  await node(generate, join(project, 'openapi.json'), join(project, 'api.d.ts'));
}, 60_000);
afterAll(async () => {
  await rm(project, { recursive: true });
  await app[Symbol.asyncDispose]();
});

/** Answers what it says, on both channels; also when it fails. */
async function node(...args: readonly string[]): Promise<string> {
  const { authorization } = await app.key();
  const env = { PATH: process.env['PATH'], BASE: app.url, KEY: authorization!.replace('Bearer ', '') };
  const said = await run(process.execPath, args, { cwd: project, env }).catch(
    (error: unknown) => error as { readonly stdout: string; readonly stderr: string },
  );
  return said.stdout + said.stderr;
}

const check = () => node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project);

describe('a client whose types are made from the document', () => {
  it('passes the compiler, and does what it says', async () => {
    await app.make.session(await app.make.event());
    expect(await check()).toBe('');
    const said = await node(join(project, 'client.ts'));
    expect(said).toBe('The garden of BMA House holds 100 people at once.\nAda Birch comes with a party of 2.\n');
  }, 60_000);

  it('does not pass it with what the API would refuse, or does not answer', async () => {
    const program = await readFile(join(ROOT, 'docs/client.ts'), 'utf8');
    const wrong = [
      ['type.ts', 'safeNumber: 100 }', "safeNumber: '100' }", "'string' is not assignable to type 'number'"],
      ['address.ts', '/api/v1/events/{slug}', '/api/v1/event/{slug}', 'is not assignable'],
      ['header.ts', "'If-Match':", "'If-None-Match':", "If-None-Match'' does not exist"],
      ['answer.ts', 'contact.name', 'contact.address', "'address' does not exist"],
    ] as const;
    for (const [file, right, instead] of wrong) {
      expect(program).toContain(right);
      await writeFile(join(project, file), program.replace(right, instead));
    }
    const said = (await check()).split('\n');
    for (const [file, , , complaint] of wrong) {
      expect(said.filter((line) => line.startsWith(file)).join('\n')).toContain(complaint);
    }
  }, 60_000);
});

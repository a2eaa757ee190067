import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../architecture/sources.js';
import { TestApp } from '../support/test-app.js';

const run = promisify(execFile);

it('docs/season.sh walks a whole season by curl and an API key', async () => {
  await using app = await TestApp.start();
  const { authorization } = await app.key();
  const env = { PATH: process.env['PATH'], BASE: app.url, KEY: authorization!.replace('Bearer ', '') };
  const { stdout, stderr } = await run('bash', [join(ROOT, 'docs/season.sh')], { env }).catch((error: unknown) => {
    const { stdout: said, stderr: why } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${said}\n${why}`);
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/That was a season\.\n$/);
  expect(await app.faults()).toEqual([]);
}, 120_000);

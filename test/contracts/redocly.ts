import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../architecture/sources.js';
import { openApiDocument } from '../support/openapi.js';

const run = promisify(execFile);
const REDOCLY = join(ROOT, 'node_modules/@redocly/cli/bin/cli.js');
/** It asks nobody for news and tells nobody that it ran. */
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };

interface Report {
  readonly problems: readonly {
    readonly severity: string;
    readonly ruleId: string;
    readonly message: string;
    readonly location: readonly { readonly pointer?: string }[];
  }[];
}

/** What redocly finds wrong with the document, a line each; warnings too. */
export async function lintDocument(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-openapi-'));
  try {
    const file = join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify(await openApiDocument()));
    const options = ['--config', join(ROOT, '.redocly.yaml'), '--format', 'json', '--max-problems', '1000'];
    const report = await reportOf(['lint', file, ...options]);
    return report.problems.map(
      ({ severity, ruleId, message, location }) =>
        `${severity} ${ruleId} at ${location[0]?.pointer ?? '#'}: ${message}`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** It says what it found on standard output, and by its exit code whether that were errors. */
async function reportOf(args: readonly string[]): Promise<Report> {
  const env = { PATH: process.env['PATH'], ...QUIET };
  const { stdout, stderr } = await run(process.execPath, [REDOCLY, ...args], { env, maxBuffer: 2 ** 26 }).catch(
    (error: unknown) => error as { readonly stdout: string; readonly stderr: string },
  );
  if (!stdout.trim().startsWith('{')) throw new Error(`redocly did not run:\n${stdout}${stderr}`);
  return JSON.parse(stdout) as Report;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of ours: it says on standard output when it is ready, and stands alone until it is ended. */
export interface Program {
  readonly process: ChildProcess;
  /** What the pattern of `ready` caught: the address of a server. */
  readonly said: string;
  /** Everything written so far, to show when something goes wrong. */
  readonly output: () => string;
  /** SIGTERM, and waits for the end; answers the exit code. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL, and waits for the end. */
  readonly kill: () => Promise<void>;
}

export interface ProgramOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Matches what the program says as soon as it is ready. */
  readonly ready: RegExp;
  readonly args?: readonly string[];
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const BUILT = {
  server: { file: 'dist/apps/server/src/main.js', ready: /listens at (\S+)\.\s/ },
  worker: { file: 'dist/apps/worker/src/main.js', ready: /(at work)/ },
} as const;

/** Settings of a server or worker that a test or measurement starts; the caller adds where its database is. */
export const SETTINGS = {
  PORT: '0',
  PUBLIC_URL: 'http://events.example.org',
  SECRET_KEYS: 'a test key of thirty-two characters',
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'silent',
  /** As `npm start` and the image of the Dockerfile run them. */
  NODE_ENV: 'production',
};

/** A built server or worker; `node` are options of Node itself. */
export function startBuilt(
  name: keyof typeof BUILT,
  environment: Readonly<Record<string, string>>,
  node: readonly string[] = [],
): Promise<Program> {
  const { file, ready } = BUILT[name];
  return startProgram(file, { environment: { ...SETTINGS, ...environment }, ready, node });
}

/** Runs a file (from the root of the project) on this Node; throws if it ends before it is ready. */
export async function startProgram(
  file: string,
  { environment, ready, args = [], node = [] }: ProgramOptions,
): Promise<Program> {
  const child = spawn(process.execPath, [...node, file, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const said = await new Promise<string>((resolve, reject) => {
    const listen = (text: Buffer) => {
      output = (output + text.toString()).slice(-100_000);
      const found = ready.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    // Not on 'exit': what it said last may be read after that.
    child.once('close', (code, signal) =>
      reject(new Error(`${file} ended with ${code ?? signal} before it was ready:\n${output}`)),
    );
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    process: child,
    said,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}

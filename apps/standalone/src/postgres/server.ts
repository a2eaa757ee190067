import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENVIRONMENT, pathFor, type Cluster } from './cluster.js';
import { postmasterPid, readyPort } from './leftovers.js';

const FAST_SHUTDOWN_MS = 30_000;

/**
 * The shell stands between us and the server and holds the far end of a pipe. When we end, even by SIGKILL, the pipe
 * closes and the server is told to stop (SIGINT: fast shutdown). It costs one sleeping shell.
 */
const GUARDED = `
"$@" 3<&- &
server=$!
(read -r _ <&3; kill -INT $server) &
guard=$!
exec 3<&-
wait $server
code=$?
kill $guard 2>/dev/null
wait $guard 2>/dev/null
exit $code
`;

export interface Server {
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown; where that takes more than 30 seconds, immediate shutdown, which the next start recovers from. */
  stop(): Promise<void>;
}

/** Starts the server and waits until it takes connections; crash recovery may take its time. */
export async function startServer(cluster: Cluster, settings: ReadonlyMap<string, string>, log: string) {
  const server = spawnServer(cluster, settings, log);
  const ended = server.ended.then(() => true);
  while (!(await Promise.race([ended, sleep(20, false)]))) {
    if (readyPort(cluster.folder) !== undefined) return server;
  }
  throw new Error(`The embedded database does not start: ${lastWords(log)} (${log})`);
}

function spawnServer(cluster: Cluster, settings: ReadonlyMap<string, string>, log: string): Server {
  const folder = openSync(cluster.folder, 'r');
  const output = openLog(log);
  const flags = [...settings].flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [cluster.binaries.postgres, '-D', pathFor(cluster.account, cluster.folder, 4), ...flags];
  const shell = spawn('/bin/sh', ['-c', GUARDED, 'gatehouse-postgres', ...command], {
    ...cluster.account,
    cwd: '/',
    env: ENVIRONMENT,
    // A session of its own: Ctrl-C in the terminal is for us, and we still need the database to end in good order.
    detached: true,
    stdio: ['ignore', output, output, 'pipe', folder],
  });
  closeSync(folder);
  closeSync(output);
  const pipe = shell.stdio[3] as Writable;
  pipe.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve());
    shell.once('error', () => resolve());
  });
  return { ended, stop: () => stopServer(cluster.folder, pipe, ended) };
}

async function stopServer(folder: string, pipe: Writable, ended: Promise<void>): Promise<void> {
  pipe.end();
  const patience = setTimeout(() => {
    const pid = postmasterPid(folder);
    if (pid !== undefined) process.kill(pid, 'SIGQUIT');
  }, FAST_SHUTDOWN_MS);
  await ended;
  clearTimeout(patience);
}

/** One log for each start, and the one before it. */
function openLog(log: string): number {
  if (existsSync(log)) renameSync(log, `${log}.1`);
  return openSync(log, 'a', 0o600);
}

function lastWords(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const fatal = lines.findLast((line) => /(FATAL|PANIC|ERROR):/.test(line)) ?? lines.at(-1) ?? '';
  return fatal.replace(/^.*?(FATAL|PANIC|ERROR): */, '');
}

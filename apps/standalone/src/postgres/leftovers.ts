import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from './process-identity.js';

const FAST_SHUTDOWN_MS = 30_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;

/**
 * What a crash can leave in a cluster whose folder we hold: a server that outlived its Gatehouse is stopped, and a
 * `postmaster.pid` whose number now belongs to another program, before which PostgreSQL would shrink back, is removed.
 */
export async function clearLeftovers(cluster: string): Promise<void> {
  const pid = postmasterPid(cluster);
  if (pid === undefined) return;
  if (!isServerOf(pid, cluster)) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  if (await endedWithin(pid, FAST_SHUTDOWN_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (await endedWithin(pid, IMMEDIATE_SHUTDOWN_MS)) return;
  throw new Error(`An earlier PostgreSQL (process ${pid}) works on ${cluster} and does not stop.`);
}

/** The number in `postmaster.pid`; whether it is still the server's is another question. */
export function postmasterPid(cluster: string): number | undefined {
  const pid = Math.abs(Number.parseInt(postmasterLines(cluster)[0] ?? '', 10));
  return pid > 0 ? pid : undefined;
}

/** The port of a server that takes connections, by its own word in lines 4 and 8 of `postmaster.pid`. */
export function readyPort(cluster: string): number | undefined {
  const lines = postmasterLines(cluster);
  return lines[7]?.trim() === 'ready' && isServerOf(Number(lines[0]), cluster) ? Number(lines[3]) : undefined;
}

function postmasterLines(cluster: string): readonly string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** A server works inside its cluster's folder. */
function isServerOf(pid: number, cluster: string): boolean {
  try {
    if (process.platform !== 'linux') {
      const command = execFileSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' });
      return command.includes('postgres') && command.includes(cluster);
    }
    const [there, here] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)];
    return there.dev === here.dev && there.ino === here.ino && nameOf(pid) === 'postgres';
  } catch {
    return false;
  }
}

function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}

async function endedWithin(pid: number, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += 50) {
    if (identityOf(pid) === undefined) return true;
    await sleep(50);
  }
  return identityOf(pid) === undefined;
}

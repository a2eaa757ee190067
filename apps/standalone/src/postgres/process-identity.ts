import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names a live process for all time: its number alone would soon name another one. On Linux `<boot>:<pid>:<start in
 * ticks since boot>`, elsewhere what `ps` says about its start. Answers undefined for a process that has ended.
 */
export function identityOf(pid: number): string | undefined {
  return process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid);
}

/** The process that an identity names, if it still lives. */
export function livePid(identity: string): number | undefined {
  const pid = Number(identity.split(':')[1]);
  return Number.isInteger(pid) && pid > 0 && identityOf(pid) === identity ? pid : undefined;
}

function identityFromProc(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  // The name in parentheses may hold anything, so fields are counted from behind it (proc_pid_stat(5): 3 state, 22 start).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot}:${pid}:${fields[19]}`;
}

function identityFromPs(pid: number): string | undefined {
  try {
    const start = execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
    return start ? `${process.platform}:${pid}:${start}` : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

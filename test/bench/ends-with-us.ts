import type { ChildProcess } from 'node:child_process';

/** A measurement that is broken off leaves nobody behind; only SIGKILL ends us without this. */
export function endsWithUs(child: ChildProcess): void {
  const end = () => child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

import type { INestApplicationContext } from '@nestjs/common';

/** How long an orderly stop may take before the process goes anyway. */
const STOP_MS = 30_000;

/**
 * Runs the start of a process. If it fails, tells why in one sentence and exits with 1: an Error of
 * ours is written for people, so its message alone is told, without a stack.
 */
export async function orExplain<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/**
 * On SIGINT or SIGTERM: no new requests, those under way and running jobs finish, then `after` (the
 * embedded database), then exit 0. Another signal changes nothing; the time is bounded.
 */
export function stopOnSignal(app: INestApplicationContext, after: () => Promise<void> = async () => {}): void {
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await app.close();
    await after();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping ??= orExplain(stop);
    });
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '#database';

/**
 * The connection that waits for a lock of this transaction, or of another connection, as soon as there is one. Asked
 * of pg_locks, which is read anew each time: pg_stat_activity stays for a transaction as it first saw it.
 */
export async function waiterFor(tx: Tx, holder?: number): Promise<number> {
  for (let tries = 0; tries < 800; tries++) {
    const [row] = await tx.query<{ pid: number }[]>(
      `SELECT pid FROM pg_locks
       WHERE NOT granted AND coalesce($1::int, pg_backend_pid()) = ANY (pg_blocking_pids(pid)) LIMIT 1`,
      [holder],
    );
    if (row) return row.pid;
    await sleep(25);
  }
  throw new Error('Nobody waits.');
}

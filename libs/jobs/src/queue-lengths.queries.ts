import type { Tx } from '#database';

export interface QueueLength {
  readonly queue: string;
  readonly state: 'created' | 'retry' | 'active' | 'failed';
  readonly jobs: number;
}

/** From the jobs themselves: what pg-boss notes of its queues is noted by a worker, and stands still without one. */
export async function countJobs(reader: Tx): Promise<QueueLength[]> {
  return reader.sql<QueueLength[]>`
    SELECT name AS queue, state::text AS state, count(*)::int AS jobs FROM pgboss.job
    WHERE state IN ('created', 'retry', 'active', 'failed') GROUP BY name, state`;
}

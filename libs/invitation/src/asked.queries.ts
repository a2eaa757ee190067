import type { Tx } from '#database';
import { INVITATIONS, STANDING } from './invitation-filter.queries.js';

export interface AskedRow {
  readonly poolId: string;
  readonly invited: number;
  readonly declined: number;
}

/** People whom the invitations of these pools allow; of a guest and their deputy the deputy counts. */
export async function findAsked(tx: Tx, poolIds: readonly string[]): Promise<AskedRow[]> {
  return tx.query<AskedRow[]>(
    `SELECT i.pool_id AS "poolId", sum(i.party_size)::int AS invited,
            (coalesce(sum(i.party_size) FILTER (WHERE ${STANDING} = 'declined'), 0))::int AS declined
     FROM ${INVITATIONS} WHERE i.pool_id = ANY($1::uuid[]) AND i.state NOT IN ('withdrawn', 'deputised')
     GROUP BY i.pool_id`,
    [poolIds],
  );
}

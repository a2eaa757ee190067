import type { Tx } from '#database';
import type { PoolName } from './pool-names.service.js';

export async function findPrivatePools(tx: Tx): Promise<(PoolName & { readonly sealedName: string })[]> {
  return tx.sql`SELECT id, name, sealed_name AS "sealedName" FROM pools WHERE private ORDER BY id`;
}

/** Unless it was renamed meanwhile. */
export async function replaceSealedName(tx: Tx, id: string, before: string, after: string): Promise<void> {
  await tx.sql`UPDATE pools SET sealed_name = ${after} WHERE id = ${id} AND sealed_name = ${before}`;
}

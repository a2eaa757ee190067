import type { Tx } from '#database';

export interface KeptFactor {
  readonly id: string;
  readonly secret: string;
  readonly backupCodes: string;
}

export async function findFactors(tx: Tx): Promise<KeptFactor[]> {
  return tx.sql<KeptFactor[]>`SELECT id, secret, backup_codes AS "backupCodes" FROM staff_second_factors ORDER BY id`;
}

/** Unless it was changed meanwhile: a code that was used stays used. */
export async function replaceFactor(tx: Tx, before: KeptFactor, after: KeptFactor): Promise<void> {
  await tx.sql`
    UPDATE staff_second_factors SET secret = ${after.secret}, backup_codes = ${after.backupCodes}
    WHERE id = ${before.id} AND secret = ${before.secret} AND backup_codes = ${before.backupCodes}`;
}

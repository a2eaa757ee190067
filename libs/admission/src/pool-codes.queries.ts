import { read, type Tx } from '#database';

/** The pool of the session that one of these hashes opens, and the id of its code. */
export async function findByCode(
  tx: Tx,
  sessionId: string,
  hashes: readonly string[],
): Promise<{ readonly id: string; readonly codeId: string } | undefined> {
  const [found] = await read<{ id: string; codeId: string }[]>(tx)`
    SELECT id, code_id AS "codeId" FROM pools
    WHERE session_id = ${sessionId} AND code_hash = ANY(${hashes}::text[])`;
  return found;
}

export interface SealedCode {
  readonly id: string;
  readonly sessionId: string;
  readonly sealedCode: string;
}

export async function findSealedCodes(tx: Tx): Promise<SealedCode[]> {
  return tx.sql<SealedCode[]>`
    SELECT id, session_id AS "sessionId", sealed_code AS "sealedCode" FROM pools WHERE code_id IS NOT NULL ORDER BY id`;
}

/** Unless it was changed meanwhile. */
export async function replaceSealedCode(
  tx: Tx,
  { id, sealedCode: before }: SealedCode,
  { sealedCode, codeHash }: { readonly sealedCode: string; readonly codeHash: string },
): Promise<void> {
  await tx.sql`
    UPDATE pools SET sealed_code = ${sealedCode}, code_hash = ${codeHash}
    WHERE id = ${id} AND sealed_code = ${before}`;
}

/** Those of the sessions of which a pool is opened by one of the hashes. */
export async function findSessionsByCode(
  tx: Tx,
  sessionIds: readonly string[],
  hashes: readonly string[],
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT session_id AS id FROM pools
    WHERE session_id = ANY(${sessionIds}::uuid[]) AND code_hash = ANY(${hashes}::text[])`;
  return rows.map(({ id }) => id);
}

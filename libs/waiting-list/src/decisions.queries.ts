import type { Tx } from '#database';

interface Passing {
  readonly entryId: string;
  readonly sessionId: string;
  /** An id: those of decisions made later are greater. */
  readonly since: string;
}

/** Whether it has been noted since then that the party was passed by in the session. */
export async function wasPassedBy(tx: Tx, { entryId, sessionId, since }: Passing): Promise<boolean> {
  const [row] = await tx.sql<{ noted: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM waiting_list_decisions
      WHERE entry_id = ${entryId} AND id > ${since} AND kind = 'passed-by' AND session_id = ${sessionId}) AS noted`;
  return row!.noted;
}

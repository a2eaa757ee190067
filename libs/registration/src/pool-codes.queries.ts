import { read, type Tx } from '#database';

/** The people who hold places by the code. Says nothing of the next moment unless its pool is locked. */
export async function countByCode(tx: Tx, codeId: string): Promise<number> {
  const [row] = await read<{ people: number }[]>(tx)`
    SELECT coalesce(sum(party_size), 0)::int AS people FROM registrations
    WHERE pool_code_id = ${codeId} AND state <> 'cancelled'`;
  return row!.people;
}

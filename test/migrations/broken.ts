import type pg from 'pg';

/** Runs the statements in a transaction that is undone; answers the constraint that they broke, also at the commit. */
export async function brokenBy(client: pg.Client, write: () => Promise<unknown>): Promise<string | undefined> {
  await client.query('BEGIN');
  try {
    await write();
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return undefined;
  } catch (error) {
    return (error as pg.DatabaseError).constraint ?? (error as Error).message;
  } finally {
    await client.query('ROLLBACK');
  }
}

import type pg from 'pg';

/** Names our lock among the advisory locks of the database. */
const LOCK = 7_072_005;

/** Waits until no other process migrates; held until the connection ends. */
export async function lockMigrations(client: pg.Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
}

export async function majorVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  return Math.floor(Number(rows[0]!.server_version_num) / 10_000);
}

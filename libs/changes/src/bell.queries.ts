import type { Client } from 'pg';
import type { Tx } from '#database';

const CHANNEL = 'gatehouse_changes';

/** In a statement of its own: inside a transaction it would take a lock of the whole server at the commit. */
export async function ringBell(reader: Tx, payload: string): Promise<void> {
  await reader.sql`SELECT pg_notify(${CHANNEL}, ${payload})`;
}

export async function listenToBell(client: Client): Promise<void> {
  await client.query(`LISTEN ${CHANNEL}`);
}

/** Fails, after a while, on a connection that nobody is at the other end of. */
export async function callAcross(client: Client): Promise<void> {
  await client.query('SELECT 1');
}

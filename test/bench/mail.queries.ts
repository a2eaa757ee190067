import type { Tx } from '#database';

/** As if a worker had sent all that is queued. */
export async function takeForSent(tx: Tx): Promise<void> {
  await tx.query(`UPDATE messages SET state = 'sent', tries = 1, subject = 'Confirmed', finished_at = now()
                  WHERE state = 'queued'`);
  await tx.query(`DELETE FROM pgboss.job WHERE name = 'notice.send'`);
  await tx.query('VACUUM ANALYZE messages');
}

/** How many messages there are in each state. */
export async function countStates(tx: Tx): Promise<{ state: string; count: number }[]> {
  return tx.query('SELECT state, count(*)::int FROM messages GROUP BY state');
}

export interface Invited {
  readonly id: string;
  readonly uid: string;
  readonly sequence: number;
  readonly email: string;
}

/** Everybody who has places. */
export async function findInvited(tx: Tx): Promise<Invited[]> {
  return tx.query(`SELECT id, calendar_uid AS uid, calendar_sequence AS sequence, contact_email AS email
                   FROM registrations ORDER BY id`);
}

export interface Decisions {
  readonly mails: number;
  readonly declined: number;
  /** From the first to the last. */
  readonly seconds: number;
}

/** How many mails came in and were decided about. */
export async function countDecisions(tx: Tx): Promise<Decisions> {
  const [count] = await tx.query<Decisions[]>(`
    SELECT count(*)::int AS mails, (count(*) FILTER (WHERE decision = 'declined'))::int AS declined,
           extract(epoch FROM max(received_at) - min(received_at))::float AS seconds
    FROM inbound_mails`);
  return count!;
}

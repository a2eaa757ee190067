import { read, type Tx } from '#database';
import type { ChangedSessions, Concerned } from '#registration';

/** Those of the event that are neither drawn nor cancelled. */
export async function findUndrawn(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM ballots WHERE event_id = ${eventId} AND drawn_at IS NULL AND cancelled_at IS NULL ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** Those who have entered for one of these sessions at least, in a ballot that is still to be drawn. */
export async function findEntrants(
  tx: Tx,
  { eventId, sessionIds }: ChangedSessions,
  after: string,
  limit: number,
): Promise<Concerned[]> {
  return read<Concerned[]>(tx)`
    SELECT n.id, n.contact_email AS recipient
    FROM ballot_entries n
    JOIN ballots b ON b.event_id = n.event_id AND b.id = n.ballot_id
    JOIN events e ON e.id = n.event_id
    WHERE n.event_id = ${eventId} AND n.id > ${after} AND n.state = 'entered' AND n.preferences && ${sessionIds}::uuid[]
      AND b.drawn_at IS NULL AND b.cancelled_at IS NULL AND e.status = 'published'
    ORDER BY n.id LIMIT ${limit}`;
}

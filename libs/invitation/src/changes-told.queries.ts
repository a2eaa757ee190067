import { read, type Tx } from '#database';
import type { ChangedSessions, Concerned } from '#registration';

/** Those who were asked to these sessions, by mail or by a letter, and have not answered; deputies like others. */
export async function findUnanswered(
  tx: Tx,
  { eventId, sessionIds }: ChangedSessions,
  after: string,
  limit: number,
): Promise<Concerned[]> {
  return read<Concerned[]>(tx)`
    SELECT i.id, i.email AS recipient FROM invitations i JOIN events e ON e.id = i.event_id AND e.status = 'published'
    WHERE i.event_id = ${eventId} AND i.id > ${after} AND i.session_id = ANY(${sessionIds}::uuid[])
      AND i.state = 'pending' AND i.sent_at IS NOT NULL
    ORDER BY i.id LIMIT ${limit}`;
}

/** Those who were invited to what was called off and have not answered count as told. */
export async function markToldOfCallingOff(tx: Tx, { eventId, sessionIds }: ChangedSessions, now: Date): Promise<void> {
  await tx.sql`
    UPDATE invitations SET called_off_at = ${now}
    WHERE event_id = ${eventId} AND session_id = ANY(${sessionIds}::uuid[]) AND state = 'pending' AND called_off_at IS NULL`;
}

import type { NoticeProgress } from '#contracts';
import type { Tx } from '#database';

export interface ProgressRow extends Omit<NoticeProgress, 'announcedAt'> {
  readonly announcedAt: Date | null;
}

/**
 * What became of the mails about a change or a cancellation that were queued since the last announcement of a
 * session, or of any session of the event. By the registrations alone: told the event as well, a planner that has no
 * statistics yet reads all messages of the event for each of them.
 */
export async function findProgress(tx: Tx, eventId: string, sessionId: string | null): Promise<ProgressRow> {
  const [row] = await tx.sql<ProgressRow[]>`
    WITH announced AS (
      SELECT id, announced_at FROM sessions
      WHERE event_id = ${eventId} AND announced_at IS NOT NULL AND (${sessionId}::uuid IS NULL OR id = ${sessionId})
    ), told AS (
      SELECT m.state FROM announced a
      JOIN registrations r ON r.event_id = ${eventId} AND r.session_id = a.id
      JOIN messages m ON m.registration_id = r.id
      WHERE m.kind IN ('change', 'cancellation') AND m.created_at >= a.announced_at
    )
    SELECT (SELECT max(announced_at) FROM announced) AS "announcedAt",
           (count(*) FILTER (WHERE state = 'queued'))::int AS queued, (count(*) FILTER (WHERE state = 'sent'))::int AS sent,
           (count(*) FILTER (WHERE state = 'failed'))::int AS failed,
           (count(*) FILTER (WHERE state = 'superseded'))::int AS superseded
    FROM told`;
  return row!;
}

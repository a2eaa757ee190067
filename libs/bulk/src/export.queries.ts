import type { Tx } from '#database';

/** What a row of an export tells about its session, for people. */
export interface ExportSession {
  readonly id: string;
  readonly event: string;
  readonly title: string | null;
  readonly startsAt: Date;
  readonly timeZone: string;
}

export async function findExportSessions(tx: Tx, ids: readonly string[]): Promise<ExportSession[]> {
  return tx.sql<ExportSession[]>`
    SELECT s.id, e.title AS event, s.title, s.starts_at AS "startsAt", v.time_zone AS "timeZone"
    FROM sessions s JOIN events e ON e.id = s.event_id JOIN venues v ON v.id = e.venue_id
    WHERE s.id = ANY(${ids}::uuid[])`;
}

export interface ExportQuestion {
  readonly id: string;
  readonly label: string;
  readonly askedPer: 'party' | 'person';
}

/** The questions of the event, or of the session's event, in their order; none if that is not among `eventIds`, null for all. */
export async function findExportQuestions(
  tx: Tx,
  { eventId, sessionId }: { readonly eventId?: string | undefined; readonly sessionId?: string | undefined },
  eventIds: readonly string[] | null,
): Promise<ExportQuestion[]> {
  return tx.sql<ExportQuestion[]>`
    SELECT id, label, asked_per AS "askedPer" FROM questions
    WHERE event_id = coalesce(${eventId ?? null}::uuid, (SELECT event_id FROM sessions WHERE id = ${sessionId ?? null}))
      AND (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
    ORDER BY position`;
}

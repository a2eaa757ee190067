import type { Tx } from '#database';
import type { ImportQuestion } from './import-fields.js';
import type { ImportSession } from './import-sessions.js';

/** What a file for an event is read with. */
export interface ImportEvent {
  readonly id: string;
  readonly status: 'draft' | 'published' | 'cancelled';
  readonly questions: readonly ImportQuestion[];
  readonly sessions: readonly ImportSession[];
}

export async function findImportEvent(tx: Tx, id: string): Promise<ImportEvent | undefined> {
  const [event] = await tx.sql<Omit<ImportEvent, 'sessions'>[]>`
    SELECT e.id, e.status,
           (SELECT coalesce(json_agg(json_build_object('id', q.id, 'label', q.label, 'kind', q.kind,
                     'options', q.options, 'askedPer', q.asked_per) ORDER BY q.position), '[]')
            FROM questions q WHERE q.event_id = e.id) AS questions
    FROM events e WHERE e.id = ${id}`;
  if (!event) return undefined;
  const sessions = await tx.sql<ImportSession[]>`
    SELECT s.id, s.title, s.starts_at AS "startsAt", v.time_zone AS "timeZone"
    FROM sessions s JOIN events e ON e.id = s.event_id JOIN venues v ON v.id = e.venue_id
    WHERE s.event_id = ${id} AND s.status = 'scheduled' ORDER BY s.starts_at, s.id`;
  return { ...event, sessions };
}

/** Files that nobody has run in time. */
export async function forgetImports(tx: Tx, now: Date): Promise<void> {
  await tx.sql`DELETE FROM imports WHERE state = 'checked' AND expires_at <= ${now}`;
}

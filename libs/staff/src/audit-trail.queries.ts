import type { AuditQuery } from '#contracts';
import { read, type Tx } from '#database';
import type { AuditEntry } from './audit-entry.entity.js';

/** Newest first, one more than the limit; `eventIds` null for all events and what belongs to none. */
export async function findAuditEntries(
  tx: Tx,
  { subjectId, eventId, actorId, kind, from, to, cursor, limit }: AuditQuery,
  eventIds: readonly string[] | null,
): Promise<AuditEntry[]> {
  return read<AuditEntry[]>(tx)`
    SELECT id, event_id AS "eventId", at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName",
           address, kind, subject_id AS "subjectId", changed, reason
    FROM audit_trail
    WHERE (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
      AND (${subjectId ?? null}::uuid IS NULL OR subject_id = ${subjectId ?? null})
      AND (${eventId ?? null}::uuid IS NULL OR event_id = ${eventId ?? null})
      AND (${actorId ?? null}::uuid IS NULL OR actor_id = ${actorId ?? null})
      AND (${kind ?? null}::text IS NULL OR kind = ${kind ?? null})
      AND (${from ?? null}::timestamptz IS NULL OR at >= ${from ?? null})
      AND (${to ?? null}::timestamptz IS NULL OR at < ${to ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR id < ${cursor ?? null})
    ORDER BY id DESC LIMIT ${limit + 1}`;
}

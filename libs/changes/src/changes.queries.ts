import { insertRows, read, type Tx } from '#database';
import { Change } from './change.entity.js';

/** Names our lock among the advisory locks of the database. */
const LOCK = 7_072_006;
/** So many at most in one go; the next reader numbers the next. */
const NUMBERED_AT_ONCE = 20_000;

/** Part of the hot path of registering: one statement for any number of changes. */
export function insertChanges(tx: Tx, changes: readonly Omit<Change, 'position'>[]): void {
  insertRows(
    tx,
    Change,
    changes.map((change) => ({ ...change, position: null })),
  );
}

/** Gives the changes that have committed since the last time their places in the feed. One at a time. */
export async function numberChanges(tx: Tx): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock(${LOCK})`;
  await tx.sql`
    UPDATE changes SET position = numbered.position
    FROM (
      SELECT id, event_id,
             (SELECT coalesce(max(position), 0) FROM changes WHERE position IS NOT NULL)
               + row_number() OVER (ORDER BY id) AS position
      FROM (SELECT id, event_id FROM changes WHERE position IS NULL ORDER BY id LIMIT ${NUMBERED_AT_ONCE}) unnumbered
    ) numbered
    WHERE changes.id = numbered.id AND changes.event_id = numbered.event_id`;
}

export interface ChangesWanted {
  /** Only what comes after this position. */
  readonly after: string;
  readonly limit: number;
  /** Null for those of all events and of none. */
  readonly eventIds: readonly string[] | null;
}

/** In the order of the feed; one more than the limit. */
export async function findChanges(tx: Tx, { after, limit, eventIds }: ChangesWanted): Promise<Change[]> {
  return read<Change[]>(tx)`
    SELECT id, event_id AS "eventId", kind, subject_id AS "subjectId", at, position
    FROM changes
    WHERE position > ${after}::bigint AND (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
    ORDER BY position LIMIT ${limit + 1}`;
}

/** The end of the feed as it is numbered so far; '0' before its beginning. */
export async function lastPosition(tx: Tx): Promise<string> {
  const [row] = await read<{ position: string }[]>(tx)`
    SELECT coalesce(max(position), 0)::text AS position FROM changes WHERE position IS NOT NULL`;
  return row!.position;
}

/** A minute more than asked for: what commits late stands behind what happened after it. */
export async function positionBefore(tx: Tx, moment: Date): Promise<string> {
  const [row] = await read<{ position: string }[]>(tx)`
    SELECT position::text AS position FROM changes
    WHERE position IS NOT NULL AND at < ${moment}::timestamptz - interval '1 minute'
    ORDER BY changes.position DESC LIMIT 1`;
  return row?.position ?? '0';
}

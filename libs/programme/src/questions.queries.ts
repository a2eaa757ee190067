import type { AdminQuestion, QuestionsQuery } from '#contracts';
import type { Tx } from '#database';

interface Wanted extends QuestionsQuery {
  /** Null for those of all events. */
  readonly eventIds: readonly string[] | null;
}

/** By their events, in the order in which they are asked; one row more than the limit. The cursor is the one before. */
export async function findQuestions(tx: Tx, { eventId, eventIds, cursor, limit }: Wanted): Promise<AdminQuestion[]> {
  return tx.sql<AdminQuestion[]>`
    SELECT id, event_id AS "eventId", position, label, help, kind, options, required,
           asked_per AS "askedPer", sensitive, version
    FROM questions
    WHERE (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
      AND (${eventId ?? null}::uuid IS NULL OR event_id = ${eventId ?? null})
      AND (${cursor ?? null}::uuid IS NULL
           OR (event_id, position) > (SELECT event_id, position FROM questions WHERE id = ${cursor ?? null}))
    ORDER BY event_id, position LIMIT ${limit + 1}`;
}

export async function idsInOrder(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM questions WHERE event_id = ${eventId} ORDER BY position`;
  return rows.map(({ id }) => id);
}

/** Puts the questions of an event into the order of these ids, which are all that it has. */
export async function putInOrder(tx: Tx, eventId: string, ids: readonly string[]): Promise<void> {
  await tx.sql`
    UPDATE questions SET position = wished.place - 1
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS wished (id, place)
    WHERE event_id = ${eventId} AND questions.id = wished.id AND position <> wished.place - 1`;
}

import { read, type Tx } from '#database';
import type { BulkAction } from './bulk-action.entity.js';
import type { BulkActionItem } from './bulk-action-item.entity.js';

/** How far an action has got. */
export interface Progress {
  readonly id: string;
  readonly done: number;
  readonly refused: number;
}

export async function findProgress(tx: Tx, ids: readonly string[]): Promise<Progress[]> {
  return tx.sql<Progress[]>`
    SELECT bulk_action_id AS id, count(*) FILTER (WHERE state = 'done')::int AS done,
           count(*) FILTER (WHERE state = 'refused')::int AS refused
    FROM bulk_action_items WHERE bulk_action_id = ANY(${ids}::uuid[]) GROUP BY bulk_action_id`;
}

export async function findRefusals(
  tx: Tx,
  id: string,
  limit: number,
): Promise<{ registrationId: string; code: string; detail: string }[]> {
  return tx.sql`
    SELECT registration_id AS "registrationId", code, detail FROM bulk_action_items
    WHERE bulk_action_id = ${id} AND state = 'refused' ORDER BY position LIMIT ${limit}`;
}

/** The action, if it is still to go on. Whoever stops it waits until the caller's transaction has ended. */
export async function findRunning(tx: Tx, id: string): Promise<BulkAction | undefined> {
  const [action] = await read<BulkAction[]>(tx)`
    SELECT id, event_id AS "eventId", action, sealed_wish AS "sealedWish", actor_kind AS "actorKind",
           actor_id AS "actorId", actor_name AS "actorName", address
    FROM bulk_actions WHERE id = ${id} AND state = 'running' FOR SHARE`;
  return action;
}

/** The next that waits and that no other worker has in hand. */
export async function takeNext(tx: Tx, id: string): Promise<BulkActionItem | undefined> {
  const [item] = await read<BulkActionItem[]>(tx)`
    SELECT bulk_action_id AS "bulkActionId", event_id AS "eventId", position, registration_id AS "registrationId"
    FROM bulk_action_items WHERE bulk_action_id = ${id} AND state = 'waiting'
    ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return item;
}

/** Ends what has nothing left to do; answers whether it was this call that did. */
export async function finishAction(tx: Tx, id: string, now: Date): Promise<boolean> {
  const [rows] = await tx.query<[unknown[], number]>(
    `UPDATE bulk_actions SET state = 'done', finished_at = $2, sealed_wish = '', version = version + 1
     WHERE id = $1 AND state = 'running'
       AND NOT EXISTS (SELECT FROM bulk_action_items WHERE bulk_action_id = $1 AND state = 'waiting')
     RETURNING id`,
    [id, now],
  );
  return rows.length > 0;
}

import { insertRows, read, type Tx } from '#database';
import { WebhookDelivery } from './webhook-delivery.entity.js';

/** Longer than any try takes, so that a worker keeps it from one try to the next. */
const LEASE = '60 seconds';

interface Look {
  readonly now: Date;
  /** Where the feed ends. */
  readonly end: string;
  readonly worker: string;
}

/** Webhooks for which this worker has something to do now. */
export async function findBusy(tx: Tx, { now, end, worker }: Look): Promise<string[]> {
  const rows = await read<{ id: string }[]>(tx)`
    SELECT id FROM webhooks w
    WHERE active AND (rests_until IS NULL OR rests_until <= ${now})
      AND (leased_until IS NULL OR leased_until < clock_timestamp() OR leased_by = ${worker})
      AND (position < ${end}::bigint OR EXISTS (
        SELECT FROM webhook_deliveries d
        WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_try_at <= ${now}
      ))`;
  return rows.map(({ id }) => id);
}

/** Whether this worker may send to it from now on for a while, and no other. */
export async function lease(tx: Tx, id: string, worker: string): Promise<boolean> {
  const rows = await read<{ id: string }[]>(tx)`
    UPDATE webhooks SET leased_by = ${worker}, leased_until = clock_timestamp() + ${LEASE}::interval
    WHERE id = ${id} AND active
      AND (leased_until IS NULL OR leased_until < clock_timestamp() OR leased_by = ${worker})
    RETURNING id`;
  return rows.length > 0;
}

export async function letGo(tx: Tx, id: string, worker: string): Promise<void> {
  await tx.sql`UPDATE webhooks SET leased_by = NULL, leased_until = NULL WHERE id = ${id} AND leased_by = ${worker}`;
}

/** First tries in the order of the feed: their ids grow with it. */
export async function findDueDeliveries(tx: Tx, webhookId: string, now: Date, limit: number): Promise<string[]> {
  const rows = await read<{ id: string }[]>(tx)`
    SELECT id FROM webhook_deliveries
    WHERE webhook_id = ${webhookId} AND state = 'waiting' AND next_try_at <= ${now}
    ORDER BY next_try_at, id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

export function insertDeliveries(tx: Tx, rows: readonly WebhookDelivery[]): void {
  insertRows(tx, WebhookDelivery, rows);
}

export async function countDeliveries(reader: Tx): Promise<{ state: string; count: number }[]> {
  return reader.sql`SELECT state, count(*)::int AS count FROM webhook_deliveries GROUP BY state`;
}

export async function forgetDeliveries(tx: Tx, before: Date): Promise<void> {
  await tx.sql`DELETE FROM webhook_deliveries WHERE state <> 'waiting' AND finished_at < ${before}`;
}

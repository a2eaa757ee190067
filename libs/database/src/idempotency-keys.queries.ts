import type { IdempotentRequest } from './idempotency-keys.js';
import type { Tx } from './database.js';

type KeyName = Pick<IdempotentRequest, 'caller' | 'route' | 'key'>;

interface KeyRow extends KeyName {
  readonly body_hash: Buffer;
  readonly status: number | null;
  readonly answer: string | null;
}

/** Answers the names that were free. Waits for another transaction that is claiming the same key. */
export async function claimKeys(tx: Tx, requests: readonly IdempotentRequest[], now: Date): Promise<string[]> {
  const rows = requests.map(({ bodyHash, ...rest }) => ({ ...rest, body_hash: bodyHash.toString('hex') }));
  const claimed = await tx.sql<KeyName[]>`
    INSERT INTO idempotency_keys (caller, route, key, body_hash, created_at)
    SELECT caller, route, key, decode(body_hash, 'hex'), ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(caller text, route text, key text, body_hash text)
    ORDER BY caller, route, key
    ON CONFLICT DO NOTHING
    RETURNING caller, route, key`;
  return claimed.map(nameOf);
}

export async function findKeys(tx: Tx, requests: readonly IdempotentRequest[]): Promise<Map<string, KeyRow>> {
  const names = requests.map(({ caller, route, key }) => ({ caller, route, key }));
  const rows = await tx.sql<KeyRow[]>`
    SELECT k.caller, k.route, k.key, k.body_hash, k.status, k.answer
    FROM idempotency_keys k
    JOIN json_to_recordset(${JSON.stringify(names)}::json) AS r(caller text, route text, key text)
      USING (caller, route, key)`;
  return new Map(rows.map((row) => [nameOf(row), row]));
}

export async function completeKeys(
  tx: Tx,
  answers: readonly (KeyName & { readonly status: number; readonly answer: string })[],
): Promise<void> {
  const rows = answers.map(({ caller, route, key, status, answer }) => ({ caller, route, key, status, answer }));
  await tx.sql`
    UPDATE idempotency_keys k SET status = r.status, answer = r.answer
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS r(caller text, route text, key text, status smallint, answer text)
    WHERE k.caller = r.caller AND k.route = r.route AND k.key = r.key`;
}

export async function deleteKeysBefore(tx: Tx, moment: Date): Promise<void> {
  await tx.sql`DELETE FROM idempotency_keys WHERE created_at < ${moment}`;
}

function nameOf({ caller, route, key }: KeyName): string {
  return JSON.stringify([caller, route, key]);
}

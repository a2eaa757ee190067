import type { IdempotentRequest } from './idempotency-keys.js';
import type { Tx } from './database.js';
import { read, write } from './statements.js';

type KeyName = Pick<IdempotentRequest, 'caller' | 'route' | 'key'>;

interface KeyRow extends KeyName {
  readonly body_hash: Buffer;
  readonly status: number | null;
  readonly answer: string | null;
}

/** Answers the names that were free. Waits for another transaction that is claiming the same key. */
export async function claimKeys(tx: Tx, requests: readonly IdempotentRequest[], now: Date): Promise<string[]> {
  const hashes = requests.map(({ bodyHash }) => bodyHash);
  const claimed = await read<KeyName[]>(tx)`
    INSERT INTO idempotency_keys (caller, route, key, body_hash, created_at)
    SELECT caller, route, key, body_hash, ${now}
    FROM unnest(${column(requests, 'caller')}::text[], ${column(requests, 'route')}::text[],
                ${column(requests, 'key')}::text[], ${hashes}::bytea[]) AS r(caller, route, key, body_hash)
    ORDER BY caller, route, key
    ON CONFLICT DO NOTHING
    RETURNING caller, route, key`;
  return claimed.map(nameOf);
}

export async function findKeys(tx: Tx, requests: readonly IdempotentRequest[]): Promise<Map<string, KeyRow>> {
  const rows = await read<KeyRow[]>(tx)`
    SELECT k.caller, k.route, k.key, k.body_hash, k.status, k.answer
    FROM idempotency_keys k
    JOIN unnest(${column(requests, 'caller')}::text[], ${column(requests, 'route')}::text[],
                ${column(requests, 'key')}::text[]) AS r(caller, route, key)
      USING (caller, route, key)`;
  return new Map(rows.map((row) => [nameOf(row), row]));
}

export function completeKeys(
  tx: Tx,
  answers: readonly (KeyName & { readonly status: number; readonly answer: string })[],
): void {
  write(tx)`
    UPDATE idempotency_keys k SET status = r.status, answer = r.answer
    FROM unnest(${column(answers, 'caller')}::text[], ${column(answers, 'route')}::text[],
                ${column(answers, 'key')}::text[], ${answers.map(({ status }) => status)}::smallint[],
                ${answers.map(({ answer }) => answer)}::text[]) AS r(caller, route, key, status, answer)
    WHERE k.caller = r.caller AND k.route = r.route AND k.key = r.key`;
}

/** The kept answers after that key, in the order of the keys. */
export async function findSealed(tx: Tx, after: KeyName, limit: number): Promise<(KeyName & { answer: string })[]> {
  return tx.sql`
    SELECT caller, route, key, answer FROM idempotency_keys
    WHERE answer IS NOT NULL AND (caller, route, key) > (${after.caller}, ${after.route}, ${after.key})
    ORDER BY caller, route, key LIMIT ${limit}`;
}

export async function replaceAnswer(tx: Tx, { caller, route, key }: KeyName, answer: string): Promise<void> {
  await tx.sql`
    UPDATE idempotency_keys SET answer = ${answer} WHERE caller = ${caller} AND route = ${route} AND key = ${key}`;
}

export async function deleteKeysBefore(tx: Tx, moment: Date): Promise<void> {
  await tx.sql`DELETE FROM idempotency_keys WHERE created_at < ${moment}`;
}

function column(names: readonly KeyName[], part: keyof KeyName): string[] {
  return names.map((name) => name[part]);
}

function nameOf({ caller, route, key }: KeyName): string {
  return JSON.stringify([caller, route, key]);
}

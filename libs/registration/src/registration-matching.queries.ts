import type { Tx } from '#database';
import { conditionsOf, REGISTRATIONS, type Scope, SEARCHED } from './registration-filter.queries.js';

export interface Matched {
  readonly id: string;
  readonly partySize: number;
}

/** Those that the list would show, newest first, without what it shows of them. */
export async function findMatching(tx: Tx, scope: Scope, limit: number): Promise<Matched[]> {
  const conditions = conditionsOf(scope);
  const text = `
    SELECT r.id, r.party_size AS "partySize" FROM ${scope.words ? SEARCHED : REGISTRATIONS}
    WHERE ${conditions.text}
    ORDER BY r.id DESC LIMIT ${conditions.value(limit)}`;
  return tx.query<Matched[]>(text, conditions.values);
}

export interface Count {
  readonly registrations: number;
  readonly people: number;
}

export async function countMatching(tx: Tx, scope: Scope): Promise<Count> {
  const conditions = conditionsOf(scope);
  const text = `
    SELECT count(*)::int AS registrations, coalesce(sum(r.party_size), 0)::int AS people
    FROM ${scope.words ? SEARCHED : REGISTRATIONS}
    WHERE ${conditions.text}`;
  const [count] = await tx.query<Count[]>(text, conditions.values);
  return count!;
}

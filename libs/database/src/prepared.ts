import { createHash } from 'node:crypto';
import type { PoolClient, QueryConfig } from 'pg';
import type { Tx } from './database.js';

type Statement = Pick<QueryConfig, 'name' | 'text'> & { readonly name: string };

const connections = new WeakMap<Tx, PoolClient>();
const statements = new WeakMap<TemplateStringsArray, Statement>();

/** Says which connection a transaction runs on. Called once, when it begins. */
export function runsOn(tx: Tx, connection: PoolClient): void {
  connections.set(tx, connection);
}

/**
 * Like `tx.sql`, for the paths that many people take at once: PostgreSQL parses the statement once
 * for each connection, and it is sent before this returns. So statements that do not need one
 * another's answers go out together, and are carried out in the order in which they were called:
 *
 *     const [pool, facts] = await Promise.all([lockPool(tx, id), findFacts(tx, id)]);
 *
 * If one fails, those after it fail too (25P02), and `Promise.all` throws the first.
 * Outside a transaction it is an ordinary statement.
 */
export function prepared<T>(tx: Tx): (strings: TemplateStringsArray, ...values: readonly unknown[]) => Promise<T> {
  return (strings, ...values) => run<T>(tx, statementOf(strings), values);
}

/** Runs a statement that keeps its name for as long as its text stays the same. */
export async function run<T>(tx: Tx, { name, text }: Statement, values: readonly unknown[]): Promise<T> {
  const connection = connections.get(tx);
  if (!connection) return tx.query<T>(text, [...values]);
  const { rows } = await connection.query({ name, text, values: [...values] });
  return rows as T;
}

/** The name is a hash: every process may share a connection pooler that keeps prepared statements. */
export function named(text: string): Statement {
  return { name: createHash('sha256').update(text).digest('base64url').slice(0, 22), text };
}

function statementOf(strings: TemplateStringsArray): Statement {
  const known = statements.get(strings);
  if (known) return known;
  const made = named(strings.reduce((text, part, index) => `${text}$${index}${part}`));
  statements.set(strings, made);
  return made;
}

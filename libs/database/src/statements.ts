import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import { isOutage, OutcomeUnknown } from './database.errors.js';
import { sqlState } from './sql-state.js';
import type { Tx } from './database.js';

interface Statement {
  readonly name: string;
  readonly text: string;
}

interface Run {
  readonly connection: PoolClient;
  readonly stream: Writable;
  /** Statements that the transaction does not wait for. */
  readonly pending: Promise<unknown>[];
}

type Tag<Answer> = (strings: TemplateStringsArray, ...values: readonly unknown[]) => Answer;

const runs = new WeakMap<Tx, Run>();
const byTemplate = new WeakMap<TemplateStringsArray, Statement>();
const byText = new Map<string, Statement>();

/**
 * Like `tx.sql`, but sent before this returns. So statements that do not need one another's answers
 * go out together, and are carried out in the order in which they were called:
 *
 *     const [pool, facts] = await Promise.all([lockPool(tx, id), findFacts(tx, id)]);
 *
 * If one fails, those after it fail too (25P02), and `Promise.all` throws the first. Planned anew each
 * time: a plan that is kept was made when the tables were small, and would read them from end to end
 * in the rush that fills them. Outside a transaction it is an ordinary statement.
 */
export function read<T>(tx: Tx): Tag<Promise<T>> {
  return (strings, ...values) => ask<T>(tx, { text: statementOf(strings).text }, values);
}

/** The same for tables that no rush fills: parsed and, as a rule, planned once for each connection. */
export function readPrepared<T>(tx: Tx): Tag<Promise<T>> {
  return (strings, ...values) => ask<T>(tx, statementOf(strings), values);
}

async function ask<T>(tx: Tx, statement: Pick<Statement, 'text'>, values: readonly unknown[]): Promise<T> {
  const run = runs.get(tx);
  if (!run) return tx.query<T>(statement.text, [...values]);
  const { rows } = await submit(run, { ...statement, values: [...values] });
  return rows as T;
}

/**
 * Sends a statement whose answer nobody needs: only the commit waits for it, and follows right
 * behind. If it fails, PostgreSQL rolls back and the transaction throws what it failed with. Its plan
 * may be kept, so it must find its rows by a key.
 */
export function write(tx: Tx): Tag<void> {
  return (strings, ...values) => writeStatement(tx, statementOf(strings), values);
}

/** For text that is put together; it must be one of few, since each is kept by the connection. */
export function writeText(tx: Tx, text: string, values: readonly unknown[]): void {
  writeStatement(tx, named(text), values);
}

function writeStatement(tx: Tx, statement: Statement, values: readonly unknown[]): void {
  const run = runs.get(tx);
  if (!run) throw new Error('This can only be written in a transaction of Database.');
  const answer = submit(run, { ...statement, values: [...values] });
  answer.catch(() => {}); // thrown by `commit` or `written`
  run.pending.push(answer);
}

/** Statements of one turn of the event loop leave in one piece, so that PostgreSQL is woken once for all of them. */
function submit({ connection, stream }: Run, statement: QueryConfig): Promise<QueryResult> {
  stream.cork();
  process.nextTick(() => stream.uncork());
  return connection.query(statement);
}

/** Sends START TRANSACTION; what is called from here on belongs to it. */
export function begin(tx: Tx, connection: PoolClient): void {
  const { stream } = (connection as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  runs.set(tx, { connection, stream, pending: [] });
  write(tx)`START TRANSACTION`;
}

/**
 * Throws what the first of its statements has failed with: nothing was committed then. Throws
 * OutcomeUnknown if the connection was lost on the answer to the COMMIT.
 */
export async function commit(tx: Tx): Promise<void> {
  const run = runs.get(tx)!;
  const answer = submit(run, { text: 'COMMIT' });
  answer.catch(() => {}); // awaited below, unless a statement before it has failed
  try {
    await Promise.all(run.pending);
  } catch (error) {
    // PostgreSQL itself said no, so it has rolled back.
    throw sqlState(error) === undefined ? lost(error) : error;
  }
  const { command } = await answer.catch((error: unknown) => Promise.reject(lost(error)));
  // It answers so, and without an error, if the failure of a statement was caught and forgotten.
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back: one of its statements had failed.');
}

/** With a COMMIT on its way nobody knows what a lost connection has brought about. */
function lost(error: unknown): Error {
  return isOutage(error) ? new OutcomeUnknown(error) : (error as Error);
}

/** Throws what the first statement has failed with that the transaction did not wait for. */
export async function written(tx: Tx): Promise<void> {
  await Promise.all(runs.get(tx)?.pending ?? []);
}

/** in_failed_sql_transaction: it is an earlier statement that has failed. */
export function isAftermath(error: unknown): boolean {
  return sqlState(error) === '25P02';
}

function statementOf(strings: TemplateStringsArray): Statement {
  const known = byTemplate.get(strings);
  if (known) return known;
  const made = named(strings.reduce((text, part, index) => `${text}$${index}${part}`));
  byTemplate.set(strings, made);
  return made;
}

/** The name is a hash, so that processes may share a connection pooler that keeps prepared statements. */
function named(text: string): Statement {
  const known = byText.get(text);
  if (known) return known;
  const made = { name: createHash('sha256').update(text).digest('base64url').slice(0, 22), text };
  byText.set(text, made);
  return made;
}

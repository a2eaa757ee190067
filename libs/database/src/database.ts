import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { begin, commit, isAftermath, written } from './statements.js';
import { sqlState } from './sql-state.js';

/** A transaction under way. Whoever takes one promises to do all its work on it. */
export type Tx = EntityManager;

/** serialization_failure, deadlock_detected: PostgreSQL asks for the same transaction again. */
const AGAIN = new Set(['40001', '40P01']);
const TRIES = 3;

/**
 * Throw it from a transaction's work that has locked the wrong rows, because they changed while it
 * waited: everything is rolled back, locks are let go, and the work runs again from its beginning.
 */
export class LookAgain extends Error {}

@Injectable()
export class Database {
  constructor(private readonly source: DataSource) {
    // A connection that dies at the moment when it is made has nobody yet who listens, and would end the process.
    this.pool.on('connect', (connection) => connection.on('error', () => {}));
  }

  private readonly afterwards = new WeakMap<Tx, (() => void)[]>();

  /** The connections themselves, for libraries that bring their own statements. */
  get pool(): Pool {
    return (this.source.driver as unknown as { readonly master: Pool }).master;
  }

  /** Reads outside any transaction. */
  get reader(): EntityManager {
    return this.source.manager;
  }

  /**
   * Runs the work in one transaction and commits, or rolls everything back and throws. The work may
   * run again: up to three times after a deadlock, and as often as it asks to look again, since then
   * somebody else got further. So it must not touch anything but the transaction. Throws
   * OutcomeUnknown if the connection was lost on the answer to the commit.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let failures = 0; ;) {
      try {
        return await this.once(work);
      } catch (error) {
        if (error instanceof LookAgain) continue;
        if (!AGAIN.has(sqlState(error) ?? '') || ++failures === TRIES) throw error;
      }
    }
  }

  /** Done once the transaction has committed; never if it has not, and not at all if the process dies between. */
  afterCommit(tx: Tx, work: () => void): void {
    const known = this.afterwards.get(tx);
    if (known) known.push(work);
    else this.afterwards.set(tx, [work]);
  }

  /** Not TypeORM's own, which waits for the answer to START TRANSACTION before the first statement is sent. */
  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      const connection = (await runner.connect()) as PoolClient;
      // So that `save` begins none of its own, and a transaction inside this one is a savepoint.
      Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
      const done = await carryOut(runner.manager, connection, work);
      for (const after of this.afterwards.get(runner.manager) ?? []) after();
      return done;
    } finally {
      await runner.release();
    }
  }
}

async function carryOut<T>(tx: Tx, connection: PoolClient, work: (tx: Tx) => Promise<T>): Promise<T> {
  begin(tx, connection);
  try {
    const done = await work(tx);
    await commit(tx);
    return done;
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => {}); // a lost connection has rolled back
    if (isAftermath(error)) await written(tx);
    throw error;
  }
}

import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { runsOn } from './prepared.js';

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
  constructor(private readonly source: DataSource) {}

  /** Reads outside any transaction. */
  get reader(): EntityManager {
    return this.source.manager;
  }

  /**
   * Runs the work in one transaction and commits, or rolls everything back and throws. The work may
   * run again: up to three times after a deadlock, and as often as it asks to look again, since then
   * somebody else got further. So it must not touch anything but the transaction.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let failures = 0; ;) {
      try {
        return await this.source.transaction((tx) => begin(tx, work));
      } catch (error) {
        if (error instanceof LookAgain) continue;
        if (!AGAIN.has(sqlState(error) ?? '') || ++failures === TRIES) throw error;
      }
    }
  }
}

async function begin<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  runsOn(tx, (await tx.queryRunner!.connect()) as PoolClient);
  return work(tx);
}

/** The SQLSTATE of a failed statement (PostgreSQL manual, appendix A), or undefined. */
export function sqlState(error: unknown): string | undefined {
  const cause = (error as { driverError?: unknown } | undefined)?.driverError ?? error;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The constraint that a statement broke, or undefined. */
export function brokenConstraint(error: unknown): string | undefined {
  const cause = (error as { driverError?: { constraint?: string } } | undefined)?.driverError ?? error;
  return (cause as { constraint?: string } | undefined)?.constraint;
}

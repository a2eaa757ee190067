import { randomInt } from 'node:crypto';
import { dice } from '../../concurrency/ledger.js';

/** Other moments in each run; FAULTS_SEED in the environment brings those of an earlier run back. */
export const SEED = Number(process.env['FAULTS_SEED'] ?? randomInt(1_000_000));

/** A number from 0 up to below `sides`. */
export const roll = dice(SEED);

export function pick<T>(some: readonly T[]): T {
  return some[roll(some.length)]!;
}

export function say(line: string): void {
  process.stdout.write(`  ${line}\n`);
}

say(`FAULTS_SEED=${SEED}`);

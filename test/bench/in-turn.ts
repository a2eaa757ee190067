import type { Outcome } from './plan.js';
import { middle } from './report.js';

export type Measured<Way extends string> = Readonly<Record<Way, readonly Outcome[]>>;

/** Each way in turn, and that again: a noisy minute of the machine then meets all of them. */
export async function inTurn<Way extends string>(
  rounds: number,
  ways: Readonly<Record<Way, () => Promise<Outcome>>>,
): Promise<Measured<Way>> {
  const names = Object.keys(ways) as Way[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as Outcome[]])) as Record<Way, Outcome[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) measured[name].push(await ways[name]());
  }
  return measured;
}

/** Of several rounds of the same. */
export function middleOf(outcomes: readonly Outcome[], figure: 'rate' | 'seconds' | 'p50' | 'p95' | 'p99'): number {
  return middle(outcomes.map((outcome) => outcome[figure]));
}

import type { Outcome } from './plan.js';

/** What a part has measured; goes into the JSON as it is. */
export type Figures = Readonly<Record<string, unknown>>;

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What a measurement needs is not here; the message is one sentence for the person who asked for it. */
export class CannotMeasure extends Error {}

/** A rate of failures is no rate: throws if anything but 201 was answered. */
export function only201(outcome: Outcome): void {
  only([201], outcome);
}

/** Throws if there was any other answer than these, or a connection broke. */
export function only(expected: readonly number[], { statuses, refusals }: Outcome): void {
  const others = Object.keys(statuses).filter((status) => !expected.includes(Number(status)));
  if (others.length === 0) return;
  const told = JSON.stringify({ statuses, refusals });
  throw new Error(`Other answers than ${expected.join(' and ')} were given: ${told}`);
}

/** The middle one, or the mean of the two in the middle. */
export function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Three significant digits, or whole numbers above a thousand: the machine is noisier than that. */
export function rounded(number: number): number {
  return Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3));
}

/** Columns side by side; the first is left-aligned, the others are numbers. */
export function written({ head, rows }: Table): string {
  const lines = [head, ...rows].map((line) => line.map(String));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const aligned = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!);
  return lines.map((line) => line.map(aligned).join('  ').trimEnd()).join('\n');
}

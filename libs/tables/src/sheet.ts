import type { Cell } from './harmless.js';

/** Rows, some at a time: the whole is never there at once. */
export type Batches = AsyncIterable<readonly (readonly Cell[])[]>;

export interface Sheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly batches: Batches;
}

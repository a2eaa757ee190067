import type { BallotRecord } from '#contracts';

/** An entry that somebody looks for in a record by its number. */
export interface FoundEntry {
  /** As it was typed. */
  readonly asked: string;
  readonly entry: NonNullable<BallotRecord['entries']>[number] | undefined;
}

import type { Space } from '#contracts';
import type { Place } from './place.js';
import type { Answers } from './registration.entity.js';

/** What stands in the database in place of a value that is sensitive. No person's answer is an object. */
export interface Sealed {
  readonly sealed: string;
}

/** As it is kept. Plain only if a version wrote it that did not seal yet, or before its question was sensitive. */
export type Kept<T> = Sealed | T;

export type KeptAnswers = Readonly<Record<string, Kept<Answers[string]>>>;

export interface KeptPlace extends Omit<Place, 'accessNeeds' | 'space' | 'answers'> {
  readonly accessNeeds: Kept<string> | null;
  /** Left out by versions that knew none. */
  readonly space?: Kept<Space> | null;
  readonly answers: KeptAnswers;
}

/** The part of a registration in which people say something about themselves, as it is kept. */
export interface KeptParty {
  readonly accessNeeds: Kept<string> | null;
  readonly answers: KeptAnswers;
  readonly places: readonly KeptPlace[];
}

/** The same, open: for the holder, the door, and those of the team who may see it. */
export interface OpenParty {
  readonly accessNeeds: string | null;
  readonly answers: Answers;
  readonly places: readonly Place[];
}

/** A row with its party open. */
export type Opened<Row extends KeptParty> = Omit<Row, keyof KeptParty> & OpenParty;

export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && 'sealed' in value;
}

import { DomainError } from './domain-error.js';

/** Somebody else was quicker: what the caller has seen is no longer how it is. */
export class Stale extends DomainError {
  readonly code = 'stale';
  readonly status = 412;
  constructor() {
    super('This was changed in the meantime. Please read it again and repeat your change on what is there now.');
  }
}

/** The versions that a caller has seen and would change (`If-Match`); `any` that there is. */
export type Expected = 'any' | readonly number[];

/** Throws Stale if the version is none of the expected. Call it on a row that the transaction has locked. */
export function expectVersion(expected: Expected, version: number): void {
  if (expected !== 'any' && !expected.includes(version)) throw new Stale();
}

/**
 * A refusal that the caller can understand and act on. `code` is stable and part of the API;
 * `data` is merged into the problem document. Anything that is not a DomainError is a bug.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  /** HTTP status of the refusal (RFC 9110 §15). */
  abstract readonly status: number;
  /** Seconds after which trying again makes sense (`Retry-After`). */
  readonly retryAfter?: number;

  /** Facts that belong in the answer, never personal data of anyone but the caller. */
  get data(): Readonly<Record<string, unknown>> {
    return {};
  }
}

/** One thing wrong with the input; `pointer` is a JSON pointer (RFC 6901) into the body. */
export interface InputFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export class InvalidInput extends DomainError {
  readonly status = 422;
  constructor(
    readonly errors: readonly InputFault[],
    readonly code: string = 'invalid_input',
  ) {
    super('Some of what was sent does not fit.');
  }
  override get data() {
    return { errors: this.errors };
  }
}

export class NotFound extends DomainError {
  readonly status = 404;
  readonly code = 'not_found';
  constructor(what: string) {
    super(`There is no such ${what}.`);
  }
}

/** The house is full of work; nothing was done and the same request may be sent again. */
export class Busy extends DomainError {
  readonly status = 503;
  readonly code = 'busy';
  /** Not the same for all, or all who were refused would come back at one stroke. */
  override readonly retryAfter = 2 + Math.floor(Math.random() * 4);
  constructor() {
    super('Many people are registering at this moment. Nothing was lost; please try again in a few seconds.');
  }
}

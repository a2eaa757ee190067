import { DomainError } from '#kernel';

/** Others have come or gone since the caller counted. */
export class CountChanged extends DomainError {
  readonly code = 'count_changed';
  readonly status = 409;
  constructor(readonly registrations: number) {
    super('These are not as many registrations any more as you expected. Please look at them again.');
  }
  override get data() {
    return { registrations: this.registrations };
  }
}

export class TooManyAtOnce extends DomainError {
  readonly code = 'too_many_registrations';
  readonly status = 409;
  constructor(readonly limit: number) {
    super(`At most ${limit.toLocaleString('en-GB')} registrations can be meant at once. Please narrow the filter.`);
  }
  override get data() {
    return { limit: this.limit };
  }
}

import { DomainError } from '#kernel';

/** The overlapping sessions of a venue would hold more people than its safe number. */
export class OverSafeNumber extends DomainError {
  readonly code = 'over_safe_number';
  readonly status = 409;
  constructor() {
    super('Together with the sessions at the same time, this is more people than the venue’s safe number.');
  }
}

import { DomainError } from '#kernel';

export class SheetTooLong extends DomainError {
  readonly code = 'too_many_rows';
  readonly status = 409;
  constructor(rows: number) {
    super(`A sheet holds ${rows.toLocaleString('en-GB')} rows. Please narrow what is taken out, or take it as CSV.`);
  }
}

import { DomainError } from '#kernel';

type Reason =
  | 'file_is_empty'
  | 'file_is_a_workbook'
  | 'file_is_no_text'
  | 'quote_not_closed'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'cell_too_long';

/** The file as a whole cannot be read as a table. `line` is where it goes wrong, as an editor counts. */
export class UnreadableTable extends DomainError {
  readonly status = 422;
  constructor(
    readonly code: Reason,
    detail: string,
    readonly line?: number,
  ) {
    super(detail);
  }
  override get data() {
    return this.line === undefined ? {} : { line: this.line };
  }
}

import { DomainError, InvalidInput } from '#kernel';

export class NoNames extends DomainError {
  readonly code = 'columns_unknown';
  readonly status = 409;
  constructor() {
    super('There is no column with names. Please say which column it is, or write "Name" above it.');
  }
}

export class ImportDone extends DomainError {
  readonly code = 'import_done';
  readonly status = 409;
  constructor() {
    super('This file was brought in already. To bring in another one, please send it.');
  }
}

/** All or nothing was asked for. */
export class BadLines extends DomainError {
  readonly code = 'bad_lines';
  readonly status = 409;
  constructor(
    readonly good: number,
    readonly bad: number,
  ) {
    super(
      'Some lines cannot be brought in, so none was. The report says which; they can be corrected, or left out with the mode good-lines.',
    );
  }
  override get data() {
    return { good: this.good, bad: this.bad };
  }
}

export class NoSuchColumn extends InvalidInput {
  constructor(column: string, columns: number) {
    super([{ pointer: `/columns/${column}`, code: 'no_such_column', detail: `The file has ${columns} columns.` }]);
  }
}

export class NoSuchQuestion extends InvalidInput {
  constructor(column: string) {
    const detail = 'The event asks no such question of a party.';
    super([{ pointer: `/columns/${column}`, code: 'unknown_question', detail }]);
  }
}

import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { plain } from './harmless.js';
import { type Separator, separatorOf } from './separator.js';
import { UnreadableTable } from './tables.errors.js';

export interface TableLimits {
  readonly rows: number;
  readonly columns: number;
  /** Characters in one cell. */
  readonly cell: number;
}

export interface TableRow {
  /** The line of the file on which the row begins, as an editor counts: from 1, empty lines and the header too. */
  readonly line: number;
  /** Text, whatever a spreadsheet would make of it, without the space around it; may be fewer or more than the header. */
  readonly cells: readonly string[];
}

export interface Table {
  readonly separator: Separator;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

interface Read {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

/** So much is read in one turn of the event loop, which others wait for. */
const CHUNK = 64 * 1024;

/**
 * Reads what `decodeText` has answered. The first row that has anything in it is the header; rows without anything are
 * left out. Throws UnreadableTable.
 */
export async function readTable(text: string, limits: TableLimits): Promise<Table> {
  const { separator, skipped } = separatorOf(text);
  const rows: TableRow[] = [];
  try {
    for await (const row of records(text, separator, limits)) {
      if (row.line <= skipped || row.cells.every((cell) => cell === '')) continue;
      mustBeWithin(row, rows.length, limits);
      rows.push(row);
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error, rows.at(-1)) : error;
  }
  const [header, ...rest] = rows;
  if (!header) throw new UnreadableTable('file_is_empty', 'There is nothing in this file.');
  return { separator, header: header.cells, rows: rest };
}

async function* records(text: string, delimiter: string, limits: TableLimits): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter,
    record_delimiter: '\n',
    info: true,
    relax_column_count: true,
    // A quotation mark in the middle of a cell is one: 5" pot.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: (limits.cell + 3) * limits.columns,
  });
  const feeding = feed(parser, text);
  for await (const { info, record } of parser as AsyncIterable<Read>) {
    const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    yield { line: info.lines - breaks, cells: record.map((cell) => plain(cell.trim())) };
  }
  await feeding;
}

async function feed(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  for (let start = 0; start < text.length && !parser.destroyed; start += CHUNK) {
    parser.write(text.slice(start, start + CHUNK));
    await setImmediate();
  }
  if (!parser.destroyed) parser.end();
}

function mustBeWithin({ line, cells }: TableRow, before: number, limits: TableLimits): void {
  if (before > limits.rows) {
    const detail = `A file has at most ${limits.rows} rows here. Please send it in parts.`;
    throw new UnreadableTable('too_many_rows', detail, line);
  }
  if (cells.length > limits.columns) {
    const detail = `A table has at most ${limits.columns} columns here.`;
    throw new UnreadableTable('too_many_columns', detail, line);
  }
  if (cells.some((cell) => cell.length > limits.cell)) {
    throw new UnreadableTable('cell_too_long', `A cell has at most ${limits.cell} characters here.`, line);
  }
}

/** A row without end is one whose quotation mark nobody has closed, too. */
function unreadable({ code }: CsvError, last: TableRow | undefined): Error {
  const line = last === undefined ? 1 : last.line + 1;
  const detail = `A quotation mark is opened on line ${line} or soon after it and never closed.`;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return new UnreadableTable('quote_not_closed', detail, line);
  return new UnreadableTable('cell_too_long', 'There is a row of more text than a row may have here.', line);
}

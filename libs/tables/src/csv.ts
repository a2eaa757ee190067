import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { type Cell, harmless } from './harmless.js';
import type { Sheet } from './sheet.js';

const AS_EXCEL_WRITES = {
  record_delimiter: '\r\n',
  // What another program might take for a separator or a line end.
  quoted_match: /[;\t\r\n|]|^\s|\s$/,
} as const;

/** CSV as Excel reads it without being asked: UTF-8 with a byte order mark, commas, CR LF (RFC 4180). */
export function csvOf({ header, batches }: Pick<Sheet, 'header' | 'batches'>): Readable {
  return Readable.from(texts(header, batches), { objectMode: false });
}

async function* texts(header: Sheet['header'], batches: Sheet['batches']): AsyncGenerator<string> {
  yield stringify([written(header)], { ...AS_EXCEL_WRITES, bom: true });
  for await (const rows of batches) if (rows.length > 0) yield stringify(rows.map(written), AS_EXCEL_WRITES);
}

function written(cells: readonly Cell[]): Cell[] {
  return cells.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell));
}

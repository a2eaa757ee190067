export { matchColumns } from './columns.js';
export { csvOf } from './csv.js';
export { type DecodedText, decodeText, type TextEncoding } from './decode-text.js';
export { type Cell, harmless, plain } from './harmless.js';
export { readTable, type Table, type TableLimits, type TableRow } from './read-table.js';
export type { Batches, Sheet } from './sheet.js';
export { UnreadableTable } from './tables.errors.js';
export { XLSX_ROWS, xlsxOf } from './xlsx.js';

/** What a cell holds: text, a number that a spreadsheet may count with, or nothing. */
export type Cell = string | number | null;

/**
 * With what a spreadsheet begins a formula, and what it takes away in front of one (OWASP, CSV Injection); the wide
 * forms are taken for the narrow ones by spreadsheets of East Asia.
 */
const BEGINS = /^[=+\-@\t\r\n＝＋－＠]/;

/** Text that no spreadsheet takes for a formula, in a sheet and in what it is saved as later: an apostrophe in front. */
export function harmless(text: string): string {
  return BEGINS.test(text) ? `'${text}` : text;
}

/** Text as it was before `harmless`, so that a file that was taken out can come in again. */
export function plain(text: string): string {
  return text.startsWith("'") && BEGINS.test(text.slice(1)) ? text.slice(1) : text;
}

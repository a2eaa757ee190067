import type { ImportChange, ImportField, ImportView } from '#contracts';
import { type DecodedText, decodeText, readTable, type Table } from '#tables';
import { NoNames, NoSuchColumn, NoSuchQuestion } from './import.errors.js';
import { corrected, type ImportQuestion } from './import-fields.js';

/** More than any event of this house has parties, and little enough for one transaction. */
const LIMITS = { rows: 10_000, columns: 100, cell: 4000 };

/** A file as it is understood: its text, and the table in it. */
export interface OpenFile {
  readonly text: string;
  readonly table: Table;
}

/** Throws UnreadableTable. */
export async function openBytes(bytes: Buffer): Promise<OpenFile & Pick<DecodedText, 'encoding'>> {
  const { text, encoding } = decodeText(bytes);
  return { ...(await openText(text)), encoding };
}

export async function openText(text: string): Promise<OpenFile> {
  return { text, table: await readTable(text, LIMITS) };
}

/** The fields as the caller wants them. Throws NoSuchColumn or NoSuchQuestion. */
export function correct(
  fields: readonly (ImportField | null)[],
  { columns = {} }: Pick<ImportChange, 'columns'>,
  questions: readonly ImportQuestion[],
): (ImportField | null)[] {
  const asked = new Set(questions.filter(({ askedPer }) => askedPer === 'party').map(({ id }) => `answers.${id}`));
  for (const [column, field] of Object.entries(columns)) {
    if (Number(column) > fields.length) throw new NoSuchColumn(column, fields.length);
    if (field?.startsWith('answers.') && !asked.has(field)) throw new NoSuchQuestion(column);
  }
  return corrected(fields, columns);
}

/** Throws NoNames: a line of nobody cannot be brought in. */
export function mustNameSomebody(fields: readonly (ImportField | null)[]): void {
  if (!fields.some((field) => field === 'name' || field === 'firstName' || field === 'lastName')) throw new NoNames();
}

export function columnsOf(
  header: readonly string[] | null,
  fields: readonly (ImportField | null)[],
): ImportView['columns'] {
  return fields.map((field, index) => ({ column: index + 1, header: header?.[index] ?? null, field }));
}

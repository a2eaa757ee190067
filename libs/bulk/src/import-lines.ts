import { type ImportFault, type ImportField, ImportParty } from '#contracts';
import type { TableRow } from '#tables';
import { NOT_SHOWN } from './export-columns.js';
import { answerIn, listed } from './import-answers.js';
import type { ImportQuestion } from './import-fields.js';
import type { SessionNames } from './import-sessions.js';

/** One line of a file: the party that it names, or what is wrong with it. */
export interface ImportLine {
  readonly line: number;
  readonly party?: ImportParty;
  readonly faults: readonly ImportFault[];
}

/** How the lines of one file are read. */
export interface Reading {
  readonly fields: readonly (ImportField | null)[];
  readonly questions: ReadonlyMap<string, ImportQuestion>;
  readonly sessions: SessionNames;
  /** Where a line goes that names no session. */
  readonly sessionId: string | undefined;
}

/** Reads one line. All that is wrong with it is told at once; nothing of what stands in it is. */
export function readLine({ line, cells }: TableRow, reading: Reading): ImportLine {
  const { fields } = reading;
  const said: Said = new Map(
    fields.flatMap((field, index) => (field && says(cells[index]) ? [[field, cells[index]] as const] : [])),
  );
  const faults = new Faults(line, fields);
  if (cells.slice(fields.length).some((cell) => cell !== '')) faults.addTooManyCells();
  const checked = ImportParty.safeParse({
    sessionId: sessionIn(said.get('session'), reading, faults),
    contact: contactIn(said),
    partySize: sizeIn(said.get('partySize'), faults),
    guests: listed(said.get('guests') ?? '').map((name) => ({ name })),
    accessNeeds: said.get('accessNeeds'),
    answers: answersIn(said, reading.questions, faults),
  });
  for (const { path, message } of checked.error?.issues ?? []) {
    const field = fieldAt(path, fields);
    if (said.has(field)) faults.add(field, 'does_not_fit', message);
    else faults.add(field, 'missing', 'Please fill this in.');
  }
  return checked.data && faults.all.length === 0
    ? { line, party: checked.data, faults: [] }
    : { line, faults: faults.all };
}

/** A file that was taken out of here says nothing of what it was not to show. */
function says(cell: string | undefined): cell is string {
  return cell !== undefined && cell !== '' && cell !== NOT_SHOWN;
}

/** What is wrong with a line: one thing for each field, the first that was found. */
class Faults {
  readonly all: ImportFault[] = [];
  private readonly blamed = new Set<ImportField>();

  constructor(
    private readonly line: number,
    private readonly fields: Reading['fields'],
  ) {}

  add(field: ImportField, code: string, detail: string): void {
    if (this.blamed.has(field)) return;
    this.blamed.add(field);
    const index = this.fields.indexOf(field);
    this.all.push({ line: this.line, column: index === -1 ? null : index + 1, code, detail });
  }

  addTooManyCells(): void {
    const detail = 'This line has more cells than the header.';
    this.all.push({ line: this.line, column: this.fields.length + 1, code: 'too_many_cells', detail });
  }
}

type Said = ReadonlyMap<ImportField, string>;

function sessionIn(cell: string | undefined, { sessions, sessionId }: Reading, faults: Faults): string | undefined {
  if (cell === undefined) {
    const given = sessionId ?? sessions.only;
    if (given === undefined)
      faults.add('session', 'missing', 'Please say which session is meant, in a column or for all lines.');
    return given;
  }
  const meant = sessions.find(cell);
  if (meant === 'none') faults.add('session', 'session_unknown', 'The event has no such session.');
  if (meant === 'several')
    faults.add('session', 'session_ambiguous', 'More than one session could be meant. Please give day and time.');
  return typeof meant === 'string' ? undefined : meant.id;
}

function contactIn(said: Said): Record<string, unknown> {
  const parts = [said.get('firstName'), said.get('lastName')].filter((part) => part !== undefined);
  const name = said.get('name') ?? (parts.length > 0 ? parts.join(' ') : undefined);
  return { name, email: said.get('email'), phone: said.get('phone') };
}

/** One where nothing is said. A number as a spreadsheet may write it, `2.0` too. */
function sizeIn(cell: string | undefined, faults: Faults): number | undefined {
  if (cell === undefined) return 1;
  const number = /^(\d{1,6})([.,]0+)?$/.exec(cell)?.[1];
  if (number === undefined)
    faults.add('partySize', 'does_not_fit', 'Please give the number of people as a whole number.');
  return number === undefined ? undefined : Number(number);
}

function answersIn(said: Said, questions: Reading['questions'], faults: Faults): Record<string, unknown> {
  const answers: Record<string, unknown> = {};
  for (const [field, cell] of said) {
    const question = field.startsWith('answers.') ? questions.get(field.slice('answers.'.length)) : undefined;
    if (!question) continue;
    const answer = answerIn(cell, question);
    if (answer === undefined) faults.add(field, 'does_not_fit', 'This is none of the answers to the question.');
    else answers[question.id] = answer;
  }
  return answers;
}

/** The column to which a fault in the party belongs. */
function fieldAt([part, inner]: readonly PropertyKey[], fields: Reading['fields']): ImportField {
  if (part === 'contact' && inner === 'name') return fields.includes('name') ? 'name' : 'lastName';
  if (part === 'contact') return inner === 'phone' ? 'phone' : 'email';
  if (part === 'answers') return `answers.${String(inner)}`;
  return part === 'sessionId' ? 'session' : (part as ImportField);
}

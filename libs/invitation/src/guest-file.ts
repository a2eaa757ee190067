import { NewInvitation } from '#contracts';
import { matchColumns, type Table, type TableRow } from '#tables';

export const GUEST_FIELDS = [
  ...(['name', 'salutation', 'title', 'organisation', 'precedence', 'language', 'email'] as const),
  ...(['partySize', 'note', 'pool'] as const),
];
export type GuestField = (typeof GUEST_FIELDS)[number];

/** What people write above their columns. */
const NAMES: ReadonlyMap<GuestField, readonly string[]> = new Map([
  ['name', ['Name', 'Full name', 'Guest', 'Guest name', 'Invitee']],
  ['salutation', ['Salutation', 'Form of address', 'Address as', 'Greeting', 'Anrede']],
  ['title', ['Title', 'Titel', 'Prefix', 'Style']],
  ['organisation', ['Organisation', 'Organization', 'Company', 'Body', 'Institution', 'Employer', 'Firma']],
  ['precedence', ['Precedence', 'Order of precedence', 'Rank', 'Order']],
  ['language', ['Language', 'Language of greeting', 'Greeting language', 'Sprache']],
  ['email', ['E-mail', 'E-mail address', 'Mail', 'Address (e-mail)']],
  [
    'partySize',
    ['Party size', 'Party', 'Allowed', 'People', 'Places', 'Seats', 'Number of people', 'Party size allowed'],
  ],
  ['note', ['Note', 'Notes', 'Private note', 'Comment', 'Remarks']],
  ['pool', ['Pool', 'Group', 'List', 'Category']],
]);

export interface LineFault {
  readonly line: number;
  readonly column: number | null;
  readonly code: string;
  readonly detail: string;
}

export interface GuestLine {
  readonly line: number;
  readonly guest: Omit<NewInvitation, 'sessionId' | 'poolId'>;
  /** The name of the pool as the line has it, '' if it has none. */
  readonly pool: string;
}

export function fieldsOf({ header }: Table): (GuestField | null)[] {
  return matchColumns(header, NAMES);
}

const Guest = NewInvitation.omit({ sessionId: true, poolId: true, send: true, overPromise: true });

/** What a line says of a guest, or what is wrong with it. */
export function guestOf({ line, cells }: TableRow, fields: readonly (GuestField | null)[]): GuestLine | LineFault[] {
  const text = (field: GuestField) => {
    const index = fields.indexOf(field);
    return index < 0 ? '' : (cells[index] ?? '').trim();
  };
  const given = Object.fromEntries(
    GUEST_FIELDS.filter((field) => field !== 'pool' && text(field) !== '').map((field) => [
      field,
      read(field, text(field)),
    ]),
  );
  const parsed = Guest.safeParse(given);
  if (parsed.success) return { line, guest: parsed.data, pool: text('pool') };
  return parsed.error.issues.map(({ path, message }) => {
    const index = fields.indexOf(path[0] as GuestField);
    const missing = path[0] === 'name' && text('name') === '';
    const detail = missing ? 'This line names nobody.' : message;
    return { line, column: index < 0 ? null : index + 1, code: missing ? 'no_name' : 'does_not_fit', detail };
  });
}

function read(field: GuestField, text: string): unknown {
  if (field === 'partySize' || field === 'precedence') return /^\d{1,6}$/.test(text) ? Number(text) : text;
  return field === 'language' ? languageOf(text) : text;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  ...{ english: 'en', welsh: 'cy', arabic: 'ar', german: 'de', spanish: 'es', french: 'fr', hebrew: 'he' },
  ...{ italian: 'it', dutch: 'nl', polish: 'pl', portuguese: 'pt', turkish: 'tr' },
};

function languageOf(text: string): string {
  const small = text.toLowerCase();
  return LANGUAGES[small] ?? small;
}

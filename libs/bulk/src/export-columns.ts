import type { AdminRegistration } from '#contracts';
import { zoned } from '#kernel';
import type { Cell } from '#tables';
import type { ExportQuestion, ExportSession } from './export.queries.js';

/** Stands in files for what is sensitive, whether it is there or not; a file that comes back in says nothing by it. */
export const NOT_SHOWN = '(not shown)';

/** One row of an export: a registration, or a person of one. */
export interface ExportRow {
  readonly registration: AdminRegistration;
  readonly session: ExportSession | undefined;
  /** Which of the party, from 0; undefined where the row is the whole party. */
  readonly person?: number;
}

export interface ExportColumn {
  readonly header: string;
  readonly cell: (row: ExportRow) => Cell;
}

const column = (header: string, cell: ExportColumn['cell']): ExportColumn => ({ header, cell });

const OF_SESSION = [
  column('Reference', ({ registration }) => registration.reference),
  column('State', ({ registration }) => registration.state),
  column('Event', ({ session }) => session?.event ?? null),
  column('Session', (row) => local(row, row.session?.startsAt.toISOString())),
  column('Session title', ({ session }) => session?.title ?? null),
  column('Time zone', ({ session }) => session?.timeZone ?? null),
];

const OF_CONTACT = [
  column('E-mail', ({ registration }) => registration.contact.email),
  column('Phone', ({ registration }) => registration.contact.phone),
];

const AT_THE_END = [
  column('Source', ({ registration }) => registration.source),
  column('Registered at', (row) => local(row, row.registration.createdAt)),
  column('Cancelled at', (row) => local(row, row.registration.cancelledAt)),
];

const OF_PARTIES = [
  ...OF_SESSION,
  column('Name', ({ registration }) => registration.contact.name),
  ...OF_CONTACT,
  column('Party size', ({ registration }) => registration.partySize),
  column('Guest names', ({ registration }) => guestNames(registration)),
  column('Access needs', () => NOT_SHOWN),
];

const OF_PEOPLE = [
  ...OF_SESSION,
  column('Person', ({ person = 0 }) => person + 1),
  column('Name', ({ registration, person = 0 }) => registration.places[person]?.name ?? null),
  column('Contact', ({ registration }) => registration.contact.name),
  ...OF_CONTACT,
  column('Access needs', () => NOT_SHOWN),
];

/** Questions have columns of their own where the rows are of one event. */
export function columnsFor(rows: 'registrations' | 'people', questions: readonly ExportQuestion[]): ExportColumn[] {
  const answers = questions.map((question) => column(question.label, (row) => answerOf(question, row)));
  return [...(rows === 'people' ? OF_PEOPLE : OF_PARTIES), ...answers, ...AT_THE_END];
}

function answerOf({ id, askedPer }: ExportQuestion, { registration, person }: ExportRow): Cell {
  if (registration.masked.includes(`answers.${id}`)) return NOT_SHOWN;
  // What the contact answers for themselves stands with the answers of the party.
  const own = person !== undefined && askedPer === 'person' ? registration.places[person]?.answers[id] : undefined;
  const ofParty = person === undefined || person === 0 || askedPer === 'party' ? registration.answers[id] : undefined;
  return asText(own ?? ofParty);
}

function asText(answer: unknown): Cell {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  if (Array.isArray(answer)) return answer.join('; ');
  return typeof answer === 'string' ? answer : null;
}

/** Those who come with the contact, as an import reads them. */
function guestNames({ places, contact }: AdminRegistration): string {
  const others = places[0]?.name === contact.name ? places.slice(1) : places;
  return others.flatMap(({ name }) => (name === null ? [] : [name])).join('; ');
}

/** `2027-06-12 10:30`: on the clock of the venue, in the one order that no program takes for another. */
function local({ session }: ExportRow, moment: string | Date | null | undefined): Cell {
  if (moment === null || moment === undefined || !session) return null;
  return zoned(new Date(moment), session.timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ');
}

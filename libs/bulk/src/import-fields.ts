import type { ImportField } from '#contracts';
import { matchColumns } from '#tables';

/** What a question of the event is asked as, and how its answer is read. */
export interface ImportQuestion {
  readonly id: string;
  readonly label: string;
  readonly kind: 'text' | 'choice' | 'choices' | 'yes-no';
  readonly options: readonly string[];
  readonly askedPer: 'party' | 'person';
}

/** What people write above their columns. "Guests" may be names or a number; a number is far more common. */
const NAMES: Readonly<Record<Exclude<ImportField, `answers.${string}`>, readonly string[]>> = {
  name: [
    'Name',
    'Full name',
    'Contact',
    'Contact name',
    'Attendee',
    'Attendee name',
    'Guest',
    'Guest name',
    'Booked by',
  ],
  firstName: ['First name', 'Forename', 'Given name', 'Christian name', 'Vorname', 'Prénom'],
  lastName: ['Last name', 'Surname', 'Family name', 'Nachname', 'Nom'],
  email: [
    'E-mail',
    'E-mail address',
    'Mail',
    'Mail address',
    'Contact e-mail',
    'Address (e-mail)',
    'Your e-mail',
    'Courriel',
  ],
  phone: [
    'Phone',
    'Phone number',
    'Telephone',
    'Telephone number',
    'Tel',
    'Tel no',
    'Mobile',
    'Mobile number',
    'Telefon',
  ],
  partySize: [
    ...[
      'Party size',
      'Party',
      'Guests',
      'People',
      'Persons',
      'Places',
      'Tickets',
      'Seats',
      'Quantity',
      'Qty',
      'Number',
    ],
    ...[
      'Number of people',
      'Number of guests',
      'Number of places',
      'Number of tickets',
      'No of people',
      'No of guests',
    ],
    ...['No of places', 'No of tickets', 'How many', 'How many people', 'Attendees', 'Anzahl', 'Personen'],
  ],
  guests: [
    'Guest names',
    'Names of guests',
    'Guests’ names',
    'Other names',
    'Names',
    'Other guests',
    'Additional guests',
    'Companions',
  ],
  session: [
    'Session',
    'Session start',
    'Session time',
    'Time slot',
    'Timeslot',
    'Slot',
    'Entry',
    'Entry time',
    'Start',
    'Starts',
    'Date',
    'Date and time',
    'Time',
  ],
  accessNeeds: [
    'Access needs',
    'Access',
    'Access requirements',
    'Accessibility',
    'Special requirements',
    'Special needs',
    'Requirements',
    'Assistance',
  ],
};

/** The field of each column by its header; an answer stands under its question, as the event asks it. */
export function fieldsOf(header: readonly string[], questions: readonly ImportQuestion[]): (ImportField | null)[] {
  const ofParty = questions.filter(({ askedPer }) => askedPer === 'party');
  const answers = ofParty.map(({ id, label }): [ImportField, string[]] => [`answers.${id}`, [label]]);
  const names = Object.entries(NAMES) as [ImportField, readonly string[]][];
  return matchColumns(header, new Map([...names, ...answers]));
}

/** The columns of a table with what the caller says about some of them; a field that moves leaves its old column. */
export function corrected(
  fields: readonly (ImportField | null)[],
  wished: Readonly<Record<string, ImportField | null>>,
): (ImportField | null)[] {
  const moved = new Set(Object.values(wished));
  return fields.map((field, index) => {
    const wish = wished[index + 1];
    if (wish !== undefined) return wish;
    return moved.has(field) ? null : field;
  });
}

import { z } from 'zod';
import { PageQuery, pageOf } from './page.js';
import { OverriddenRule } from './registering-for-people.js';
import { AccessNeeds, Answers, Contact, Guest, PartySize } from './registration.js';

/** What a column of the file can stand for; `answers.<question id>` for an answer of the party to a question. */
export const ImportField = z
  .union([
    z.enum(['name', 'firstName', 'lastName', 'email', 'phone', 'partySize', 'guests', 'session', 'accessNeeds']),
    z.templateLiteral(['answers.', z.uuid()]),
  ])
  .meta({
    id: 'ImportField',
    description: 'answers.<question id> for what the party answers to a question of the event.',
    examples: ['email'],
  });
export type ImportField = z.infer<typeof ImportField>;

/** The party that a line names. */
export const ImportParty = z.strictObject({
  sessionId: z.uuid(),
  contact: Contact.partial({ email: true }),
  partySize: PartySize.max(500, 'Please register so many people as several parties.'),
  guests: z.array(Guest).max(100),
  accessNeeds: AccessNeeds.optional(),
  answers: Answers,
});
export type ImportParty = z.infer<typeof ImportParty>;

export const ImportMode = z.enum(['all-or-nothing', 'good-lines']).meta({ id: 'ImportMode' });
export type ImportMode = z.infer<typeof ImportMode>;

const example = {
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5ea0',
  version: 1,
  kind: 'registrations',
  eventId: '01992f3e-6b09-7c1f-9d3e-2e0a1b3c4d5e',
  sessionId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f',
  state: 'checked',
  encoding: 'windows-1252',
  separator: ';',
  override: [],
  columns: [
    { column: 1, header: 'Name', field: 'name' },
    { column: 2, header: 'E-Mail', field: 'email' },
    { column: 3, header: 'Guests', field: 'partySize' },
    { column: 4, header: 'Shoe size', field: null },
  ],
  report: {
    lines: 120,
    good: 119,
    people: 204,
    faults: [
      { line: 17, column: 2, code: 'does_not_fit', detail: 'Please write an e-mail address like name@example.org.' },
    ],
    moreFaults: 0,
  },
  made: 0,
  createdAt: '2026-11-22T10:15:00.000Z',
  expiresAt: '2026-11-22T11:15:00.000Z',
  finishedAt: null,
} as const;

export const ImportFault = z
  .object({
    line: z.int().meta({ description: 'As an editor counts the lines of the file, from 1.' }),
    column: z.int().nullable().meta({ description: 'From 1; null for what is wrong with the line as a whole.' }),
    code: z.string().meta({ examples: ['missing', 'does_not_fit', 'already_registered', 'session_full'] }),
    detail: z.string(),
  })
  .meta({ id: 'ImportFault', description: 'What is wrong with a line. What stands in it is never repeated here.' });
export type ImportFault = z.infer<typeof ImportFault>;

export const ImportView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    kind: z.enum(['registrations']),
    eventId: z.uuid(),
    sessionId: z.uuid().nullable().meta({ description: 'For lines that name no session.' }),
    state: z.enum(['checked', 'done']),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
    override: z.array(OverriddenRule).meta({ description: 'Rules for parties that do not hold for these.' }),
    separator: z.enum([';', ',', '\t', '|']),
    columns: z.array(z.object({ column: z.int(), header: z.string().nullable(), field: ImportField.nullable() })),
    report: z.object({
      lines: z.int(),
      good: z.int(),
      people: z.int().meta({ description: 'The people of the good lines.' }),
      faults: z.array(ImportFault),
      moreFaults: z.int().meta({ description: 'How many more there are than are shown.' }),
    }),
    made: z.int().meta({ description: 'Registrations made by the run.' }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable().meta({ description: 'When the file is forgotten; null once it is.' }),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Import', examples: [example] });
export type ImportView = z.infer<typeof ImportView>;
export const ImportPage = pageOf(ImportView).meta({ id: 'ImportPage' });

export const ImportsQuery = PageQuery.extend({ eventId: z.uuid().optional() });
export type ImportsQuery = z.infer<typeof ImportsQuery>;

export const NewImportQuery = z.strictObject({
  kind: z.enum(['registrations']).default('registrations'),
  eventId: z.uuid(),
  sessionId: z.uuid().optional().meta({ description: 'Where lines go that name no session.' }),
});
export type NewImportQuery = z.infer<typeof NewImportQuery>;

export const ImportChange = z
  .strictObject({
    columns: z
      .record(
        z.string().regex(/^[1-9]\d{0,2}$/, 'Please name columns by their number, from 1.'),
        ImportField.nullable(),
      )
      .optional()
      .meta({ description: 'What columns stand for, by their number; null for one to pass over.' }),
    sessionId: z.uuid().nullable().optional(),
    override: z.array(OverriddenRule).max(2).optional(),
  })
  .meta({ id: 'ImportChange', examples: [{ columns: { 4: 'phone', 5: null } }] });
export type ImportChange = z.infer<typeof ImportChange>;

export const ImportRun = z
  .strictObject({
    mode: ImportMode.default('all-or-nothing'),
    tell: z.boolean().default(true).meta({ description: 'Whether a confirmation is mailed to each of them.' }),
  })
  .meta({ id: 'ImportRun', examples: [{ mode: 'good-lines', tell: false }] });
export type ImportRun = z.infer<typeof ImportRun>;

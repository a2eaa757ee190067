import { z } from 'zod';
import { PageQuery, pageOf } from './page.js';
import { QuestionView } from './programme.js';
import { line, paragraph } from './text.js';

const EVENT_ID = '01992f3e-6b09-7c1f-9d3e-2e0a1b3c4d5e';
const example = {
  label: 'What would you like to eat?',
  help: 'There is something for everybody.',
  kind: 'choice',
  options: ['Soup', 'Salad'],
  required: false,
  askedPer: 'person',
  sensitive: false,
} as const;

export const AdminQuestion = QuestionView.extend({
  eventId: z.uuid(),
  position: z.int().meta({ description: 'Its place in the order of the event’s questions; 0 is the first.' }),
  sensitive: z.boolean().meta({ description: 'Its answers are kept encrypted, for those alone who need them.' }),
  version: z.int(),
}).meta({
  id: 'AdminQuestion',
  examples: [{ ...example, id: '01992f3e-9e3c-7f42-8c60-513d4e5f6a72', eventId: EVENT_ID, position: 0, version: 1 }],
});
export type AdminQuestion = z.infer<typeof AdminQuestion>;
export const AdminQuestionPage = pageOf(AdminQuestion).meta({ id: 'AdminQuestionPage' });

const fields = z.strictObject({
  label: line(300),
  help: paragraph(1000).optional(),
  kind: QuestionView.shape.kind,
  options: z
    .array(line(200))
    .max(50)
    .refine((options) => new Set(options).size === options.length, 'Please give each option once.')
    .optional()
    .meta({ description: 'What can be chosen, for the two kinds of choice; otherwise left out.' }),
  required: z.boolean().optional(),
  askedPer: QuestionView.shape.askedPer.optional(),
  sensitive: z.boolean().optional(),
  position: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .meta({ description: 'Where it stands among the event’s questions; 0 is the first, left out is the last.' }),
});

export const NewQuestion = fields
  .extend({ eventId: z.uuid() })
  .meta({ id: 'NewQuestion', examples: [{ ...example, eventId: EVENT_ID }] });
export type NewQuestion = z.infer<typeof NewQuestion>;
export const QuestionChange = fields.partial().meta({ id: 'QuestionChange', examples: [{ position: 0 }] });
export type QuestionChange = z.infer<typeof QuestionChange>;

export const QuestionsQuery = PageQuery.extend({ eventId: z.uuid().optional() });
export type QuestionsQuery = z.infer<typeof QuestionsQuery>;

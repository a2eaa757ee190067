import { z } from 'zod';
import { pageOf } from './page.js';
import { Mood, ProgrammeView } from './programme.js';
import { line, paragraph, Slug } from './text.js';

const example = {
  slug: 'open-squares-weekend',
  name: 'Open Squares Weekend',
  summary: 'Gardens all over London, open for one weekend in June.',
  mood: 'garden',
} as const;

export const AdminProgramme = ProgrammeView.extend({
  id: z.uuid(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({
  id: 'AdminProgramme',
  examples: [
    {
      ...example,
      id: '01992f3e-5af8-7b0e-8c2d-1d9f0a2b3c4e',
      version: 1,
      createdAt: '2026-11-22T09:00:00.000Z',
      updatedAt: '2026-11-22T09:00:00.000Z',
    },
  ],
});
export type AdminProgramme = z.infer<typeof AdminProgramme>;
export const AdminProgrammePage = pageOf(AdminProgramme).meta({ id: 'AdminProgrammePage' });

const fields = z.strictObject({
  slug: Slug,
  name: line(200),
  summary: paragraph(1000),
  mood: Mood.meta({ description: 'How its pages and letters look: a garden’s, or a memorial’s.' }),
});

export const NewProgramme = fields
  .extend({ summary: fields.shape.summary.optional() })
  .meta({ id: 'NewProgramme', examples: [example] });
export type NewProgramme = z.infer<typeof NewProgramme>;
export const ProgrammeChange = fields
  .partial()
  .meta({ id: 'ProgrammeChange', examples: [{ summary: 'Each year, in the week of 7 July.' }] });
export type ProgrammeChange = z.infer<typeof ProgrammeChange>;

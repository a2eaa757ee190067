import { z } from 'zod';
import { RegistrationFilter } from './admin.js';

export const ExportQuery = RegistrationFilter.omit({ hasAccessNeeds: true }).extend({
  format: z.enum(['csv', 'xlsx']).default('csv'),
  rows: z
    .enum(['registrations', 'people'])
    .default('registrations')
    .meta({ description: 'One row for each registration, or one for each person of each party.' }),
});
export type ExportQuery = z.infer<typeof ExportQuery>;

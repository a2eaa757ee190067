import { z } from 'zod';

const change = {
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e90',
  kind: 'registration.made',
  subjectId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e71',
  eventId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e60',
  at: '2026-11-22T10:15:00.000Z',
};

export const ChangeView = z
  .object({
    id: z.uuid(),
    kind: z.string().meta({ description: 'What happened to what: registration.made, session.cancelled, …' }),
    subjectId: z.uuid(),
    eventId: z.uuid().nullable().meta({ description: 'Null for what belongs to no event.' }),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Change', examples: [change] });
export type ChangeView = z.infer<typeof ChangeView>;

export const ChangeFeed = z
  .object({
    items: z.array(ChangeView),
    nextCursor: z.string().meta({ description: 'Send it as since to go on from here, now or later.' }),
    more: z.boolean().meta({ description: 'Whether there is more already.' }),
  })
  .meta({ id: 'ChangeFeed', examples: [{ items: [change], nextCursor: '1042', more: false }] });
export type ChangeFeed = z.infer<typeof ChangeFeed>;

export const ChangesQuery = z.strictObject({
  since: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'The nextCursor of the last answer; from the beginning if left out.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ChangesQuery = z.infer<typeof ChangesQuery>;

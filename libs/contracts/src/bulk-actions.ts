import { z } from 'zod';
import { RegistrationFilter } from './admin.js';
import { PageQuery, pageOf } from './page.js';
import { RegistrationSource } from './registration.js';
import { NewNote, RegistrationCancelling, RegistrationMove } from './registering-for-people.js';

const People = z.int().min(1).max(10_000);

/** What the list of registrations can be narrowed by, in one event; in JSON a number is no text. */
export const BulkFilter = RegistrationFilter.omit({ hasAccessNeeds: true })
  .extend({
    eventId: z.uuid(),
    source: RegistrationSource.optional(),
    partySizeMin: People.optional(),
    partySizeMax: People.optional(),
  })
  .meta({
    id: 'BulkFilter',
    description: 'As in the list of registrations, without what is sensitive. The event must be named.',
    examples: [{ eventId: '01992f3e-6b09-7c1f-9d3e-2e0a1b3c4d5e', state: 'confirmed' }],
  });
export type BulkFilter = z.infer<typeof BulkFilter>;

const EVENT_ID = '01992f3e-6b09-7c1f-9d3e-2e0a1b3c4d5e';
const SESSION_ID = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f';

/** What is done to each of the registrations, as to one. */
export const BulkWish = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('resend') }).meta({ id: 'BulkResend' }),
  RegistrationCancelling.omit({ places: true })
    .extend({ action: z.literal('cancel') })
    .meta({ id: 'BulkCancel' }),
  RegistrationMove.omit({ overCapacity: true })
    .extend({ action: z.literal('move') })
    .meta({ id: 'BulkMove' }),
  NewNote.extend({ action: z.literal('note') }).meta({ id: 'BulkNote' }),
]);
export type BulkWish = z.infer<typeof BulkWish>;

export const NewBulkAction = z
  .strictObject({
    filter: BulkFilter,
    wish: BulkWish,
    expected: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'The count of the preview: nothing is done if it is another by now.' }),
  })
  .meta({
    id: 'NewBulkAction',
    examples: [
      {
        filter: { eventId: EVENT_ID, sessionId: SESSION_ID, state: 'confirmed' },
        wish: { action: 'cancel', reason: 'The gate is closed by the storm.' },
        expected: 38,
      },
    ],
  });
export type NewBulkAction = z.infer<typeof NewBulkAction>;

export const BulkPreviewBody = z.strictObject({ filter: BulkFilter }).meta({
  id: 'BulkPreviewBody',
  examples: [{ filter: { eventId: EVENT_ID, sessionId: SESSION_ID, state: 'confirmed' } }],
});
export type BulkPreviewBody = z.infer<typeof BulkPreviewBody>;

export const BulkPreview = z
  .object({
    registrations: z.int(),
    people: z.int(),
    sample: z.array(z.object({ id: z.uuid(), reference: z.string(), name: z.string(), partySize: z.int() })),
  })
  .meta({
    id: 'BulkPreview',
    examples: [
      {
        registrations: 38,
        people: 71,
        sample: [
          { id: '01992f40-1d2e-7a31-8b5f-4a2c3d5e6f70', reference: 'GH-7K2M-9QPD', name: 'Ada Birch', partySize: 2 },
        ],
      },
    ],
  });
export type BulkPreview = z.infer<typeof BulkPreview>;

export const BulkActionState = z.enum(['running', 'done', 'stopped']).meta({ id: 'BulkActionState' });
export type BulkActionState = z.infer<typeof BulkActionState>;

export const BulkActionView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    eventId: z.uuid(),
    action: z.enum(['resend', 'cancel', 'move', 'note']),
    filter: BulkFilter,
    state: BulkActionState,
    total: z.int().meta({ description: 'Registrations that it is for; they are named when it begins.' }),
    people: z.int(),
    done: z.int(),
    refused: z.int(),
    refusals: z
      .array(z.object({ registrationId: z.uuid(), code: z.string(), detail: z.string() }))
      .meta({ description: 'The first hundred of them.' }),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'BulkAction',
    examples: [
      {
        ...{ id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5eb0', version: 1, eventId: EVENT_ID, action: 'cancel' },
        ...{ filter: { eventId: EVENT_ID, state: 'confirmed' }, state: 'running', total: 38, people: 71 },
        ...{ done: 12, refused: 0, refusals: [], createdAt: '2026-11-22T10:15:00.000Z', finishedAt: null },
      },
    ],
  });
export type BulkActionView = z.infer<typeof BulkActionView>;
export const BulkActionPage = pageOf(BulkActionView).meta({ id: 'BulkActionPage' });

export const BulkActionsQuery = PageQuery.extend({ eventId: z.uuid().optional() });
export type BulkActionsQuery = z.infer<typeof BulkActionsQuery>;

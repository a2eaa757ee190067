import { z } from 'zod';
import { ChangeView } from './changes.js';
import { PageQuery, pageOf } from './page.js';
import { Instant, line } from './text.js';

const URL_HELP = 'Please give an address like https://example.org/hook, without a name and password in it.';

const fields = z.strictObject({
  url: z
    .string()
    .max(2000, 'Please keep this to 2000 characters.')
    .refine(isHookAddress, URL_HELP)
    .meta({ description: 'Where changes are sent: https, and an address on the public internet.', format: 'uri' }),
  description: line(200).optional(),
  kinds: z
    .array(
      z
        .string()
        .max(100)
        .regex(/^(\*|[a-z-]+\.(\*|[a-z-]+))$/, 'Please write it like registration.made, registration.* or *.'),
    )
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'Which changes: `registration.made`, `registration.*`, or `*` for all, as if left out.' }),
  eventIds: z
    .array(z.uuid())
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Only in these events; everywhere, and what belongs to no event, if left out.' }),
  active: z.boolean().optional().meta({ description: 'Whether anything is sent. What happens meanwhile waits.' }),
});

const example = {
  url: 'https://hooks.example.org/gatehouse',
  description: 'The screen in the hall',
  kinds: ['registration.*', 'session.cancelled'],
};

export const NewWebhook = fields.meta({ id: 'NewWebhook', examples: [example] });
export type NewWebhook = z.infer<typeof NewWebhook>;
export const WebhookChange = fields
  .partial()
  .extend({ eventIds: fields.shape.eventIds.nullable().meta({ description: 'Null for everywhere.' }) })
  .meta({ id: 'WebhookChange', examples: [{ kinds: ['registration.*'] }] });
export type WebhookChange = z.infer<typeof WebhookChange>;

const view = {
  ...example,
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e94',
  eventIds: null,
  active: true,
  failingSince: null,
  switchedOffAt: null,
  switchedOffBecause: null,
  version: 1,
  createdAt: '2026-11-22T10:15:00.000Z',
  updatedAt: '2026-11-22T10:15:00.000Z',
};

export const WebhookView = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string().nullable(),
    kinds: z.array(z.string()),
    eventIds: z.array(z.uuid()).nullable(),
    active: z.boolean(),
    failingSince: z.iso.datetime().nullable().meta({ description: 'Nothing has arrived since then.' }),
    switchedOffAt: z.iso.datetime().nullable(),
    switchedOffBecause: z
      .enum(['gone', 'failing'])
      .nullable()
      .meta({ description: 'It answered 410, or nothing had arrived for three days.' }),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook', examples: [view] });
export type WebhookView = z.infer<typeof WebhookView>;
export const WebhookPage = pageOf(WebhookView).meta({ id: 'WebhookPage' });

export const MadeWebhook = WebhookView.extend({
  secret: z.string().meta({ description: 'Shown this once. What the signatures are made with, by Standard Webhooks.' }),
}).meta({ id: 'MadeWebhook', examples: [{ ...view, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD…' }] });
export type MadeWebhook = z.infer<typeof MadeWebhook>;

const change = {
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e90',
  kind: 'registration.made',
  subjectId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e71',
  eventId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e60',
  at: '2026-11-22T10:15:00.000Z',
};

/** The body that is sent: what happened, and nothing about whom. */
export const WebhookBody = z
  .object({ type: z.string(), timestamp: z.iso.datetime(), data: ChangeView })
  .meta({ id: 'WebhookBody', examples: [{ type: change.kind, timestamp: change.at, data: change }] });
export type WebhookBody = z.infer<typeof WebhookBody>;

const DeliveryState = z.enum(['waiting', 'delivered', 'failed']).meta({ id: 'WebhookDeliveryState' });

export const WebhookDeliveryView = z
  .object({
    id: z.uuid(),
    webhookId: z.uuid(),
    change: ChangeView,
    state: DeliveryState,
    tries: z.int(),
    status: z.int().nullable().meta({ description: 'What the last try was answered with; null if with nothing.' }),
    ms: z.int().nullable().meta({ description: 'How long that took.' }),
    error: z.string().nullable(),
    createdAt: z.iso.datetime(),
    lastTryAt: z.iso.datetime().nullable(),
    nextTryAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'WebhookDelivery',
    examples: [
      {
        id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e95',
        webhookId: view.id,
        change,
        state: 'waiting',
        tries: 1,
        status: 503,
        ms: 120,
        error: 'It was answered with 503.',
        createdAt: '2026-11-22T10:15:00.000Z',
        lastTryAt: '2026-11-22T10:15:01.000Z',
        nextTryAt: '2026-11-22T10:15:06.000Z',
        finishedAt: null,
      },
    ],
  });
export type WebhookDeliveryView = z.infer<typeof WebhookDeliveryView>;
export const WebhookDeliveryPage = pageOf(WebhookDeliveryView).meta({ id: 'WebhookDeliveryPage' });

export const WebhookDeliveriesQuery = PageQuery.extend({ state: DeliveryState.optional() });
export type WebhookDeliveriesQuery = z.infer<typeof WebhookDeliveriesQuery>;

export const WebhookReplay = z
  .strictObject({
    since: Instant.meta({ description: 'Everything that has happened since then.' }),
  })
  .meta({ id: 'WebhookReplay', examples: [{ since: '2026-11-22T10:15:00Z' }] });
export type WebhookReplay = z.infer<typeof WebhookReplay>;

function isHookAddress(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
  );
}

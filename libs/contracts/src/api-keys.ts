import { z } from 'zod';
import { Permission, Role } from './access.js';
import { pageOf } from './page.js';
import { Instant, line } from './text.js';

const view = {
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e93',
  name: 'Box office',
  role: null,
  scopes: ['programme:read', 'registrations:read'],
  eventIds: null,
  version: 1,
  createdAt: '2026-11-22T10:15:00.000Z',
  expiresAt: '2027-11-22T10:15:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
} as const;

export const NewApiKey = z
  .strictObject({
    name: line(100),
    role: Role.optional().meta({ description: 'Whatever the role may do. Either this or scopes.' }),
    scopes: z
      .array(Permission)
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'What the key may do. Either this or role.' }),
    eventIds: z
      .array(z.uuid())
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Only in these events; everywhere if left out.' }),
    expiresAt: Instant.optional().meta({ description: 'Valid until revoked if left out.' }),
  })
  .refine(({ role, scopes }) => (role === undefined) !== (scopes === undefined), {
    path: ['scopes'],
    message: 'Please give either a role or scopes.',
  })
  .meta({ id: 'NewApiKey', examples: [{ name: view.name, scopes: view.scopes, expiresAt: view.expiresAt }] });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const ApiKeyView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: Role.nullable(),
    scopes: z.array(Permission).nullable(),
    eventIds: z.array(z.uuid()).nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: 'To the minute.' }),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey', examples: [view] });
export type ApiKeyView = z.infer<typeof ApiKeyView>;
export const ApiKeyPage = pageOf(ApiKeyView).meta({ id: 'ApiKeyPage' });

export const MadeApiKey = ApiKeyView.extend({
  key: z.string().meta({ description: 'Shown this once.' }),
}).meta({ id: 'MadeApiKey', examples: [{ ...view, key: 'ghk_3q2-…' }] });
export type MadeApiKey = z.infer<typeof MadeApiKey>;

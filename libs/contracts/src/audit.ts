import { z } from 'zod';
import { PageQuery, pageOf } from './page.js';
import { Instant } from './text.js';

const entry = {
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e91',
  at: '2026-11-22T10:15:00.000Z',
  actor: { kind: 'person', id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e92', name: 'May Linden', address: '192.0.2.7' },
  kind: 'session.rescheduled',
  subjectId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f',
  eventId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e60',
  changed: { startsAt: { from: '2027-06-12T09:30:00.000Z', to: '2027-06-12T10:00:00.000Z' } },
  reason: 'The gates open later.',
} as const;

export const AuditEntryView = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.object({
      kind: z.enum(['person', 'key', 'worker', 'attendee', 'command']),
      id: z.uuid().nullable(),
      name: z.string(),
      address: z.string().nullable().meta({ description: 'Where the request came from; not kept of attendees.' }),
    }),
    kind: z.string(),
    subjectId: z.uuid(),
    eventId: z.uuid().nullable(),
    changed: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
    reason: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry', examples: [entry] });
export type AuditEntryView = z.infer<typeof AuditEntryView>;
export const AuditPage = pageOf(AuditEntryView).meta({ id: 'AuditPage' });

export const AuditQuery = PageQuery.extend({
  subjectId: z.uuid().optional().meta({ description: 'What was changed: a registration, a session, a pool, …' }),
  eventId: z.uuid().optional(),
  actorId: z.uuid().optional(),
  kind: z.string().max(100).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

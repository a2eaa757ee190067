import { z } from 'zod';
import { PageQuery, pageOf } from './page.js';

const example = {
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5ea0',
  receivedAt: '2027-06-02T10:11:14.000Z',
  source: 'imap',
  eventId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e60',
  registrationId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e71',
  bytes: 4210,
  decision: 'declined',
  why: 'The guest declined in their calendar.',
} as const;

export const InboundDecision = z
  .enum(['bounced', 'filed', 'for-people', 'doubtful', 'noted', 'declined'])
  .meta({ id: 'InboundDecision', description: 'What was done about a mail that came in.' });

export const InboundMailView = z
  .object({
    id: z.uuid(),
    receivedAt: z.iso.datetime(),
    source: z.enum(['imap', 'smtp', 'http']).meta({ description: 'From a mailbox, a mail server, or this API.' }),
    eventId: z.uuid().nullable(),
    registrationId: z.uuid().nullable().meta({ description: 'Null where it came to no address of ours.' }),
    bytes: z.int(),
    decision: InboundDecision,
    why: z.string(),
  })
  .meta({ id: 'InboundMail', examples: [example] });
export type InboundMailView = z.infer<typeof InboundMailView>;
export const InboundMailPage = pageOf(InboundMailView).meta({ id: 'InboundMailPage' });

export const InboundMailWhole = InboundMailView.extend({
  raw: z.string().nullable().meta({
    description:
      'The mail as it came, of a large one its first 256 KiB; null once it is forgotten, for who may not see what is sensitive, and for a large one that nobody had to read.',
  }),
}).meta({ id: 'InboundMailWhole', examples: [{ ...example, raw: 'From: ann@example.org\r\n…' }] });
export type InboundMailWhole = z.infer<typeof InboundMailWhole>;

export const TakenMail = z
  .object({ decision: z.enum([...InboundDecision.options, 'repeated']) })
  .meta({ id: 'TakenMail', examples: [{ decision: 'declined' }] });
export type TakenMail = z.infer<typeof TakenMail>;

export const InboundMailsQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  registrationId: z.uuid().optional(),
  decision: InboundDecision.optional(),
});
export type InboundMailsQuery = z.infer<typeof InboundMailsQuery>;

import { z } from 'zod';
import { adminEvent } from './examples.js';
import { PageQuery, pageOf } from './page.js';
import { ProgrammeView, SpeakerView, VenueView } from './programme.js';
import { EmailAddress, Instant, line, paragraph, Phone, Slug } from './text.js';

export const EventStatus = z.enum(['draft', 'published', 'cancelled']).meta({ id: 'EventStatus' });
export type EventStatus = z.infer<typeof EventStatus>;

/** An event as the events team plans it: everything that can be changed, and what it hangs on. */
export const AdminEvent = z
  .object({
    id: z.uuid(),
    version: z.int(),
    status: EventStatus,
    programmeId: z.uuid(),
    venueId: z.uuid(),
    programme: ProgrammeView,
    venue: VenueView,
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    story: z.string(),
    drawing: z.string().nullable(),
    speakers: z.array(SpeakerView),
    registrationOpensAt: z.iso.datetime(),
    registrationClosesAt: z.iso.datetime().nullable(),
    confirmation: z.enum(['immediate', 'by-email']),
    oneRegistrationPer: z.enum(['event', 'session']),
    partyLimit: z.int(),
    changesCloseMinutes: z.int(),
    cancellationsCloseMinutes: z.int(),
    declineUndoMinutes: z.int(),
    waitingList: z.boolean(),
    offerMinutes: z.int(),
    passedOverLimit: z.int(),
    contact: z.object({ email: z.string().nullable(), phone: z.string().nullable() }),
    arrival: z.string(),
    accessHelp: z.string(),
    consentText: z.string().nullable(),
    consentRequired: z.boolean(),
    sessions: z
      .object({
        scheduled: z.int(),
        cancelled: z.int(),
        firstStartsAt: z.iso.datetime().nullable(),
        lastEndsAt: z.iso.datetime().nullable(),
      })
      .meta({ description: 'How many sessions it has, and from when to when the scheduled ones are.' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'AdminEvent', examples: [adminEvent] });
export type AdminEvent = z.infer<typeof AdminEvent>;
export const AdminEventPage = pageOf(AdminEvent).meta({ id: 'AdminEventPage' });

const Minutes = z
  .int()
  .min(0)
  .max(60 * 24 * 366);

const Speaker = z.strictObject({ name: line(200), role: line(300), biography: paragraph(4000).optional() });

const needed = z.strictObject({ programmeId: z.uuid(), venueId: z.uuid(), slug: Slug, title: line(200) });
const more = z
  .strictObject({
    summary: paragraph(1000),
    story: paragraph(20_000).meta({ description: 'Paragraphs of plain text, divided by empty lines.' }),
    drawing: Slug.nullable().meta({ description: 'The name of the drawing on its page.' }),
    speakers: z.array(Speaker).max(50).meta({ description: 'All of them, in order; they replace those before.' }),
    registrationOpensAt: Instant,
    registrationClosesAt: Instant.nullable().meta({ description: 'Null: when a session begins.' }),
    confirmation: AdminEvent.shape.confirmation,
    oneRegistrationPer: AdminEvent.shape.oneRegistrationPer,
    partyLimit: z.int().min(1).max(100),
    changesCloseMinutes: Minutes.meta({ description: 'Minutes before a session until which its parties may change.' }),
    cancellationsCloseMinutes: Minutes.meta({
      description: 'Minutes before a session until which places may be given up.',
    }),
    declineUndoMinutes: z.int().min(0).max(10_080).meta({
      description:
        'Minutes for which the places of somebody who declines in their calendar are kept, so that it can be undone.',
    }),
    waitingList: z.boolean().meta({ description: 'Whether parties may wait where all places are taken.' }),
    offerMinutes: z.int().min(30).max(20_160).meta({
      description:
        'Minutes for which places are kept for a waiting party to whom they are offered; fewer as the session nears.',
    }),
    passedOverLimit: z.int().min(0).max(100).meta({
      description:
        'How often a waiting party that does not fit is passed over by one behind it, before places are saved for it.',
    }),
    contact: z.strictObject({ email: EmailAddress.optional(), phone: Phone.nullable().optional() }),
    arrival: paragraph(2000).meta({ description: 'Where to go on the day.' }),
    accessHelp: paragraph(2000),
    consentText: paragraph(1000).min(1, 'Please write the text, or send null for none.').nullable(),
    consentRequired: z.boolean(),
  })
  .partial();

export const NewEvent = needed.extend(more.shape).meta({
  id: 'NewEvent',
  description: 'A draft. What is left out can be said later; registration opens when the event is published.',
  examples: [
    {
      programmeId: adminEvent.programmeId,
      venueId: adminEvent.venueId,
      slug: adminEvent.slug,
      title: adminEvent.title,
      contact: adminEvent.contact,
    },
  ],
});
export type NewEvent = z.infer<typeof NewEvent>;
export const EventChange = needed
  .partial()
  .extend(more.shape)
  .meta({ id: 'EventChange', examples: [{ title: adminEvent.title, partyLimit: 4 }] });
export type EventChange = z.infer<typeof EventChange>;

export const AdminEventsQuery = PageQuery.extend({
  programmeId: z.uuid().optional(),
  venueId: z.uuid().optional(),
  status: EventStatus.optional(),
  q: z.string().trim().min(1).max(200).optional().meta({ description: 'Part of a title or a slug.' }),
});
export type AdminEventsQuery = z.infer<typeof AdminEventsQuery>;

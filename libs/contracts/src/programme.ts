import { z } from 'zod';
import { BallotSummary } from './ballots.js';
import { PageQuery } from './page.js';
import { eventSummary, eventView } from './examples.js';

export const AccessFacts = z
  .object({
    stepFree: z.string().optional(),
    toilet: z.string().optional(),
    hearingLoop: z.string().optional(),
    seating: z.string().optional(),
    quiet: z.string().optional(),
    assistanceDogs: z.string().optional(),
  })
  .meta({ id: 'AccessFacts', description: 'Facts about access in a sentence each; what is not known is left out.' });
export type AccessFacts = z.infer<typeof AccessFacts>;

export const VenueView = z
  .object({
    slug: z.string(),
    name: z.string(),
    address: z.string(),
    latitude: z.number(),
    longitude: z.number(),
    timeZone: z.string().meta({ examples: ['Europe/London'] }),
    directions: z.string(),
    access: AccessFacts,
  })
  .meta({ id: 'Venue' });
export type VenueView = z.infer<typeof VenueView>;

export const Mood = z.enum(['garden', 'memorial']);
export type Mood = z.infer<typeof Mood>;

export const ProgrammeView = z
  .object({ slug: z.string(), name: z.string(), summary: z.string(), mood: Mood })
  .meta({ id: 'Programme' });
export type ProgrammeView = z.infer<typeof ProgrammeView>;

export const SessionState = z
  .enum(['open', 'few', 'full', 'ballot', 'not_yet_open', 'closed', 'cancelled'])
  .meta({ id: 'SessionState' });
export type SessionState = z.infer<typeof SessionState>;

export const SessionView = z
  .object({
    id: z.uuid(),
    title: z.string().nullable(),
    room: z.string().nullable(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    admissionOpensAt: z.iso.datetime(),
    capacity: z.int().meta({ description: 'Public places, taken and free.' }),
    available: z.int().meta({ description: 'Public places that can be taken now.' }),
    wheelchairSpaces: z.int().nullable().meta({
      description: 'Wheelchair spaces that can be taken now; null where the session has none of its own.',
    }),
    companionPlaces: z.int().nullable().meta({
      description: 'Places for people who come to help somebody; null where they take public places.',
    }),
    state: SessionState,
    waitingList: z.boolean().meta({ description: 'Whether a party can wait for places.' }),
    ballotId: z
      .uuid()
      .nullable()
      .meta({ description: 'The ballot that gives its places; null where whoever comes gets them.' }),
    waiting: z.int().meta({ description: 'Parties that wait for places.' }),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof SessionView>;

export const QuestionView = z
  .object({
    id: z.uuid(),
    label: z.string(),
    help: z.string(),
    kind: z.enum(['text', 'choice', 'choices', 'yes-no']),
    options: z.array(z.string()),
    required: z.boolean(),
    askedPer: z.enum(['party', 'person']),
  })
  .meta({ id: 'Question' });
export type QuestionView = z.infer<typeof QuestionView>;

export const SpeakerView = z
  .object({ name: z.string(), role: z.string(), biography: z.string() })
  .meta({ id: 'Speaker' });
export type SpeakerView = z.infer<typeof SpeakerView>;

export const EventSummary = z
  .object({
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    programme: ProgrammeView,
    venue: z.object({ slug: z.string(), name: z.string(), timeZone: z.string() }),
    drawing: z.string().nullable(),
    startsAt: z.iso.datetime().nullable(),
    endsAt: z.iso.datetime().nullable(),
    state: SessionState.meta({ description: 'The best state among the event’s sessions.' }),
    available: z.int(),
  })
  .meta({ id: 'EventSummary', examples: [eventSummary] });
export type EventSummary = z.infer<typeof EventSummary>;

export const EventView = z
  .object({
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    story: z.string().meta({ description: 'Paragraphs of plain text, divided by empty lines.' }),
    status: z.enum(['published', 'cancelled']),
    programme: ProgrammeView,
    venue: VenueView,
    speakers: z.array(SpeakerView),
    drawing: z.string().nullable(),
    timeZone: z.string(),
    registration: z.object({
      opensAt: z.iso.datetime(),
      closesAt: z.iso.datetime().nullable(),
      confirmation: z.enum(['immediate', 'by-email']),
      oneRegistrationPer: z.enum(['event', 'session']),
      partyLimit: z.int(),
    }),
    questions: z.array(QuestionView),
    consentText: z.string().nullable(),
    consentRequired: z.boolean(),
    arrival: z.string(),
    accessHelp: z.string(),
    contact: z.object({ email: z.string(), phone: z.string().nullable() }),
    sessions: z.array(SessionView),
    ballots: z.array(BallotSummary),
  })
  .meta({ id: 'Event', examples: [eventView] });
export type EventView = z.infer<typeof EventView>;

export const EventsQuery = PageQuery.extend({
  programme: z.string().max(100).optional().meta({ description: 'Slug of a programme.' }),
  from: z.iso
    .date()
    .or(z.iso.datetime({ offset: true }))
    .optional()
    .meta({ description: 'Only events with a session that ends after this.' }),
  to: z.iso
    .date()
    .or(z.iso.datetime({ offset: true }))
    .optional()
    .meta({ description: 'Only events with a session that starts before this.' }),
});
export type EventsQuery = z.infer<typeof EventsQuery>;

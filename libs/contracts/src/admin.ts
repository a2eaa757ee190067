import { z } from 'zod';
import { adminRegistration, adminSession, message } from './examples.js';
import { PageQuery, pageOf } from './page.js';
import { Instant, line } from './text.js';
import { SessionState } from './programme.js';
import { CancelledBy, ContactView, PlaceView, RegistrationSource, RegistrationState } from './registration.js';

export const PoolAudience = z.enum(['public', 'invited', 'staff', 'walk-in', 'wheelchair', 'companion']).meta({
  id: 'PoolAudience',
  description:
    'Spaces for wheelchairs and places for companions are for people of any party of the session; a session has at most ' +
    'one pool of each, and no party as a whole is in one.',
});
export type PoolAudience = z.infer<typeof PoolAudience>;

export const PoolOwner = z.uuid().meta({ description: 'The person of the team who fills the pool.' });

export const AdminPool = z
  .object({
    id: z.uuid(),
    version: z.int(),
    eventId: z.uuid(),
    sessionId: z.uuid(),
    name: z.string().nullable(),
    audience: PoolAudience.nullable(),
    private: z.boolean().meta({
      description: 'Whom it is for is told only with `registrations:sensitive`; without, name and audience are null.',
    }),
    ownerId: z
      .uuid()
      .nullable()
      .meta({ description: 'The person of the team who fills it; null once they have left.' }),
    ownerName: z.string().nullable(),
    places: z.int(),
    taken: z.int().meta({ description: 'People with places, confirmed or held until they confirm.' }),
    free: z.int(),
    access: z.enum(['open', 'invitation', 'code']).meta({
      description:
        'How people come in: whoever asks, who is invited or let in by the team, or who types the code as well.',
    }),
    code: z.string().nullable().meta({ description: 'The code that opens it; only with `registrations:sensitive`.' }),
    codeLimit: z
      .int()
      .nullable()
      .meta({ description: 'How many people may hold places by the code; null for as many as there are.' }),
    releasesAt: z.iso.datetime().nullable(),
    releasesTo: z.uuid().nullable(),
    releasedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AdminPool', examples: [adminSession.pools[0]] });
export type AdminPool = z.infer<typeof AdminPool>;

export const AdminSession = z
  .object({
    id: z.uuid(),
    version: z.int(),
    eventId: z.uuid(),
    title: z.string().nullable(),
    room: z.string().nullable(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    admissionOpensAt: z.iso.datetime(),
    admissionClosesAt: z.iso.datetime(),
    timeZone: z.string(),
    capacity: z.int(),
    stayMinutes: z.int().nullable().meta({
      description: 'How long a party stays once it is let in; null where all leave when the session ends.',
    }),
    gapMinutes: z.int().meta({ description: 'How long it takes until the site is clear of its people.' }),
    safeNumberOverride: z.string().nullable().meta({ description: 'Why the venue’s safe number does not bound it.' }),
    status: z.enum(['scheduled', 'cancelled']),
    state: SessionState.meta({ description: 'As people see it, who take public places.' }),
    announcement: z.string().nullable().meta({ description: 'Why it was last rescheduled or cancelled.' }),
    announcedAt: z.iso.datetime().nullable(),
    pools: z.array(AdminPool),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'AdminSession', examples: [adminSession] });
export type AdminSession = z.infer<typeof AdminSession>;

export const AdminRegistration = z
  .object({
    id: z.uuid(),
    version: z.int(),
    reference: z.string(),
    state: RegistrationState,
    eventId: z.uuid(),
    sessionId: z.uuid(),
    poolId: z.uuid().nullable().meta({ description: 'Null for a private pool, without `registrations:sensitive`.' }),
    partySize: z.int(),
    contact: ContactView,
    accessNeeds: z.string().nullable(),
    answers: z.record(z.string(), z.unknown()),
    places: z.array(PlaceView.omit({ ticketCode: true }).extend({ answers: z.record(z.string(), z.unknown()) })),
    masked: z.array(z.string()).meta({
      description: 'What is null or left out because it needs `registrations:sensitive`, whether it is there or not.',
    }),
    source: RegistrationSource,
    heldUntil: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    confirmedAt: z.iso.datetime().nullable(),
    cancelledAt: z.iso.datetime().nullable(),
    cancelledBy: CancelledBy.nullable(),
    bounce: z
      .object({ at: z.iso.datetime(), reason: z.string().meta({ description: 'What the mail server said.' }) })
      .nullable()
      .meta({
        description:
          'Mail to the address has come back for good: somebody should ring. Null if none has since the address was given.',
      }),
    noteCount: z.int().meta({ description: 'How many notes the team has written about it.' }),
    manageUrl: z.url().nullable().meta({
      description:
        'The link of the party, to read out or to print. Null without `registrations:write` and `registrations:sensitive`.',
    }),
  })
  .meta({ id: 'AdminRegistration', examples: [adminRegistration] });
export type AdminRegistration = z.infer<typeof AdminRegistration>;

/** Mail about a registration. */
export const RegistrationMessageKind = z.enum([
  'confirmation',
  'change',
  'cancellation',
  'address-changed',
  'lost-link',
  'email-check',
  'decline-noted',
  'decline-doubted',
]);
export type RegistrationMessageKind = z.infer<typeof RegistrationMessageKind>;

/** Mail about somebody who has no registration, or none yet. */
export const CandidateMessageKind = z.enum([
  'invitation',
  'invitation-reminder',
  'invitation-changed',
  'invitation-declined',
  'invitation-withdrawn',
  'waiting',
  'waiting-changed',
  'offer',
  'offer-changed',
  'offer-ended',
  'waiting-ended',
  'ballot-entered',
  'ballot-changed',
  'ballot-drawn',
  'ballot-cancelled',
]);
export type CandidateMessageKind = z.infer<typeof CandidateMessageKind>;

export const Candidate = z
  .object({ kind: z.enum(['invitation', 'waiting-list-entry', 'ballot-entry']), id: z.uuid() })
  .meta({ id: 'Candidate', description: 'Somebody who has no registration, or none yet.' });
export type Candidate = z.infer<typeof Candidate>;

export const MessageKind = z
  .enum([...RegistrationMessageKind.options, ...CandidateMessageKind.options])
  .meta({ id: 'MessageKind' });
export const MessageState = z.enum(['queued', 'sent', 'failed', 'superseded']).meta({ id: 'MessageState' });

export const MessageView = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    registrationId: z.uuid().nullable(),
    candidate: Candidate.nullable().meta({ description: 'What it is about, where that is not a registration.' }),
    kind: MessageKind,
    recipient: z.string(),
    subject: z.string().nullable(),
    state: MessageState,
    resends: z.uuid().nullable().meta({ description: 'The earlier message that was sent again by this one.' }),
    tries: z.int(),
    lastError: z.string().nullable(),
    createdAt: z.iso.datetime(),
    nextTryAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Message', examples: [message] });
export type MessageView = z.infer<typeof MessageView>;

export const AdminRegistrationPage = pageOf(AdminRegistration).meta({ id: 'AdminRegistrationPage' });
export const MessagePage = pageOf(MessageView).meta({ id: 'MessagePage' });

const people = z.coerce.number().int().min(1).max(10_000);
const moment = Instant;

/** Which registrations are meant: of a list, an export, or what is done with many at once. All of it must fit. */
export const RegistrationFilter = z
  .strictObject({
    eventId: z.uuid().optional(),
    sessionId: z.uuid().optional(),
    poolId: z.uuid().optional(),
    state: RegistrationState.optional(),
    source: z.string().min(1).max(20).optional().meta({ description: 'How it came: web, api, phone, …' }),
    from: moment.optional().meta({ description: 'Made at this moment or later.' }),
    to: moment.optional().meta({ description: 'Made before this moment.' }),
    partySizeMin: people.optional(),
    partySizeMax: people.optional(),
    bounced: z.enum(['true', 'false']).optional().meta({ description: 'Whether mail to the address has come back.' }),
    hasAccessNeeds: z.enum(['true', 'false']).optional().meta({ description: 'Needs `registrations:sensitive`.' }),
    q: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((text) => text.split(/\s+/).length <= 10, 'Please search for at most ten words.')
      .refine((text) => text.isWellFormed() && !text.includes('\0'), 'This has a broken character in it.')
      .optional()
      .meta({
        description:
          'Words that all must be part of a name (of a guest too), of the address or of the reference, in any order. ' +
          'Accents, dots and punctuation make no difference.',
      }),
  })
  .meta({ id: 'RegistrationFilter' });
export type RegistrationFilter = z.infer<typeof RegistrationFilter>;

export const RegistrationsQuery = PageQuery.extend({
  ...RegistrationFilter.shape,
  sort: z.enum(['newest', 'name', 'session']).default('newest'),
});
export type RegistrationsQuery = z.infer<typeof RegistrationsQuery>;
export const MessagesQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  registrationId: z.uuid().optional(),
  candidateId: z.uuid().optional().meta({ description: 'An invitation, an entry of a waiting list or of a ballot.' }),
  kind: MessageKind.optional(),
  state: MessageState.optional(),
  recipient: line(254).optional().meta({ description: 'Part of the address.' }),
  from: Instant.optional().meta({ description: 'Queued at or after this.' }),
  to: Instant.optional().meta({ description: 'Queued before this.' }),
});
export type MessagesQuery = z.infer<typeof MessagesQuery>;

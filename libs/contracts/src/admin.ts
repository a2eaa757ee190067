import { z } from 'zod';
import { adminEvent, adminRegistration, adminSession, message } from './examples.js';
import { PageQuery, pageOf } from './page.js';
import { ProgrammeView, SessionState, VenueView } from './programme.js';
import { PlaceView, RegistrationState } from './registration.js';

export const AdminEvent = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    status: z.enum(['draft', 'published', 'cancelled']),
    programme: ProgrammeView,
    venue: VenueView,
    registrationOpensAt: z.iso.datetime(),
    registrationClosesAt: z.iso.datetime().nullable(),
    confirmation: z.enum(['immediate', 'by-email']),
    oneRegistrationPer: z.enum(['event', 'session']),
    partyLimit: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'AdminEvent', examples: [adminEvent] });
export type AdminEvent = z.infer<typeof AdminEvent>;

export const AdminPool = z
  .object({
    id: z.uuid(),
    name: z.string(),
    audience: z.enum(['public', 'invited', 'staff', 'walk-in']),
    places: z.int(),
    taken: z.int(),
    free: z.int(),
    releasesAt: z.iso.datetime().nullable(),
    releasesTo: z.uuid().nullable(),
    releasedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AdminPool' });
export type AdminPool = z.infer<typeof AdminPool>;

export const AdminSession = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    title: z.string().nullable(),
    room: z.string().nullable(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    timeZone: z.string(),
    capacity: z.int(),
    state: SessionState,
    pools: z.array(AdminPool),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'AdminSession', examples: [adminSession] });
export type AdminSession = z.infer<typeof AdminSession>;

export const AdminRegistration = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    state: RegistrationState,
    eventId: z.uuid(),
    sessionId: z.uuid(),
    poolId: z.uuid(),
    partySize: z.int(),
    contact: z.object({ name: z.string(), email: z.string(), phone: z.string().nullable() }),
    accessNeeds: z.string().nullable().meta({ description: 'Null for roles that do not need it.' }),
    answers: z.record(z.string(), z.unknown()),
    places: z.array(PlaceView.omit({ ticketCode: true })),
    source: z.string(),
    heldUntil: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    confirmedAt: z.iso.datetime().nullable(),
    cancelledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AdminRegistration', examples: [adminRegistration] });
export type AdminRegistration = z.infer<typeof AdminRegistration>;

export const MessageView = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    registrationId: z.uuid(),
    kind: z.enum(['confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check']),
    recipient: z.string(),
    subject: z.string().nullable(),
    state: z.enum(['queued', 'sent', 'failed', 'superseded']),
    tries: z.int(),
    lastError: z.string().nullable(),
    createdAt: z.iso.datetime(),
    nextTryAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Message', examples: [message] });
export type MessageView = z.infer<typeof MessageView>;

export const AdminEventPage = pageOf(AdminEvent).meta({ id: 'AdminEventPage' });
export const AdminSessionPage = pageOf(AdminSession).meta({ id: 'AdminSessionPage' });
export const AdminRegistrationPage = pageOf(AdminRegistration).meta({ id: 'AdminRegistrationPage' });
export const MessagePage = pageOf(MessageView).meta({ id: 'MessagePage' });

export const SessionsQuery = PageQuery.extend({ eventId: z.uuid().optional() });
export const RegistrationsQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  sessionId: z.uuid().optional(),
  state: RegistrationState.optional(),
  q: z.string().trim().min(1).max(200).optional().meta({ description: 'Part of a name, an address or a reference.' }),
});
export type RegistrationsQuery = z.infer<typeof RegistrationsQuery>;
export const MessagesQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  registrationId: z.uuid().optional(),
  state: z.enum(['queued', 'sent', 'failed', 'superseded']).optional(),
});
export type MessagesQuery = z.infer<typeof MessagesQuery>;

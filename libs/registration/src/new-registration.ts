import { randomUUID } from 'node:crypto';
import type { LockedPool } from '#admission';
import type { RegisterBody, RegistrationSource } from '#contracts';
import { newId, newReference } from '#kernel';
import type { NewMessage } from '#mail';
import { peopleOf, placesFor } from './party.js';
import type { Registration } from './registration.entity.js';
import type { Opened } from './sealed-party.js';
import type { KnownRegistration } from './registrations.queries.js';
import type { Elsewhere } from './spaces.js';
import type { SessionFacts } from './session-facts.js';

const HOLD_MS = 30 * 60_000;

export interface Registrant extends Newcomer {
  readonly body: RegisterBody;
  readonly emailKey: string;
  readonly source: 'web' | 'api';
}

/** A party that takes places, or for whom somebody takes them. */
export interface Newcomer {
  readonly body: Pick<RegisterBody, 'partySize' | 'guests' | 'spaces' | 'accessNeeds' | 'answers' | 'consent'> & {
    readonly contact: Pick<RegisterBody['contact'], 'name' | 'phone'> & { readonly email?: string | undefined };
  };
  /** The contact's address as it is compared; null for who has none. */
  readonly emailKey: string | null;
  readonly source: RegistrationSource;
  /** How many people their invitation allows, which has also proven who they are. */
  readonly partyAllowed?: number;
}

/**
 * The row of a party that has got its places, those `elsewhere` too: confirmed, or held until its address is. It is to
 * be sealed.
 */
export function newRegistration(
  facts: SessionFacts,
  pool: LockedPool,
  { body, emailKey, source, partyAllowed }: Newcomer,
  now: Date,
  elsewhere: Elsewhere | null = null,
): Opened<Registration> {
  // Whom the team has spoken to or heard from is not asked again.
  const known = partyAllowed !== undefined || (source !== 'web' && source !== 'api');
  const confirmed = facts.confirmation === 'immediate' || known;
  return {
    id: newId(),
    eventId: facts.eventId,
    sessionId: facts.sessionId,
    poolId: pool.id,
    poolCodeId: null,
    reference: newReference(),
    state: confirmed ? 'confirmed' : 'unverified',
    partySize: body.partySize,
    partyAllowed: partyAllowed ?? null,
    elsewhere,
    contactName: body.contact.name,
    contactEmail: body.contact.email ?? null,
    contactPhone: body.contact.phone ?? null,
    emailKey,
    uniqueWithin: uniqueWithin(facts),
    standsInFor: null,
    accessNeeds: body.accessNeeds || null,
    answers: body.answers ?? {},
    places: placesFor(peopleOf(body, body.contact.name)),
    consentedAt: body.consent ? now : null,
    source,
    calendarUid: randomUUID(),
    calendarSequence: 0,
    heldUntil: confirmed ? null : holdEnd(now),
    version: 1,
    createdAt: now,
    updatedAt: now,
    confirmedAt: confirmed ? now : null,
    bouncedAt: null,
    bounceReason: null,
    cancelledAt: null,
    cancelledBy: null,
  };
}

/**
 * Holds the same places for the same time, and keeps nothing of what was typed. In place of the
 * address stands whom it is for, so that the index of addresses lets one through, as it does for new ones.
 */
export function standIn(row: Opened<Registration>, { id: standsInFor }: KnownRegistration): Opened<Registration> {
  const nobody = { contactName: '', contactEmail: '', contactPhone: null, accessNeeds: null, answers: {} };
  const places = placesFor(peopleOf({ partySize: row.partySize }, ''));
  return { ...row, ...nobody, places, emailKey: standsInFor, consentedAt: null, standsInFor };
}

export function uniqueWithin(facts: SessionFacts): string {
  return facts.oneRegistrationPer === 'event' ? facts.eventId : facts.sessionId;
}

/** From one reading of the clock: a millisecond more or less would tell a known address from a new one. */
export function holdEnd(createdAt: Date): Date {
  return new Date(createdAt.getTime() + HOLD_MS);
}

/** What its address is sent, if it has one: the confirmation, or the link that confirms. */
export function firstNotice(row: Registration): NewMessage[] {
  const { id: registrationId, eventId, contactEmail: recipient } = row;
  if (recipient === null) return [];
  return row.state === 'confirmed'
    ? [{ eventId, registrationId, recipient, kind: 'confirmation', calendarSequence: 0 }]
    : [{ eventId, registrationId, recipient, kind: 'email-check', calendarSequence: null }];
}

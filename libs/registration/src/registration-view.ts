import type { RegistrationView } from '#contracts';
import type { Links } from './links.js';
import type { Registration } from './registration.entity.js';
import { cancellationUntil, changesUntil, type SessionFacts } from './session-facts.js';

/** The registration as the holder of its link sees it. */
export function viewOf(registration: Registration, facts: SessionFacts, links: Links): RegistrationView {
  const { id, reference, state, sessionId, partySize, accessNeeds, answers } = registration;
  return {
    id,
    reference,
    state,
    sessionId,
    eventSlug: facts.eventSlug,
    partySize,
    contact: { name: registration.contactName, email: registration.contactEmail, phone: registration.contactPhone },
    places: registration.places.map(({ name, accessNeeds: needs, answers: given, ticketCode }) => ({
      name,
      accessNeeds: needs,
      answers: given,
      ticketCode,
    })),
    accessNeeds,
    answers,
    manageUrl: links.manageUrl(id),
    calendarUrl: links.calendarUrl(id),
    heldUntil: registration.heldUntil?.toISOString() ?? null,
    changesUntil: changesUntil(facts).toISOString(),
    cancellationUntil: cancellationUntil(facts).toISOString(),
    createdAt: registration.createdAt.toISOString(),
    updatedAt: registration.updatedAt.toISOString(),
  };
}

import { newId, newTicketCode } from '#kernel';
import type { PartyDetails } from './answers.js';
import type { Place } from './place.entity.js';

/** One person's details without what identifies the place. */
export type PersonDetails = Pick<Place, 'name' | 'accessNeeds' | 'answers'>;

/** The details of each place of a party in order; what nobody told is null. */
export function peopleOf(party: PartyDetails, contactName: string): PersonDetails[] {
  const guests = (party.guests ?? []).map((guest) => ({
    name: guest.name ?? null,
    accessNeeds: guest.accessNeeds || null,
    answers: guest.answers ?? {},
  }));
  const contactComes = guests.length < party.partySize;
  const contact = { name: contactName, accessNeeds: null, answers: {} };
  const known = contactComes ? [contact, ...guests] : guests;
  return Array.from(
    { length: party.partySize },
    (_, index) => known[index] ?? { name: null, accessNeeds: null, answers: {} },
  );
}

/** New places at positions 1 to n, each with a ticket code of its own. */
export function placesFor(
  registration: { readonly id: string; readonly eventId: string },
  people: readonly PersonDetails[],
  firstPosition = 1,
): Place[] {
  return people.map((person, index) => ({
    ...person,
    id: newId(),
    eventId: registration.eventId,
    registrationId: registration.id,
    position: firstPosition + index,
    ticketCode: newTicketCode(),
  }));
}

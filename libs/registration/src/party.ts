import { newTicketCode } from '#kernel';
import type { PartyDetails } from './answers.js';
import type { Place } from './place.js';

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

/** New places, each with a ticket code of its own. */
export function placesFor(people: readonly PersonDetails[]): Place[] {
  return people.map(({ name, accessNeeds, answers }) => ({ name, accessNeeds, answers, ticketCode: newTicketCode() }));
}

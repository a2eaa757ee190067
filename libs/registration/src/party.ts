import { newTicketCode } from '#kernel';
import type { PartyDetails } from './answers.js';
import type { Place } from './place.js';
import { inSpaces } from './spaces.js';

/** One person's details without what identifies the place. */
export type PersonDetails = Pick<Place, 'name' | 'accessNeeds' | 'space' | 'answers'>;

/** The details of each place of a party in order; what nobody told is null. */
export function peopleOf(party: PartyDetails, contactName: string): PersonDetails[] {
  const guests = (party.guests ?? []).map((guest) => ({
    name: guest.name ?? null,
    accessNeeds: guest.accessNeeds || null,
    space: null,
    answers: guest.answers ?? {},
  }));
  const contactComes = guests.length < party.partySize;
  const contact = { ...NOBODY, name: contactName };
  const known = contactComes ? [contact, ...guests] : guests;
  const people = Array.from({ length: party.partySize }, (_, index) => known[index] ?? NOBODY);
  return inSpaces(people, party.spaces ?? []);
}

/** Of whom nothing is known. */
export const NOBODY: PersonDetails = { name: null, accessNeeds: null, space: null, answers: {} };

/** New places, each with a ticket code of its own. */
export function placesFor(people: readonly PersonDetails[]): Place[] {
  return people.map((person) => ({ ...person, ticketCode: newTicketCode() }));
}

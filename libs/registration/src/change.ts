import { isDeepStrictEqual } from 'node:util';
import { type ChangeBody, emailKey } from '#contracts';
import type { LockedRegistration } from './locked-registration.js';
import { peopleOf, type PersonDetails, placesFor } from './party.js';
import type { Place } from './place.js';
import { partyRefusal } from './register-rules.js';
import type { Registration } from './registration.entity.js';
import { AddressFixed, PartyTooLarge } from './registration.errors.js';

/**
 * The registration as the change leaves it, or undefined if it changes nothing. Throws AddressFixed,
 * PartyTooLarge or InvalidInput.
 */
export function changed(locked: LockedRegistration, change: ChangeBody, now: Date): Registration | undefined {
  const { registration: before, facts } = locked;
  const contact = { ...contactOf(before), ...change.contact };
  const partySize = change.partySize ?? before.partySize;
  // Before anything is made for each person: the number is the caller's.
  if (partySize > facts.partyLimit) throw new PartyTooLarge(facts.partyLimit);
  const people = change.guests
    ? peopleOf({ partySize, guests: change.guests }, contact.name)
    : keptPeople(before.places, partySize, before.contactName, contact.name);
  const answers = change.answers ?? before.answers;
  const party = { partySize, guests: change.guests ?? guestsOf(people, contact.name), answers };
  const refusal = partyRefusal(facts, party);
  if (refusal) throw refusal;
  if (facts.confirmation === 'by-email' && emailKey(contact.email) !== before.emailKey) throw new AddressFixed();
  const after = {
    ...before,
    contactName: contact.name,
    contactEmail: contact.email,
    contactPhone: contact.phone ?? null,
    emailKey: emailKey(contact.email),
    partySize,
    accessNeeds: change.accessNeeds === undefined ? before.accessNeeds : change.accessNeeds || null,
    answers,
    places: seated(before.places, people),
  };
  return isDeepStrictEqual(after, { ...before }) ? undefined : revised(after, now);
}

/** One more version, and one more SEQUENCE: whatever is mailed raises it (RFC 5546 §2.1.4). */
export function revised(registration: Registration, now: Date): Registration {
  return {
    ...registration,
    version: registration.version + 1,
    calendarSequence: registration.calendarSequence + 1,
    updatedAt: now,
  };
}

/** People keep their places, and so their ticket codes, in the order of the list. */
function seated(places: readonly Place[], people: readonly PersonDetails[]): Place[] {
  const staying = places.slice(0, people.length).map((place, index) => ({ ...place, ...people[index]! }));
  return [...staying, ...placesFor(people.slice(places.length))];
}

/** The people who stay when only the size changes; the contact's own place follows their name. */
function keptPeople(places: readonly Place[], partySize: number, nameBefore: string, nameNow: string): PersonDetails[] {
  return Array.from({ length: partySize }, (_, index) => {
    const { name, accessNeeds, answers } = places[index] ?? { name: null, accessNeeds: null, answers: {} };
    return { name: index === 0 && name === nameBefore ? nameNow : name, accessNeeds, answers };
  });
}

/** The people beside the contact, as a request would list them. */
function guestsOf(people: readonly PersonDetails[], contactName: string): PersonDetails[] {
  return people[0]?.name === contactName ? people.slice(1) : [...people];
}

function contactOf({ contactName: name, contactEmail: email, contactPhone: phone }: Registration) {
  return { name, email, phone };
}

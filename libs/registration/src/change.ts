import { isDeepStrictEqual } from 'node:util';
import { type ChangeBody, emailKey, type RegistrationChange } from '#contracts';
import { InvalidInput } from '#kernel';
import { NOBODY, peopleOf, type PersonDetails, placesFor } from './party.js';
import type { Place } from './place.js';
import { partyRefusal } from './register-rules.js';
import type { Registration } from './registration.entity.js';
import { PartyTooLarge } from './registration.errors.js';
import type { Opened } from './sealed-party.js';
import type { SessionFacts } from './session-facts.js';
import { inSpaces, staying } from './spaces.js';

/** What a holder or somebody of the team would have otherwise. */
export type PartyChange = Omit<ChangeBody, 'contact'> & Pick<RegistrationChange, 'contact'>;

/**
 * The registration as the change leaves it, or undefined if it changes nothing. Throws PartyTooLarge or InvalidInput.
 */
export function changed(
  before: Opened<Registration>,
  facts: SessionFacts,
  change: PartyChange,
  now: Date,
): Opened<Registration> | undefined {
  const contact = { ...contactOf(before), ...change.contact };
  const partySize = change.partySize ?? before.partySize;
  const partyLimit = partyLimitOf(before, facts);
  // Before anything is made for each person: the number is the caller's.
  if (partySize > partyLimit) throw new PartyTooLarge(partyLimit);
  const kept = placesKept(before.places, partySize, change);
  const people = peopleAfter(kept, partySize, change, before.contactName, contact.name);
  const answers = change.answers ?? before.answers;
  const party = { partySize, guests: change.guests ?? guestsOf(people, contact.name), answers, spaces: change.spaces };
  const refusal = partyRefusal({ ...facts, partyLimit }, party);
  if (refusal) throw refusal;
  if (!change.spaces) mustStayTied(people, change);
  const key = contact.email && emailKey(contact.email);
  const after = {
    ...before,
    contactName: contact.name,
    contactEmail: contact.email,
    contactPhone: contact.phone ?? null,
    emailKey: key,
    // What came back went to the address before.
    ...(key !== before.emailKey && { bouncedAt: null, bounceReason: null }),
    partySize,
    partyAllowed: before.partyAllowed && Math.max(before.partyAllowed, partySize),
    accessNeeds: change.accessNeeds === undefined ? before.accessNeeds : change.accessNeeds || null,
    answers,
    places: seated(kept, people),
  };
  return isDeepStrictEqual(after, { ...before }) ? undefined : revised(after, now);
}

/**
 * How many people the party may become: what its invitation allows, or the event; Infinity where the team sets that
 * aside. A party that the team has let be larger need not become smaller.
 */
export function partyLimitOf(
  { partyAllowed, partySize }: Pick<Registration, 'partyAllowed' | 'partySize'>,
  { partyLimit }: Pick<SessionFacts, 'partyLimit'>,
): number {
  return partyLimit === Infinity ? Infinity : Math.max(partyAllowed ?? partyLimit, partySize);
}

/** What counts the changes of a registration. */
type Revision = Pick<Registration, 'version' | 'calendarSequence' | 'updatedAt'>;

/** One more version. */
export function amended<Row extends Revision>(registration: Row, now: Date): Row {
  return { ...registration, version: registration.version + 1, updatedAt: now };
}

/** One more version, and one more SEQUENCE: whatever is mailed raises it (RFC 5546 §2.1.4). */
export function revised<Row extends Revision>(registration: Row, now: Date): Row {
  return { ...amended(registration, now), calendarSequence: registration.calendarSequence + 1 };
}

/** Whose places go, where it is said how many stay and nothing of who they are; a list of people says it by its order. */
function placesKept(places: readonly Place[], partySize: number, { guests, spaces }: PartyChange): readonly Place[] {
  return guests || spaces || partySize >= places.length ? places : staying(places, partySize);
}

/** The people as the change has them; what it does not say of their spaces stays in the order of the list. */
function peopleAfter(
  kept: readonly Place[],
  partySize: number,
  { guests, spaces }: PartyChange,
  nameBefore: string,
  nameNow: string,
): PersonDetails[] {
  const people = guests ? peopleOf({ partySize, guests }, nameNow) : keptPeople(kept, partySize, nameBefore, nameNow);
  if (spaces) return inSpaces(people, spaces);
  return people.map((person, index) => ({ ...person, space: kept[index]?.space ?? null }));
}

/** Nobody comes to help somebody who does not come any more. Throws InvalidInput. */
function mustStayTied(people: readonly PersonDetails[], { guests }: PartyChange): void {
  if (people.every(({ space }) => space?.kind !== 'companion' || space.of < people.length)) return;
  const detail =
    'Somebody would come to help a person who does not come any more. Please say in `spaces` who needs what.';
  throw new InvalidInput([{ pointer: guests ? '/guests' : '/partySize', code: 'companion_alone', detail }]);
}

/** People keep their places, and so their ticket codes, in the order of the list. */
function seated(places: readonly Place[], people: readonly PersonDetails[]): Place[] {
  const seats = places.slice(0, people.length).map((place, index) => ({ ...place, ...people[index]! }));
  return [...seats, ...placesFor(people.slice(places.length))];
}

/** The people who stay when only the size changes; the contact's own place follows their name. */
function keptPeople(places: readonly Place[], partySize: number, nameBefore: string, nameNow: string): PersonDetails[] {
  return Array.from({ length: partySize }, (_, index) => {
    const { name, accessNeeds, space, answers } = places[index] ?? NOBODY;
    return { name: index === 0 && name === nameBefore ? nameNow : name, accessNeeds, space, answers };
  });
}

/** The people beside the contact, as a request would list them. */
function guestsOf(people: readonly PersonDetails[], contactName: string): PersonDetails[] {
  return people[0]?.name === contactName ? people.slice(1) : [...people];
}

function contactOf({ contactName: name, contactEmail: email, contactPhone: phone }: Opened<Registration>) {
  return { name, email, phone };
}

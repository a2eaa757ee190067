import { type Newcomer, type SessionFacts, stillAsked } from '#registration';
import type { WaitingListEntry } from './entry.entity.js';
import type { SaidParty } from './party-sealing.service.js';

type Guests = NonNullable<SaidParty['guests']>;

/**
 * A waiting party as it comes now, with as many people. If they are fewer than it had, its last guests are the ones who
 * stay at home. Answers to questions that are asked no more are left out.
 */
export function newcomerOf(
  entry: WaitingListEntry,
  said: SaidParty,
  people: number,
  { questions }: SessionFacts,
): Newcomer {
  const guests = guestsAmong(said.guests ?? [], entry.partySize, people);
  return {
    body: {
      contact: {
        name: entry.contactName,
        ...(entry.contactEmail !== null && { email: entry.contactEmail }),
        ...(entry.contactPhone !== null && { phone: entry.contactPhone }),
      },
      partySize: people,
      guests: guests.map((guest) => ({ ...guest, answers: stillAsked(guest.answers, questions) })),
      ...(said.accessNeeds && { accessNeeds: said.accessNeeds }),
      answers: stillAsked(said.answers, questions),
      consent: entry.consentedAt !== null,
    },
    emailKey: entry.emailKey,
    source: entry.source,
  };
}

/** A contact who comes in nobody's place has named as many guests as there are people. */
function guestsAmong(guests: Guests, partySize: number, people: number): Guests {
  return guests.slice(0, guests.length === partySize ? people : people - 1);
}

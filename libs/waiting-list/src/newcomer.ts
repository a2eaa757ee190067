import { type Newcomer, type SessionFacts, stillAsked } from '#registration';
import type { WaitingListEntry } from './entry.entity.js';
import { guestsAmong } from './guests-among.js';
import type { SaidParty } from './party-sealing.service.js';

/** A waiting party as it comes now, with so many people. Answers to questions that are asked no more are left out. */
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

import type { SaidParty } from './party-sealing.service.js';

type Guests = NonNullable<SaidParty['guests']>;

/**
 * Who comes along if a party becomes smaller: its last guests are the ones who stay at home. A contact who comes in nobody's
 * place has named as many guests as there are people.
 */
export function guestsAmong(guests: Guests, partySize: number, people: number): Guests {
  return guests.slice(0, guests.length === partySize ? people : people - 1);
}

import type { Space } from '#contracts';
import type { Answers } from './registration.entity.js';

/** One person of a party; the first is the contact, or the first guest where only guests come. */
export interface Place {
  readonly name: string | null;
  readonly accessNeeds: string | null;
  /** A wheelchair space, or the place of who comes to help another of the party; null for an ordinary place. */
  readonly space: Space | null;
  readonly answers: Answers;
  /** Random, 100 bits, so that no two are alike and none can be guessed. */
  readonly ticketCode: string;
}

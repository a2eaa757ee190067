import type { BallotEntry } from './ballot-entry.entity.js';

type Kind = 'ballot-entered' | 'ballot-cancelled' | 'ballot-drawn';

/** A mail to the address of an entry, if it has one. */
export function letterTo<K extends Kind>(
  { id, eventId, contactEmail: recipient }: Pick<BallotEntry, 'id' | 'eventId' | 'contactEmail'>,
  kind: K,
) {
  return { eventId, candidate: { kind: 'ballot-entry' as const, id }, kind, recipient };
}

import type { WaitingListEntry } from './entry.entity.js';

type Kind = 'waiting' | 'waiting-changed' | 'waiting-ended' | 'offer' | 'offer-ended';

/** A mail to the address of an entry, if it has one. */
export function letterTo<K extends Kind>(
  { id, eventId, contactEmail: recipient }: Pick<WaitingListEntry, 'id' | 'eventId' | 'contactEmail'>,
  kind: K,
) {
  return { eventId, candidate: { kind: 'waiting-list-entry' as const, id }, kind, recipient };
}

import type { RegistrationReceipt } from '#contracts';
import type { Links } from './links.js';
import type { Registration } from './registration.entity.js';

/** What whoever has taken places is answered. While they wait for the mailed link it opens nothing. */
export function receiptOf(row: Registration, links: Links): RegistrationReceipt {
  const confirmed = row.state === 'confirmed';
  return {
    id: row.id,
    reference: confirmed ? row.reference : null,
    state: row.state,
    sessionId: row.sessionId,
    partySize: row.partySize,
    manageUrl: confirmed ? links.manageUrl(row.id) : null,
    calendarUrl: confirmed ? links.calendarUrl(row.id) : null,
    heldUntil: row.heldUntil?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

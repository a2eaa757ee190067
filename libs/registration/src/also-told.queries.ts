import { read, type Tx } from '#database';
import type { ChangedSessions } from './also-told.service.js';

/**
 * Which of the addresses have confirmed places in the sessions; of `guests`, whether they took them without being
 * invited: several who share an address may each be invited, and the places of one are not the other's.
 */
export async function findHolders(
  tx: Tx,
  { eventId, sessionIds }: ChangedSessions,
  emailKeys: readonly string[],
  guests: boolean,
): Promise<Set<string>> {
  const rows = await read<{ emailKey: string }[]>(tx)`
    SELECT DISTINCT email_key AS "emailKey" FROM registrations
    WHERE event_id = ${eventId} AND session_id = ANY(${sessionIds}::uuid[]) AND state = 'confirmed'
      AND email_key = ANY(${emailKeys}::text[]) AND (party_allowed IS NULL OR NOT ${guests}::boolean)`;
  return new Set(rows.map(({ emailKey }) => emailKey));
}

import type { InvitationMailing } from '#contracts';
import { read, type Tx } from '#database';
import type { Invitation } from './invitation.entity.js';
import { conditionsOf, INVITATIONS, STANDING } from './invitation-filter.queries.js';

const WANTED: Readonly<Record<InvitationMailing['action'], string>> = {
  // Both mails say until when places are kept.
  send: 'i.sent_at IS NULL AND p.released_at IS NULL',
  remind: 'i.sent_at IS NOT NULL AND p.released_at IS NULL',
  withdraw: 'true',
};

/** Those that nobody has answered and with which it is to be done, locked in the order of their ids. */
export async function lockMany(
  tx: Tx,
  action: InvitationMailing['action'],
  filter: InvitationMailing['filter'],
  seesPrivate: boolean,
): Promise<Invitation[]> {
  const values: unknown[] = [];
  const sensitiveIds = seesPrivate ? null : [];
  const conditions = conditionsOf({ ...filter, eventIds: [filter.eventId], sensitiveIds }, values);
  return tx.query<Invitation[]>(
    `SELECT i.id, i.event_id AS "eventId", i.session_id AS "sessionId", i.email, i.party_size AS "partySize"
     FROM ${INVITATIONS} WHERE ${conditions} AND ${STANDING} = 'pending' AND ${WANTED[action]}
     ORDER BY i.id FOR UPDATE OF i`,
    values,
  );
}

export async function markSent(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await read(tx)`
    UPDATE invitations SET sent_at = ${now}, version = version + 1, updated_at = ${now} WHERE id = ANY(${ids}::uuid[])`;
}

import type { InvitationState } from '#contracts';
import { read, type Tx } from '#database';
import type { Invitation } from './invitation.entity.js';

export interface SealedNote {
  readonly id: string;
  readonly sealedNote: string;
}

/** Those after an id, in the order of the ids. */
export async function findSealedNotes(tx: Tx, after: string, limit: number): Promise<SealedNote[]> {
  return read<SealedNote[]>(tx)`
    SELECT id, sealed_note AS "sealedNote" FROM invitations
    WHERE id > ${after} AND sealed_note IS NOT NULL ORDER BY id LIMIT ${limit}`;
}

/** Unless somebody has changed it meanwhile. It says the same as before. */
export async function replaceSealedNote(tx: Tx, id: string, before: string, after: string): Promise<void> {
  await read(tx)`UPDATE invitations SET sealed_note = ${after} WHERE id = ${id} AND sealed_note = ${before}`;
}

/** A guest of that name and address who is invited to the session and not withdrawn. */
export async function findSameGuest(
  tx: Tx,
  { eventId, sessionId, name, email }: Pick<Invitation, 'eventId' | 'sessionId' | 'name' | 'email'>,
): Promise<string | undefined> {
  const [found] = await read<{ id: string }[]>(tx)`
    SELECT id FROM invitations
    WHERE event_id = ${eventId} AND session_id = ${sessionId} AND state <> 'withdrawn' AND lower(name) = lower(${name})
      AND lower(email) IS NOT DISTINCT FROM lower(${email}::text) LIMIT 1`;
  return found?.id;
}

/** The invitation of a guest's deputy that was not withdrawn, as it stands. */
export async function findDeputy(
  tx: Tx,
  id: string,
): Promise<{ id: string; name: string; state: InvitationState } | undefined> {
  const [found] = await read<{ id: string; name: string; state: InvitationState }[]>(tx)`
    SELECT i.id, i.name,
           CASE WHEN i.state IN ('accepted', 'declined') AND r.id IS NOT NULL
                THEN CASE r.state WHEN 'cancelled' THEN 'declined' ELSE 'accepted' END
                ELSE i.state END AS state
    FROM invitations i LEFT JOIN registrations r ON r.id = i.registration_id AND r.event_id = i.event_id
    WHERE i.deputy_of = ${id} AND i.state <> 'withdrawn'`;
  return found;
}

export async function lockDeputy(tx: Tx, id: string): Promise<void> {
  await read(tx)`SELECT id FROM invitations WHERE deputy_of = ${id} AND state <> 'withdrawn' FOR UPDATE`;
}

/** All who were ever named in place of a guest. */
export async function countDeputies(tx: Tx, { id, eventId }: Pick<Invitation, 'id' | 'eventId'>): Promise<number> {
  const [row] = await read<{ count: number }[]>(tx)`
    SELECT count(*)::int AS count FROM invitations WHERE event_id = ${eventId} AND deputy_of = ${id}`;
  return row!.count;
}

import type { AdminRegistration, RegistrationsQuery } from '#contracts';
import type { Tx } from '#database';

interface WantedOne {
  readonly id?: string;
}

/** Newest first, one row more than asked for, so that the caller knows whether there is a next page. */
export async function findRegistrations(
  tx: Tx,
  { id, eventId, sessionId, state, q, limit, cursor }: Partial<RegistrationsQuery> & WantedOne,
): Promise<AdminRegistration[]> {
  const pattern = q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return tx.sql<AdminRegistration[]>`
    SELECT r.id, r.reference, r.state, r.event_id AS "eventId", r.session_id AS "sessionId", r.pool_id AS "poolId",
           r.party_size AS "partySize",
           json_build_object('name', r.contact_name, 'email', r.contact_email, 'phone', r.contact_phone) AS contact,
           r.access_needs AS "accessNeeds", r.answers, r.source,
           (SELECT json_agg(place.one - 'ticketCode' ORDER BY place.position)
            FROM jsonb_array_elements(r.places) WITH ORDINALITY AS place (one, position)) AS places,
           r.held_until AS "heldUntil", r.created_at AS "createdAt", r.updated_at AS "updatedAt",
           r.confirmed_at AS "confirmedAt", r.cancelled_at AS "cancelledAt"
    FROM registrations r
    WHERE r.stands_in_for IS NULL
      AND (${id ?? null}::uuid IS NULL OR r.id = ${id ?? null})
      AND (${eventId ?? null}::uuid IS NULL OR r.event_id = ${eventId ?? null})
      AND (${sessionId ?? null}::uuid IS NULL OR r.session_id = ${sessionId ?? null})
      AND (${state ?? null}::text IS NULL OR r.state = ${state ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR r.id < ${cursor ?? null})
      AND (${pattern}::text IS NULL OR r.contact_name ILIKE ${pattern} OR r.contact_email ILIKE ${pattern}
           OR r.reference ILIKE ${pattern}
           OR EXISTS (SELECT FROM jsonb_array_elements(r.places) AS place (one)
                      WHERE place.one ->> 'name' ILIKE ${pattern}))
    ORDER BY r.id DESC LIMIT ${(limit ?? 0) + 1}`;
}

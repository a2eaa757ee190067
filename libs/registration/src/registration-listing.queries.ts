import type { AdminRegistration } from '#contracts';
import type { Tx } from '#database';
import { type PageOfKeys, pageByFilter, pageFound, pageNearby, type Wanted } from './registration-order.queries.js';
import type { KeptParty } from './sealed-party.js';

/** As it is kept, with what decides who may see all of it. */
export type AdminRegistrationRow = Omit<AdminRegistration, 'manageUrl' | 'masked' | 'poolId' | keyof KeptParty> &
  KeptParty & { readonly poolId: string; readonly poolIsPrivate: boolean };

/** One row more than asked for, so that the caller knows whether there is a next page. */
export async function findRegistrations(tx: Tx, wanted: Wanted): Promise<AdminRegistrationRow[]> {
  if (!wanted.words) return readPage(tx, pageByFilter(wanted));
  const narrow = wanted.sort === 'session' || wanted.sessionId !== undefined || wanted.poolId !== undefined;
  const near = narrow ? [] : await readPage(tx, pageNearby(wanted));
  return near.length > wanted.limit ? near : readPage(tx, pageFound(wanted));
}

/** The rows are read once it is known which they are: they are wide, and would be carried through the sorting. */
async function readPage(tx: Tx, { text, sorted, values }: PageOfKeys): Promise<AdminRegistrationRow[]> {
  return tx.query<AdminRegistrationRow[]>(
    `SELECT r.id, r.version, r.reference, r.state, r.event_id AS "eventId", r.session_id AS "sessionId", r.pool_id AS "poolId",
            r.party_size AS "partySize",
            json_build_object('name', r.contact_name, 'email', r.contact_email, 'phone', r.contact_phone) AS contact,
            r.access_needs AS "accessNeeds", r.answers, r.places, r.source,
            (SELECT p.private FROM pools p WHERE p.event_id = r.event_id AND p.id = r.pool_id) AS "poolIsPrivate",
            r.held_until AS "heldUntil", r.created_at AS "createdAt", r.updated_at AS "updatedAt",
            r.confirmed_at AS "confirmedAt", r.cancelled_at AS "cancelledAt", r.cancelled_by AS "cancelledBy",
            CASE WHEN r.bounced_at IS NOT NULL THEN json_build_object(
              'at', to_char(r.bounced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              'reason', r.bounce_reason) END AS bounce,
            (SELECT count(*)::int FROM registration_notes n WHERE n.registration_id = r.id) AS "noteCount"
     FROM (${text}) page JOIN registrations r ON r.id = page.id AND r.event_id = page.event_id
     ORDER BY ${sorted('page')}`,
    [...values],
  );
}

/** The sensitive questions of each of the events. */
export async function findSensitiveQuestions(tx: Tx, eventIds: readonly string[]): Promise<Map<string, string[]>> {
  if (eventIds.length === 0) return new Map();
  const rows = await tx.sql<{ eventId: string; ids: string[] }[]>`
    SELECT event_id AS "eventId", array_agg(id ORDER BY position) AS ids FROM questions
    WHERE event_id = ANY(${eventIds}::uuid[]) AND sensitive GROUP BY event_id`;
  return new Map(rows.map(({ eventId, ids }) => [eventId, ids]));
}

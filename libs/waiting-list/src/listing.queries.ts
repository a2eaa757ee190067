import type {
  AdminOffer,
  AdminWaitingListEntry,
  DecisionsQuery,
  DecisionView,
  OffersQuery,
  WaitingListQuery,
} from '#contracts';
import type { Tx } from '#database';

type Scoped<Query> = Partial<Query> & {
  /** Null for all events. */
  readonly eventIds: readonly string[] | null;
  readonly id?: string | undefined;
};

type Instants = 'createdAt' | 'updatedAt' | 'endedAt' | 'contact' | 'offer';

export interface AdminEntryRow extends Omit<AdminWaitingListEntry, Instants> {
  readonly contactName: string;
  readonly contactEmail: string | null;
  readonly contactPhone: string | null;
  readonly offer: AdminWaitingListEntry['offer'];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
}

/** Newest first; one row more than the limit. */
export async function findAdminEntries(tx: Tx, wanted: Scoped<WaitingListQuery>): Promise<AdminEntryRow[]> {
  const { eventIds, id, eventId, sessionId, state, q, cursor, limit = 0 } = wanted;
  const pattern = q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return tx.sql<AdminEntryRow[]>`
    SELECT e.id, e.version, e.event_id AS "eventId", e.state, e.end_reason AS "endReason", e.priority,
           e.party_size AS "partySize", e.fewer_is_fine AS "fewerIsFine", e.contact_name AS "contactName",
           e.contact_email AS "contactEmail", e.contact_phone AS "contactPhone", e.source,
           e.registration_id AS "registrationId", e.created_at AS "createdAt", e.updated_at AS "updatedAt",
           e.ended_at AS "endedAt",
           (SELECT coalesce(json_agg(json_build_object('sessionId', w.session_id, 'waits', w.live AND e.state = 'waiting',
                     'passedOver', w.passed_over, 'savedFor', w.saved_for) ORDER BY w.session_id), '[]')
            FROM waiting_list_wishes w WHERE w.entry_id = e.id AND w.event_id = e.event_id) AS wishes,
           (SELECT json_build_object('id', o.id, 'sessionId', o.session_id, 'people', o.people, 'expiresAt',
                     to_char(o.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            FROM waiting_list_offers o WHERE o.entry_id = e.id AND o.event_id = e.event_id AND o.state = 'live') AS offer
    FROM waiting_list_entries e
    WHERE (${eventIds}::uuid[] IS NULL OR e.event_id = ANY(${eventIds}::uuid[]))
      AND (${id ?? null}::uuid IS NULL OR e.id = ${id ?? null})
      AND (${eventId ?? null}::uuid IS NULL OR e.event_id = ${eventId ?? null})
      AND (${sessionId ?? null}::uuid IS NULL OR EXISTS (
        SELECT FROM waiting_list_wishes w
        WHERE w.entry_id = e.id AND w.event_id = e.event_id AND w.session_id = ${sessionId ?? null}))
      AND (${state ?? null}::text IS NULL OR e.state = ${state ?? null})
      AND (${pattern}::text IS NULL OR e.contact_name ILIKE ${pattern} OR e.contact_email ILIKE ${pattern})
      AND (${cursor ?? null}::uuid IS NULL OR e.id < ${cursor ?? null})
    ORDER BY e.id DESC LIMIT ${limit + 1}`;
}

export interface AdminOfferRow extends Omit<AdminOffer, 'offeredAt' | 'expiresAt' | 'settledAt'> {
  readonly offeredAt: Date;
  readonly expiresAt: Date;
  readonly settledAt: Date | null;
}

export async function findAdminOffers(tx: Tx, wanted: Scoped<OffersQuery>): Promise<AdminOfferRow[]> {
  const { eventIds, eventId, sessionId, entryId, state, cursor, limit = 0 } = wanted;
  return tx.sql<AdminOfferRow[]>`
    SELECT id, event_id AS "eventId", entry_id AS "entryId", session_id AS "sessionId", people, state,
           offered_at AS "offeredAt", expires_at AS "expiresAt", settled_at AS "settledAt", taken
    FROM waiting_list_offers
    WHERE (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
      AND (${eventId ?? null}::uuid IS NULL OR event_id = ${eventId ?? null})
      AND (${sessionId ?? null}::uuid IS NULL OR session_id = ${sessionId ?? null})
      AND (${entryId ?? null}::uuid IS NULL OR entry_id = ${entryId ?? null})
      AND (${state ?? null}::text IS NULL OR state = ${state ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR id < ${cursor ?? null})
    ORDER BY id DESC LIMIT ${limit + 1}`;
}

export interface DecisionRow extends Omit<DecisionView, 'at' | 'by'> {
  readonly at: Date;
  readonly byKind: string;
  readonly byName: string;
}

export async function findDecisions(tx: Tx, wanted: Scoped<DecisionsQuery>): Promise<DecisionRow[]> {
  const { eventIds, eventId, sessionId, entryId, cursor, limit = 0 } = wanted;
  return tx.sql<DecisionRow[]>`
    SELECT id, event_id AS "eventId", entry_id AS "entryId", session_id AS "sessionId", at, kind, people, reason,
           by_kind AS "byKind", by_name AS "byName"
    FROM waiting_list_decisions
    WHERE (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
      AND (${eventId ?? null}::uuid IS NULL OR event_id = ${eventId ?? null})
      AND (${sessionId ?? null}::uuid IS NULL OR session_id = ${sessionId ?? null})
      AND (${entryId ?? null}::uuid IS NULL OR entry_id = ${entryId ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR id < ${cursor ?? null})
    ORDER BY id DESC LIMIT ${limit + 1}`;
}

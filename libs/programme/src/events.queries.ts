import type { AdminEvent, AdminEventsQuery } from '#contracts';
import type { Tx } from '#database';

interface Wanted extends Partial<AdminEventsQuery> {
  readonly id?: string | undefined;
  /** Null for all events. */
  readonly eventIds: readonly string[] | null;
}

type Instants = 'registrationOpensAt' | 'registrationClosesAt' | 'createdAt' | 'updatedAt';
type Times = AdminEvent['sessions'];

/** Everything of an event but its sessions' pools and its questions. */
export interface AdminEventRow extends Omit<AdminEvent, Instants | 'sessions'>, Pick<Times, 'scheduled' | 'cancelled'> {
  readonly registrationOpensAt: Date;
  readonly registrationClosesAt: Date | null;
  readonly firstStartsAt: Date | null;
  readonly lastEndsAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Newest first; one row more than the limit. */
export async function findAdminEvents(
  tx: Tx,
  { id, eventIds, programmeId, venueId, status, q, cursor, limit = 0 }: Wanted,
): Promise<AdminEventRow[]> {
  const pattern = q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return tx.sql<AdminEventRow[]>`
    SELECT e.id, e.version, e.status, e.programme_id AS "programmeId", e.venue_id AS "venueId",
           json_build_object('slug', p.slug, 'name', p.name, 'summary', p.summary, 'mood', p.mood) AS programme,
           json_build_object('slug', v.slug, 'name', v.name, 'address', v.address, 'latitude', v.latitude,
             'longitude', v.longitude, 'timeZone', v.time_zone, 'directions', v.directions,
             'access', v.access) AS venue,
           e.slug, e.title, e.summary, e.story, e.drawing,
           (SELECT coalesce(json_agg(json_build_object('name', s.name, 'role', s.role, 'biography', s.biography)
                                     ORDER BY s.position), '[]')
            FROM speakers s WHERE s.event_id = e.id) AS speakers,
           e.registration_opens_at AS "registrationOpensAt", e.registration_closes_at AS "registrationClosesAt",
           e.confirmation, e.one_registration_per AS "oneRegistrationPer", e.party_limit AS "partyLimit",
           e.changes_close_minutes AS "changesCloseMinutes",
           e.cancellations_close_minutes AS "cancellationsCloseMinutes",
           e.decline_undo_minutes AS "declineUndoMinutes",
           e.waiting_list AS "waitingList", e.offer_minutes AS "offerMinutes",
           e.passed_over_limit AS "passedOverLimit",
           json_build_object('email', nullif(e.contact_email, ''), 'phone', e.contact_phone) AS contact,
           e.arrival, e.access_help AS "accessHelp",
           e.consent_text AS "consentText", e.consent_required AS "consentRequired",
           sessions.scheduled, sessions.cancelled,
           sessions.first_starts_at AS "firstStartsAt", sessions.last_ends_at AS "lastEndsAt",
           e.created_at AS "createdAt", e.updated_at AS "updatedAt"
    FROM events e JOIN programmes p ON p.id = e.programme_id JOIN venues v ON v.id = e.venue_id
    CROSS JOIN LATERAL (
      SELECT (count(*) FILTER (WHERE status = 'scheduled'))::int AS scheduled,
             (count(*) FILTER (WHERE status = 'cancelled'))::int AS cancelled,
             min(starts_at) FILTER (WHERE status = 'scheduled') AS first_starts_at,
             max(ends_at) FILTER (WHERE status = 'scheduled') AS last_ends_at
      FROM sessions WHERE event_id = e.id) sessions
    WHERE (${eventIds}::uuid[] IS NULL OR e.id = ANY(${eventIds}::uuid[]))
      AND (${id ?? null}::uuid IS NULL OR e.id = ${id ?? null})
      AND (${programmeId ?? null}::uuid IS NULL OR e.programme_id = ${programmeId ?? null})
      AND (${venueId ?? null}::uuid IS NULL OR e.venue_id = ${venueId ?? null})
      AND (${status ?? null}::text IS NULL OR e.status = ${status ?? null})
      AND (${pattern}::text IS NULL OR e.title ILIKE ${pattern} OR e.slug ILIKE ${pattern})
      AND (${cursor ?? null}::uuid IS NULL OR e.id < ${cursor ?? null})
    ORDER BY e.id DESC LIMIT ${limit + 1}`;
}

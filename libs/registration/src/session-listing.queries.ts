import type { AdminEvent, AdminSession } from '#contracts';
import type { Tx } from '#database';

interface Wanted {
  readonly id?: string | undefined;
  readonly eventId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** Newest first; one row more than the limit. */
export async function findAdminEvents(tx: Tx, { id, cursor, limit = 0 }: Wanted): Promise<AdminEvent[]> {
  return tx.sql<AdminEvent[]>`
    SELECT e.id, e.slug, e.title, e.status,
           json_build_object('slug', p.slug, 'name', p.name, 'summary', p.summary, 'mood', p.mood) AS programme,
           json_build_object('slug', v.slug, 'name', v.name, 'address', v.address, 'latitude', v.latitude,
             'longitude', v.longitude, 'timeZone', v.time_zone, 'directions', v.directions,
             'access', v.access) AS venue,
           e.registration_opens_at AS "registrationOpensAt", e.registration_closes_at AS "registrationClosesAt",
           e.confirmation, e.one_registration_per AS "oneRegistrationPer", e.party_limit AS "partyLimit",
           e.created_at AS "createdAt", e.updated_at AS "updatedAt"
    FROM events e JOIN programmes p ON p.id = e.programme_id JOIN venues v ON v.id = e.venue_id
    WHERE (${id ?? null}::uuid IS NULL OR e.id = ${id ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR e.id < ${cursor ?? null})
    ORDER BY e.id DESC LIMIT ${limit + 1}`;
}

export type AdminSessionRow = Omit<AdminSession, 'startsAt' | 'state'> & {
  readonly startsAt: Date;
  readonly cancelled: boolean;
  readonly opensAt: Date;
  readonly closesAt: Date | null;
};

/** In the order they were made; one row more than the limit. */
export async function findAdminSessions(
  tx: Tx,
  { id, eventId, cursor, limit = 0 }: Wanted,
): Promise<AdminSessionRow[]> {
  return tx.sql<AdminSessionRow[]>`
    SELECT s.id, s.event_id AS "eventId", s.title, s.room, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           v.time_zone AS "timeZone", s.capacity, s.updated_at AS "updatedAt",
           s.status = 'cancelled' OR e.status = 'cancelled' AS cancelled,
           e.registration_opens_at AS "opensAt", e.registration_closes_at AS "closesAt",
           (SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'audience', p.audience,
                     'places', p.places, 'taken', p.taken, 'free', p.places - p.taken,
                     'releasesAt', p.releases_at, 'releasesTo', p.releases_to, 'releasedAt', p.released_at)
                     ORDER BY p.id), '[]')
            FROM pools p WHERE p.event_id = s.event_id AND p.session_id = s.id) AS pools
    FROM sessions s JOIN events e ON e.id = s.event_id JOIN venues v ON v.id = e.venue_id
    WHERE (${id ?? null}::uuid IS NULL OR s.id = ${id ?? null})
      AND (${eventId ?? null}::uuid IS NULL OR s.event_id = ${eventId ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR s.id > ${cursor ?? null})
    ORDER BY s.id LIMIT ${limit + 1}`;
}

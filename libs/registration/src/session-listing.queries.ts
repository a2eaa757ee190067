import type { PoolName } from '#admission';
import type { AdminPool, AdminSession, SessionsQuery } from '#contracts';
import type { Tx } from '#database';

interface Wanted {
  readonly id?: string | undefined;
  /** Null for all events. */
  readonly eventIds: readonly string[] | null;
  readonly eventId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

type Instants = 'startsAt' | 'endsAt' | 'admissionOpensAt' | 'admissionClosesAt' | 'createdAt' | 'updatedAt';

/** As it is kept. */
export type AdminPoolRow = Omit<AdminPool, 'access' | 'code'> &
  PoolName & { readonly codeId: string | null; readonly sealedCode: string | null };

export interface AdminSessionRow
  extends Omit<AdminSession, Instants | 'announcedAt' | 'state' | 'pools'>, Readonly<Record<Instants, Date>> {
  readonly pools: readonly AdminPoolRow[];
  readonly announcedAt: Date | null;
  readonly cancelled: boolean;
  /** Its public places are given by a ballot. */
  readonly byBallot: boolean;
  readonly opensAt: Date;
  readonly closesAt: Date | null;
}

interface SessionsWanted extends Wanted, Partial<Pick<SessionsQuery, 'from' | 'to' | 'status'>> {}

/** In the order they were made; one row more than the limit. */
export async function findAdminSessions(
  tx: Tx,
  { id, eventIds, eventId, from, to, status, cursor, limit = 0 }: SessionsWanted,
): Promise<AdminSessionRow[]> {
  return tx.sql<AdminSessionRow[]>`
    SELECT s.id, s.version, s.event_id AS "eventId", s.title, s.room, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           s.admission_opens_at AS "admissionOpensAt", s.admission_closes_at AS "admissionClosesAt",
           v.time_zone AS "timeZone", s.capacity, s.stay_minutes AS "stayMinutes",
           s.gap_minutes AS "gapMinutes", s.safe_number_override AS "safeNumberOverride", s.status,
           s.announcement, s.announced_at AS "announcedAt", s.created_at AS "createdAt", s.updated_at AS "updatedAt",
           s.status = 'cancelled' OR e.status = 'cancelled' AS cancelled,
           EXISTS (SELECT FROM pools p WHERE p.event_id = s.event_id AND p.session_id = s.id
                     AND p.ballot_id IS NOT NULL) AS "byBallot",
           e.registration_opens_at AS "opensAt", e.registration_closes_at AS "closesAt",
           (SELECT coalesce(json_agg(json_build_object('id', p.id, 'version', p.version, 'eventId', p.event_id,
                     'sessionId', p.session_id, 'name', p.name, 'sealedName', p.sealed_name,
                     'audience', p.audience, 'private', p.private, 'ownerId', m.id, 'ownerName', m.name,
                     'codeId', p.code_id, 'sealedCode', p.sealed_code, 'codeLimit', p.code_limit,
                     'places', p.places, 'taken', p.taken, 'free', p.places - p.taken,
                     'releasesAt', p.releases_at, 'releasesTo', p.releases_to, 'releasedAt', p.released_at)
                     ORDER BY p.id), '[]')
            FROM pools p LEFT JOIN staff_members m ON m.id = p.owner_id AND m.disabled_at IS NULL
            WHERE p.event_id = s.event_id AND p.session_id = s.id) AS pools
    FROM sessions s JOIN events e ON e.id = s.event_id JOIN venues v ON v.id = e.venue_id
    WHERE (${eventIds}::uuid[] IS NULL OR s.event_id = ANY(${eventIds}::uuid[]))
      AND (${id ?? null}::uuid IS NULL OR s.id = ${id ?? null})
      AND (${eventId ?? null}::uuid IS NULL OR s.event_id = ${eventId ?? null})
      AND (${from ?? null}::timestamptz IS NULL OR s.ends_at > ${from ?? null})
      AND (${to ?? null}::timestamptz IS NULL OR s.starts_at < ${to ?? null})
      AND (${status ?? null}::text IS NULL OR s.status = ${status ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR s.id > ${cursor ?? null})
    ORDER BY s.id LIMIT ${limit + 1}`;
}

import type { PoolReport } from '#contracts';
import { read, type Tx } from '#database';
import type { PoolName } from './pool-names.service.js';

type Shown = 'name' | 'audience' | 'invited' | 'declined' | 'startsAt' | 'releasesAt' | 'releasesTo' | 'releasedAt';

/** As it is kept. */
export interface PoolReportRow extends Omit<PoolReport, Shown>, Omit<PoolName, 'id'> {
  readonly startsAt: Date;
  readonly releasesAt: Date | null;
  readonly releasesTo: string | null;
  readonly releasedAt: Date | null;
}

/**
 * All pools of an event, in the order in which they were made: an event has a few hundred, some thousands at the most,
 * and the sums are of one moment with what they sum up.
 */
export async function findPoolReports(tx: Tx, eventId: string): Promise<PoolReportRow[]> {
  return read<PoolReportRow[]>(tx)`
    SELECT p.id AS "poolId", p.event_id AS "eventId", p.session_id AS "sessionId", s.title AS "sessionTitle",
           s.starts_at AS "startsAt", s.status, p.name, p.sealed_name AS "sealedName", p.private, p.audience,
           m.id AS "ownerId", m.name AS "ownerName",
           greatest(0, p.places + p.released_places - received.places) AS planned, received.places AS received,
           p.released_places AS released, p.places, p.taken, p.offered, p.promised, p.places - p.taken AS unused,
           p.releases_at AS "releasesAt", p.releases_to AS "releasesTo", p.released_at AS "releasedAt"
    FROM pools p JOIN sessions s ON s.event_id = p.event_id AND s.id = p.session_id
    LEFT JOIN staff_members m ON m.id = p.owner_id AND m.disabled_at IS NULL
    LEFT JOIN (
      SELECT releases_to AS id, sum(released_places)::int AS places FROM pools
      WHERE event_id = ${eventId} AND releases_to IS NOT NULL GROUP BY releases_to) given ON given.id = p.id
    CROSS JOIN LATERAL (SELECT coalesce(given.places, 0) AS places) received
    WHERE p.event_id = ${eventId}
    ORDER BY p.id`;
}

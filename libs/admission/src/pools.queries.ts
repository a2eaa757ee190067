import type { AdminPool, PoolsQuery } from '#contracts';
import { read, type Tx } from '#database';
import type { PoolName } from './pool-names.service.js';

interface Wanted extends Partial<PoolsQuery> {
  readonly id?: string | undefined;
  /** Null for all events. */
  readonly eventIds: readonly string[] | null;
}

/** As it is kept. */
export type PoolRow = Omit<AdminPool, 'name' | 'audience' | 'access' | 'code' | 'releasesAt' | 'releasedAt'> &
  PoolName & {
    readonly codeId: string | null;
    readonly sealedCode: string | null;
    readonly releasesAt: Date | null;
    readonly releasedAt: Date | null;
  };

/** In the order they were made; one row more than the limit. Who has left the team owns nothing. */
export async function findPools(
  tx: Tx,
  { id, eventIds, eventId, sessionId, ownerId, cursor, limit = 0 }: Wanted,
): Promise<PoolRow[]> {
  return read<PoolRow[]>(tx)`
    SELECT p.id, p.version, event_id AS "eventId", session_id AS "sessionId", p.name, sealed_name AS "sealedName",
           private, audience, m.id AS "ownerId", m.name AS "ownerName", places, taken,
           places - taken AS free, code_id AS "codeId", sealed_code AS "sealedCode", code_limit AS "codeLimit", releases_at AS "releasesAt", releases_to AS "releasesTo", released_at AS "releasedAt"
    FROM pools p LEFT JOIN staff_members m ON m.id = p.owner_id AND m.disabled_at IS NULL
    WHERE (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
      AND (${id ?? null}::uuid IS NULL OR p.id = ${id ?? null})
      AND (${eventId ?? null}::uuid IS NULL OR event_id = ${eventId ?? null})
      AND (${sessionId ?? null}::uuid IS NULL OR session_id = ${sessionId ?? null})
      AND (${ownerId ?? null}::uuid IS NULL OR m.id = ${ownerId ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR p.id > ${cursor ?? null})
    ORDER BY p.id LIMIT ${limit + 1}`;
}

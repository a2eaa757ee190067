import type { PoolName } from '#admission';
import type { EventLedger, SessionLedger } from '#contracts';
import { read, type Tx } from '#database';

export interface LedgerWanted {
  readonly eventId: string;
  readonly sessionId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** As it is kept, and with instants as the database writes them. */
export interface LedgerRow extends Omit<SessionLedger, 'pools'> {
  readonly pools: readonly (SessionLedger['pools'][number] & PoolName)[];
}

export interface Ledger {
  readonly totals: EventLedger['totals'];
  readonly sessions: readonly LedgerRow[];
}

/**
 * The pools of an event's sessions, in the order of the sessions' ids, one session more than the limit, and the
 * sums of all of its sessions that are not cancelled: one statement, so that all numbers are of one moment.
 * Held places are few, and an index has them alone.
 */
export async function findLedger(tx: Tx, { eventId, sessionId, cursor, limit = 1 }: LedgerWanted): Promise<Ledger> {
  const [row] = await read<Ledger[]>(tx)`
    WITH held AS (
      SELECT p.pool_id, sum(p.people)::int AS people
      FROM registrations r CROSS JOIN LATERAL people_by_pool(r.pool_id, r.party_size, r.elsewhere) p
      WHERE r.event_id = ${eventId} AND r.state = 'unverified' GROUP BY p.pool_id
    ), pool_lines AS (
      SELECT p.session_id, sum(p.places)::int AS places, sum(p.taken)::int AS taken,
             sum(p.offered)::int AS offered, sum(p.promised)::int AS promised,
             coalesce(sum(held.people), 0)::int AS held,
             json_agg(json_build_object('id', p.id, 'name', p.name, 'sealedName', p.sealed_name, 'private', p.private,
               'audience', p.audience, 'places', p.places, 'taken', p.taken, 'held', coalesce(held.people, 0),
               'offered', p.offered, 'promised', p.promised, 'free', p.places - p.taken) ORDER BY p.id) AS pools
      FROM pools p LEFT JOIN held ON held.pool_id = p.id
      WHERE p.event_id = ${eventId} GROUP BY p.session_id
    ), lines AS (
      SELECT s.id, s.starts_at, s.status, s.capacity, coalesce(l.places, 0) AS places, coalesce(l.taken, 0) AS taken,
             coalesce(l.held, 0) AS held, coalesce(l.offered, 0) AS offered, coalesce(l.promised, 0) AS promised, coalesce(l.pools, '[]') AS pools
      FROM sessions s LEFT JOIN pool_lines l ON l.session_id = s.id
      WHERE s.event_id = ${eventId}
    )
    SELECT (
      SELECT json_build_object('sessions', count(*), 'capacity', coalesce(sum(capacity), 0),
        'inNoPool', coalesce(sum(capacity - places), 0), 'places', coalesce(sum(places), 0),
        'taken', coalesce(sum(taken), 0), 'held', coalesce(sum(held), 0), 'offered', coalesce(sum(offered), 0), 'promised', coalesce(sum(promised), 0),
        'free', coalesce(sum(places - taken), 0))
      FROM lines WHERE status = 'scheduled'
    ) AS totals, (
      SELECT coalesce(json_agg(json_build_object('sessionId', id, 'startsAt', starts_at, 'status', status,
        'capacity', capacity, 'inNoPool', capacity - places, 'places', places, 'taken', taken, 'held', held,
        'offered', offered, 'promised', promised, 'free', places - taken, 'pools', pools) ORDER BY id), '[]')
      FROM (
        SELECT * FROM lines
        WHERE (${sessionId ?? null}::uuid IS NULL OR id = ${sessionId ?? null})
          AND (${cursor ?? null}::uuid IS NULL OR id > ${cursor ?? null})
        ORDER BY id LIMIT ${limit + 1}) page
    ) AS sessions`;
  return row!;
}

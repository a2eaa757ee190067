import { read, type Tx } from '#database';

/** The pools with offers whose time is over. */
export async function findPoolsDue(tx: Tx, now: Date): Promise<{ readonly poolId: string }[]> {
  return tx.sql`
    SELECT DISTINCT pool_id AS "poolId" FROM waiting_list_offers WHERE state = 'live' AND expires_at <= ${now}`;
}

export interface SettledOffer {
  readonly id: string;
  readonly eventId: string;
  readonly entryId: string;
  readonly sessionId: string;
  readonly people: number;
}

/** Keeps those of a pool for longer whose time is over and whose mail is still on its way; of offers since then. */
export async function prolongUntold(
  tx: Tx,
  poolId: string,
  { now, since, expiresAt }: { readonly now: Date; readonly since: Date; readonly expiresAt: Date },
): Promise<SettledOffer[]> {
  return read<SettledOffer[]>(tx)`
    UPDATE waiting_list_offers o SET expires_at = ${expiresAt}
    WHERE o.pool_id = ${poolId} AND o.state = 'live' AND o.expires_at <= ${now} AND o.offered_at > ${since}
      AND (SELECT bool_or(m.state = 'queued') AND bool_and(m.state <> 'sent') FROM messages m
           WHERE m.candidate_id = o.entry_id AND m.kind IN ('offer', 'offer-changed') AND m.created_at >= o.offered_at)
    RETURNING o.id, o.event_id AS "eventId", o.entry_id AS "entryId", o.session_id AS "sessionId", o.people`;
}

export interface ExpiredOffer extends SettledOffer {
  /** Whether no mail that tells of it was sent, though one was to be. */
  readonly unsent: boolean;
}

/** Ends all of a pool whose time is over. */
export async function expireOffers(tx: Tx, poolId: string, now: Date): Promise<ExpiredOffer[]> {
  return read<ExpiredOffer[]>(tx)`
    UPDATE waiting_list_offers SET state = 'expired', settled_at = ${now}
    WHERE pool_id = ${poolId} AND state = 'live' AND expires_at <= ${now}
    RETURNING id, event_id AS "eventId", entry_id AS "entryId", session_id AS "sessionId", people,
              coalesce((SELECT bool_and(m.state <> 'sent') FROM messages m
                        WHERE m.candidate_id = entry_id AND m.kind IN ('offer', 'offer-changed')
                          AND m.created_at >= offered_at), false) AS unsent`;
}

/** Offers that stand where nothing takes place any more. */
export async function findOffersAstray(tx: Tx, now: Date): Promise<{ readonly entryId: string }[]> {
  return tx.sql`
    SELECT o.entry_id AS "entryId" FROM waiting_list_offers o
    JOIN sessions s ON s.id = o.session_id AND s.event_id = o.event_id JOIN events e ON e.id = s.event_id
    WHERE o.state = 'live' AND (s.status = 'cancelled' OR e.status <> 'published' OR s.starts_at <= ${now}) LIMIT 1000`;
}

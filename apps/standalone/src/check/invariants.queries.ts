import type { Tx } from '#database';

export async function findMiscounts(tx: Tx): Promise<{ id: string; taken: number; people: number }[]> {
  return tx.sql`
    SELECT p.id, p.taken, (p.offered + coalesce(counted.people, 0))::int AS people
    FROM pools p LEFT JOIN (
      SELECT r.event_id, c.pool_id, sum(c.people) AS people
      FROM registrations r CROSS JOIN LATERAL people_by_pool(r.pool_id, r.party_size, r.elsewhere) c
      WHERE r.state <> 'cancelled' GROUP BY r.event_id, c.pool_id
    ) counted ON counted.event_id = p.event_id AND counted.pool_id = p.id
    WHERE p.taken <> p.offered + coalesce(counted.people, 0)`;
}

export async function findOvercommitted(tx: Tx): Promise<{ id: string; places: number; capacity: number }[]> {
  return tx.sql`
    SELECT s.id, sum(p.places)::int AS places, s.capacity
    FROM sessions s JOIN pools p ON p.event_id = s.event_id AND p.session_id = s.id
    GROUP BY s.event_id, s.id HAVING sum(p.places) > s.capacity`;
}

/** Where more people are planned to be at a venue than it safely holds, from this moment on. */
export async function findCrowds(tx: Tx, now: Date): Promise<{ name: string; people: number; safeNumber: number }[]> {
  return tx.sql`
    SELECT v.name, max(x.people)::int AS people, v.safe_number AS "safeNumber"
    FROM venues v CROSS JOIN LATERAL venue_exceedances(v.id, ${now}, 'infinity') x
    GROUP BY v.id ORDER BY v.id`;
}

/** Those that parties made for themselves: for others the team may have written a letter. */
export async function findUntold(tx: Tx): Promise<{ id: string }[]> {
  return tx.sql`
    SELECT r.id FROM registrations r
    WHERE r.state = 'confirmed' AND r.source IN ('web', 'api', 'ballot') AND r.contact_email IS NOT NULL AND NOT EXISTS (
      SELECT FROM messages m WHERE m.registration_id = r.id AND m.kind = 'confirmation')`;
}

/** What a released pool had promised went with it. */
export async function findMispromised(tx: Tx): Promise<{ id: string; promised: number; people: number }[]> {
  return tx.sql`
    SELECT p.id, p.promised, coalesce(sum(i.party_size), 0)::int AS people
    FROM pools p
    LEFT JOIN invitations i
      ON i.event_id = p.event_id AND i.pool_id = p.id AND i.state = 'pending' AND p.released_at IS NULL
    GROUP BY p.event_id, p.id HAVING p.promised <> coalesce(sum(i.party_size), 0)`;
}

export async function findMiscountedOffers(tx: Tx): Promise<{ id: string; offered: number; people: number }[]> {
  return tx.sql`
    SELECT p.id, p.offered, (coalesce(sum(o.people), 0) + coalesce(k.kept, 0))::int AS people
    FROM pools p
    LEFT JOIN waiting_list_offers o ON o.event_id = p.event_id AND o.pool_id = p.id AND o.state = 'live'
    LEFT JOIN ballot_sessions k ON k.event_id = p.event_id AND k.ballot_id = p.ballot_id AND k.session_id = p.session_id
    GROUP BY p.event_id, p.id, k.kept HAVING p.offered <> coalesce(sum(o.people), 0) + coalesce(k.kept, 0)`;
}

/** Ballots whose winners were to be registered and are not, or hold places that nobody is to have any more. */
export async function findBrokenBallots(tx: Tx): Promise<{ id: string }[]> {
  return tx.sql`
    SELECT b.id FROM ballots b
    WHERE (b.settled_at IS NOT NULL OR b.cancelled_at IS NOT NULL)
      AND (EXISTS (SELECT FROM pools p WHERE p.event_id = b.event_id AND p.ballot_id = b.id)
        OR EXISTS (SELECT FROM ballot_sessions k WHERE k.event_id = b.event_id AND k.ballot_id = b.id AND k.kept > 0)
        OR EXISTS (SELECT FROM ballot_entries n WHERE n.ballot_id = b.id AND n.rank IS NOT NULL AND n.outcome IS NULL))
    UNION
    SELECT n.ballot_id FROM ballot_entries n JOIN ballots b ON b.event_id = n.event_id AND b.id = n.ballot_id
    WHERE n.won_session_id IS NOT NULL
    GROUP BY n.event_id, n.ballot_id, n.won_session_id
    HAVING sum(n.party_size) > (SELECT k.places FROM ballot_sessions k WHERE k.event_id = n.event_id
      AND k.ballot_id = n.ballot_id AND k.session_id = n.won_session_id)`;
}

/** Lines whose length is not as it is shown, and lines that others get places before. */
export async function findBrokenLines(
  tx: Tx,
): Promise<{ id: string; parties: number; live: number; waitedFor: boolean }[]> {
  return tx.sql`
    SELECT p.session_id AS id, coalesce(l.parties, 0) AS parties, coalesce(w.live, 0) AS live, p.waited_for AS "waitedFor"
    FROM pools p
    LEFT JOIN waiting_list_lines l ON l.session_id = p.session_id AND l.event_id = p.event_id
    LEFT JOIN (SELECT session_id, event_id, count(*)::int AS live FROM waiting_list_wishes WHERE live
               GROUP BY session_id, event_id) w ON w.session_id = p.session_id AND w.event_id = p.event_id
    WHERE p.audience = 'public'
      AND (coalesce(l.parties, 0) <> coalesce(w.live, 0) OR (coalesce(w.live, 0) > 0 AND NOT p.waited_for))`;
}

/** Parties with an offer that is none, or with none although they have one. */
export async function findEntriesAstray(tx: Tx): Promise<{ id: string; state: string }[]> {
  return tx.sql`
    SELECT e.id, e.state FROM waiting_list_entries e
    WHERE (e.state = 'offered') <> EXISTS (
      SELECT FROM waiting_list_offers o WHERE o.entry_id = e.id AND o.event_id = e.event_id AND o.state = 'live')`;
}

import type { Tx } from '#database';

export async function findMiscounts(tx: Tx): Promise<{ id: string; taken: number; people: number }[]> {
  return tx.sql`
    SELECT p.id, p.taken, coalesce(sum(r.party_size), 0)::int AS people
    FROM pools p LEFT JOIN registrations r ON r.event_id = p.event_id AND r.pool_id = p.id AND r.state <> 'cancelled'
    GROUP BY p.event_id, p.id HAVING p.taken <> coalesce(sum(r.party_size), 0)`;
}

export async function findOvercommitted(tx: Tx): Promise<{ id: string; places: number; capacity: number }[]> {
  return tx.sql`
    SELECT s.id, sum(p.places)::int AS places, s.capacity
    FROM sessions s JOIN pools p ON p.event_id = s.event_id AND p.session_id = s.id
    GROUP BY s.event_id, s.id HAVING sum(p.places) > s.capacity`;
}

export async function findUntold(tx: Tx): Promise<{ id: string }[]> {
  return tx.sql`
    SELECT r.id FROM registrations r
    WHERE r.state = 'confirmed' AND NOT EXISTS (
      SELECT FROM messages m WHERE m.registration_id = r.id AND m.kind = 'confirmation')`;
}

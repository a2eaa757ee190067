import type { WaitEnd } from '#contracts';
import type { Round, Tx } from '#database';

/** Those that wait and stand in no line, so many after an id. */
export async function findAdrift(tx: Tx, { after, limit }: Round): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT e.id FROM waiting_list_entries e
    WHERE e.id > ${after} AND e.state = 'waiting'
      AND NOT EXISTS (SELECT FROM waiting_list_wishes w WHERE w.entry_id = e.id AND w.event_id = e.event_id AND w.live)
    ORDER BY e.id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

export interface Adrift {
  readonly id: string;
  readonly reason: Extract<WaitEnd, 'called-off' | 'over' | 'removed'>;
  /** Whether it is news: something of it was still to come, and not everybody has heard. */
  readonly news: boolean;
}

/** What has become of all that each of the entries wished for. */
export async function findWhyAdrift(tx: Tx, ids: readonly string[], now: Date): Promise<Adrift[]> {
  return tx.sql<Adrift[]>`
    SELECT e.id,
           CASE WHEN coalesce(bool_or(s.takes_place AND s.starts_at > ${now}), false) THEN 'removed'
                WHEN coalesce(bool_or(s.takes_place), false) THEN 'over'
                ELSE 'called-off' END AS reason,
           coalesce(bool_or(s.starts_at > ${now} AND NOT s.untold), false) AS news
    FROM waiting_list_entries e
    LEFT JOIN LATERAL (
      SELECT s.starts_at, s.status = 'scheduled' AND v.status = 'published' AS takes_place,
             coalesce(l.untold, false) AS untold
      FROM waiting_list_wishes w
      JOIN sessions s ON s.id = w.session_id AND s.event_id = w.event_id JOIN events v ON v.id = s.event_id
      LEFT JOIN waiting_list_lines l ON l.session_id = w.session_id AND l.event_id = w.event_id
      WHERE w.entry_id = e.id AND w.event_id = e.event_id) s ON true
    WHERE e.id = ANY(${ids}::uuid[])
    GROUP BY e.id`;
}

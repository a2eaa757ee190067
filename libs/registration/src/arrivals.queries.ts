import type { Arrival } from '#contracts';
import type { Tx } from '#database';
import { Conditions } from './conditions.js';
import type { Patterns } from './registration-filter.queries.js';
import type { KeptParty } from './sealed-party.js';

export type ArrivalRow = Pick<Arrival, 'id' | 'reference' | 'state' | 'name' | 'partySize'> &
  Pick<KeptParty, 'accessNeeds' | 'places'>;

export interface ArrivalsWanted {
  readonly eventId: string;
  readonly sessionId: string;
  readonly words: Patterns;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const SORTED_BY = (row: string) => `search_folded(${row}.contact_name) COLLATE "C"`;

/**
 * By name; one more than the limit. A session has so few that they are sorted and searched as they are, without
 * the index of words: nobody is missing at the door because that is not up to date. No address is looked into.
 */
export async function findArrivals(tx: Tx, wanted: ArrivalsWanted): Promise<ArrivalRow[]> {
  const conditions = new Conditions();
  conditions.add((id) => `r.event_id = ${id}`, wanted.eventId);
  conditions.add((id) => `r.session_id = ${id}`, wanted.sessionId);
  conditions.add(() => `r.state <> 'cancelled' AND r.stands_in_for IS NULL`);
  for (const patterns of wanted.words) {
    conditions.add((...each) => `w.words LIKE ANY (ARRAY[${each.join(', ')}])`, ...patterns);
  }
  conditions.add(
    (id) =>
      `(${SORTED_BY('r')}, r.id) > ((SELECT ${SORTED_BY('o')} FROM registrations o WHERE o.id = ${id}), ${id}::uuid)`,
    wanted.cursor,
  );
  const words = 'CROSS JOIN LATERAL search_words(r.contact_name, NULL, r.reference, r.places) AS w (words)';
  const text = `
    SELECT r.id, r.reference, r.state, r.contact_name AS name, r.party_size AS "partySize",
           r.access_needs AS "accessNeeds", r.places
    FROM registrations r ${wanted.words.length > 0 ? words : ''}
    WHERE ${conditions.text}
    ORDER BY ${SORTED_BY('r')}, r.id LIMIT ${conditions.value(wanted.limit + 1)}`;
  return tx.query<ArrivalRow[]>(text, conditions.values);
}

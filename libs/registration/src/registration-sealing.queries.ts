import { read, type Tx, write } from '#database';
import type { KeptParty } from './sealed-party.js';

export interface KeptRow extends KeptParty {
  readonly id: string;
  readonly eventId: string;
}

/** Those after an id in which people say something about themselves, in the order of the ids. */
export async function findKeptParties(tx: Tx, after: string, limit: number): Promise<KeptRow[]> {
  return read<KeptRow[]>(tx)`
    SELECT id, event_id AS "eventId", access_needs AS "accessNeeds", answers, places FROM registrations
    WHERE id > ${after} AND (access_needs IS NOT NULL OR answers <> '{}'
      OR places @? '$[*] ? (@.accessNeeds.type() != "null" || @.space.type() != "null" || exists (@.answers.*))')
    ORDER BY id LIMIT ${limit}`;
}

/** As they are now; nobody changes them until the end of the transaction. */
export async function lockKeptParties(tx: Tx, ids: readonly string[]): Promise<KeptRow[]> {
  return read<KeptRow[]>(tx)`
    SELECT id, event_id AS "eventId", access_needs AS "accessNeeds", answers, places FROM registrations
    WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
}

/** Says the same as before, so version and time of the last change stay. */
export function writeKeptParty(tx: Tx, { id, eventId, accessNeeds, answers, places }: KeptRow): void {
  const needs = accessNeeds === null ? null : JSON.stringify(accessNeeds);
  write(tx)`
    UPDATE registrations SET access_needs = ${needs}, answers = ${JSON.stringify(answers)}, places = ${JSON.stringify(places)}
    WHERE id = ${id} AND event_id = ${eventId}`;
}

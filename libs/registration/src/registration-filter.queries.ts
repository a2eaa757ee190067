import type { RegistrationFilter } from '#contracts';
import { Conditions } from './conditions.js';

/** For each word that was typed, the patterns of which one must fit. */
export type Patterns = readonly (readonly string[])[];

/** Which registrations a caller is shown. */
export interface Scope extends Omit<RegistrationFilter, 'q'> {
  /** Null for all events. */
  readonly eventIds: readonly string[] | null;
  /** The events in which the caller may see what is sensitive; null for all. */
  readonly sensitiveIds: readonly string[] | null;
  /** None of them: nothing is found. Left out: nobody has asked for any. */
  readonly words?: Patterns | undefined;
}

export const REGISTRATIONS = 'registrations r';
/** LEFT, so that PostgreSQL leaves the registrations out where nothing is asked about them. */
export const SEARCHED = `registration_search f LEFT JOIN ${REGISTRATIONS}
      ON r.id = f.registration_id AND r.event_id = f.event_id`;

/** The word for word same as in the index that it is for. */
const HAS_NEEDS = `(r.access_needs IS NOT NULL OR r.places @? '$[*] ? (@.accessNeeds.type() != "null" || @.space.type() != "null")')`;

/**
 * Conditions about `registrations r`; with `searched` also about `registration_search f`, which knows the event and
 * holds no stand-ins.
 */
export function conditionsOf(scope: Scope, searched = scope.words !== undefined): Conditions {
  const { eventIds, sensitiveIds, words, ...filter } = scope;
  const conditions = new Conditions();
  const event = searched ? 'f.event_id' : 'r.event_id';
  if (!searched) conditions.add(() => 'r.stands_in_for IS NULL');
  conditions.add((ids) => `${event} = ANY(${ids}::uuid[])`, eventIds ?? undefined);
  conditions.add((id) => `${event} = ${id}`, filter.eventId);
  addSession(conditions, filter.sessionId);
  addPool(conditions, filter.poolId, sensitiveIds);
  conditions.add((state) => `r.state = ${state}`, filter.state);
  conditions.add((source) => `r.source = ${source}`, filter.source);
  conditions.add((from) => `r.created_at >= ${from}`, filter.from);
  conditions.add((to) => `r.created_at < ${to}`, filter.to);
  conditions.add((size) => `r.party_size >= ${size}`, filter.partySizeMin);
  conditions.add((size) => `r.party_size <= ${size}`, filter.partySizeMax);
  if (filter.bounced) conditions.add(() => `r.bounced_at IS ${filter.bounced === 'true' ? 'NOT NULL' : 'NULL'}`);
  addNeeds(conditions, filter.hasAccessNeeds, sensitiveIds);
  // Words were asked for, and there is no letter or digit in any: that is found in nothing, not in everything.
  if (words?.length === 0) conditions.add(() => 'false');
  for (const patterns of words ?? []) {
    conditions.add((...each) => `(${each.map((one) => `f.words LIKE ${one}`).join(' OR ')})`, ...patterns);
  }
  return conditions;
}

/** With its event, since the index begins with that. */
function addSession(conditions: Conditions, sessionId: string | undefined): void {
  conditions.add(
    (id) => `r.session_id = ${id} AND r.event_id = (SELECT event_id FROM sessions WHERE id = ${id})`,
    sessionId,
  );
}

/**
 * Those of whom somebody is counted in the pool. To whom a private pool is not named, nobody is in it; and who needs a
 * space or comes to help is as sensitive as what people need.
 */
function addPool(conditions: Conditions, poolId: string | undefined, sensitiveIds: Scope['sensitiveIds']): void {
  conditions.add(
    (
      id,
    ) => `(r.pool_id = ${id} OR r.elsewhere ? ${id}::text) AND r.event_id = (SELECT event_id FROM pools WHERE id = ${id})
      AND r.session_id = (SELECT session_id FROM pools WHERE id = ${id})`,
    poolId,
  );
  if (poolId === undefined || sensitiveIds === null) return;
  conditions.add(
    (ids, id) => `(r.event_id = ANY(${ids}::uuid[]) OR r.pool_id = ${id} AND NOT (
        SELECT private FROM pools p WHERE p.event_id = r.event_id AND p.id = r.pool_id))`,
    sensitiveIds,
    poolId,
  );
}

/** Whether there are any is as sensitive as what they are. */
function addNeeds(conditions: Conditions, wanted: Scope['hasAccessNeeds'], sensitiveIds: Scope['sensitiveIds']): void {
  if (wanted === undefined) return;
  conditions.add(() => (wanted === 'true' ? HAS_NEEDS : `NOT ${HAS_NEEDS}`));
  conditions.add((ids) => `r.event_id = ANY(${ids}::uuid[])`, sensitiveIds ?? undefined);
}

import type { InvitationFilter } from '#contracts';

/** Which invitations are meant, and by whom. */
export interface InvitationScope extends InvitationFilter {
  readonly id?: string | undefined;
  /** Null for all events. */
  readonly eventIds: readonly string[] | null;
  /** The events in which the caller sees whom a private pool is for; null for all. */
  readonly sensitiveIds: readonly string[] | null;
}

/** As `standing` says it. About `invitations i` with its registration `r`. */
export const STANDING = `CASE WHEN i.state IN ('accepted', 'declined') AND r.id IS NOT NULL
  THEN CASE r.state WHEN 'cancelled' THEN 'declined' ELSE 'accepted' END ELSE i.state END`;

export const INVITATIONS = `invitations i
  JOIN pools p ON p.event_id = i.event_id AND p.id = i.pool_id
  LEFT JOIN registrations r ON r.event_id = i.event_id AND r.id = i.registration_id`;

/** Conditions with their values, to be numbered after `values`. To whom a private pool is not named, nobody is in it. */
export function conditionsOf(scope: InvitationScope, values: unknown[]): string {
  const { id, eventIds, sensitiveIds, eventId, sessionId, poolId, state, sent, organisation, q } = scope;
  const value = (one: unknown) => `$${values.push(one)}`;
  const conditions = ['true'];
  if (eventIds !== null) conditions.push(`i.event_id = ANY(${value(eventIds)}::uuid[])`);
  if (id !== undefined) conditions.push(`i.id = ${value(id)}`);
  if (eventId !== undefined) conditions.push(`i.event_id = ${value(eventId)}`);
  if (sessionId !== undefined) conditions.push(`i.session_id = ${value(sessionId)}`);
  if (poolId !== undefined) {
    const seen = sensitiveIds === null ? 'true' : `i.event_id = ANY(${value(sensitiveIds)}::uuid[])`;
    conditions.push(`i.pool_id = ${value(poolId)} AND (NOT p.private OR ${seen})`);
  }
  if (state !== undefined) conditions.push(`${STANDING} = ${value(state)}`);
  if (sent !== undefined) conditions.push(sent === 'true' ? 'i.sent_at IS NOT NULL' : 'i.sent_at IS NULL');
  if (organisation !== undefined) conditions.push(contains('i.organisation', value(organisation)));
  for (const word of (q ?? '').split(/\s+/).filter(Boolean)) {
    conditions.push(contains(`concat_ws(' ', i.title, i.name, i.organisation, i.email)`, value(word)));
  }
  return conditions.join(' AND ');
}

function contains(text: string, part: string): string {
  return `position(lower(${part}) IN lower(coalesce(${text}, ''))) > 0`;
}

import type { Role } from '#contracts';
import { read, type Tx, write } from '#database';

export interface GrantRow {
  readonly memberId: string;
  readonly role: Role;
  /** Null for everything. */
  readonly eventId: string | null;
}

export async function findGrants(tx: Tx, memberIds: readonly string[]): Promise<GrantRow[]> {
  return read<GrantRow[]>(tx)`
    SELECT member_id AS "memberId", role, event_id AS "eventId" FROM staff_grants
    WHERE member_id = ANY(${memberIds}::uuid[]) ORDER BY role, event_id NULLS FIRST`;
}

export function replaceGrants(tx: Tx, memberId: string, grants: readonly Omit<GrantRow, 'memberId'>[]): void {
  write(tx)`DELETE FROM staff_grants WHERE member_id = ${memberId}`;
  write(tx)`
    INSERT INTO staff_grants (member_id, role, event_id)
    SELECT ${memberId}, role, event_id
    FROM unnest(${grants.map(({ role }) => role)}::text[], ${grants.map(({ eventId }) => eventId)}::uuid[])
      AS granted (role, event_id)`;
}

/** Until the end of the transaction nobody else changes who is an owner: two could else take leave of each other. */
export function lockOwners(tx: Tx): void {
  write(tx)`SELECT pg_advisory_xact_lock(hashtext('gatehouse owners'))`;
}

/** In the order of their ids, so that no two who look wait for each other. */
export async function findMembers(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM staff_members WHERE id = ANY(${ids}::uuid[]) AND disabled_at IS NULL
    ORDER BY id FOR KEY SHARE`;
  return rows.map(({ id }) => id);
}

/** Owners of everything who can act: not disabled, and arrived. */
export async function findOwners(tx: Tx): Promise<{ readonly id: string }[]> {
  return read<{ id: string }[]>(tx)`
    SELECT id FROM staff_members JOIN staff_grants ON member_id = id
    WHERE role = 'owner' AND event_id IS NULL AND disabled_at IS NULL AND joined_at IS NOT NULL`;
}

/** Until when the members' open invitations can be accepted. */
export async function findInvitations(
  tx: Tx,
  memberIds: readonly string[],
  now: Date,
): Promise<{ readonly memberId: string; readonly until: Date }[]> {
  return read<{ memberId: string; until: Date }[]>(tx)`
    SELECT member_id AS "memberId", max(expires_at) AS until FROM staff_links
    WHERE member_id = ANY(${memberIds}::uuid[]) AND purpose = 'invitation' AND ended_at IS NULL AND expires_at > ${now}
    GROUP BY member_id`;
}

export function endLinks(tx: Tx, memberId: string, now: Date): void {
  write(tx)`UPDATE staff_links SET ended_at = ${now} WHERE member_id = ${memberId} AND ended_at IS NULL`;
}

/** The member arrives; later calls change nothing. */
export function markJoined(tx: Tx, memberId: string, now: Date): void {
  write(tx)`
    UPDATE staff_members SET joined_at = ${now}, email_verified = true, updated_at = ${now}, version = version + 1
    WHERE id = ${memberId} AND joined_at IS NULL`;
}

/** Gives the member this password, whether or not they had one. */
export function putPassword(tx: Tx, id: string, memberId: string, hash: string, now: Date): void {
  write(tx)`
    INSERT INTO staff_credentials (id, member_id, account_id, provider_id, password, created_at, updated_at)
    VALUES (${id}, ${memberId}, ${memberId}, 'credential', ${hash}, ${now}, ${now})
    ON CONFLICT (provider_id, account_id) DO UPDATE SET password = excluded.password, updated_at = excluded.updated_at`;
}

export interface SessionRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** Newest first. */
export async function findSessions(tx: Tx, memberId: string, now: Date): Promise<SessionRow[]> {
  return read<SessionRow[]>(tx)`
    SELECT id, created_at AS "createdAt", expires_at AS "expiresAt", ip_address AS address, user_agent AS "userAgent"
    FROM staff_sessions WHERE member_id = ${memberId} AND expires_at > ${now} ORDER BY id DESC`;
}

/** Answers the ids of those that were ended; of all of the member's if no one is named, but never `except`. */
export async function deleteSessions(
  tx: Tx,
  memberId: string,
  { only = null, except = null }: { readonly only?: string | null; readonly except?: string | null } = {},
): Promise<{ readonly id: string }[]> {
  return read<{ id: string }[]>(tx)`
    DELETE FROM staff_sessions
    WHERE member_id = ${memberId} AND (${only}::uuid IS NULL OR id = ${only}) AND id IS DISTINCT FROM ${except}::uuid
    RETURNING id`;
}

export function deleteSessionByToken(tx: Tx, token: string): void {
  write(tx)`DELETE FROM staff_sessions WHERE token = ${token}`;
}

/** What was begun and never finished: half-done sign-ins and sessions that nobody ended. */
export async function deleteExpired(tx: Tx, now: Date): Promise<void> {
  await read(tx)`DELETE FROM staff_verifications WHERE expires_at <= ${now}`;
  await read(tx)`DELETE FROM staff_sessions WHERE expires_at <= ${now}`;
}

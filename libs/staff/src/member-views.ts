import type { GrantView, NewGrants, StaffMemberView } from '#contracts';
import type { Tx } from '#database';
import type { Grant } from './caller.js';
import type { Member } from './member.entity.js';
import { MAY } from './permission.js';
import { findGrants, findInvitations, type GrantRow } from './staff.queries.js';

/** The members as the API shows them, in the same order. */
export async function viewsOf(tx: Tx, members: readonly Member[], now: Date): Promise<StaffMemberView[]> {
  const ids = members.map(({ id }) => id);
  const [grants, invitations] = await Promise.all([findGrants(tx, ids), findInvitations(tx, ids, now)]);
  return members.map((member) => {
    const own = grants.filter(({ memberId }) => memberId === member.id);
    const invited = invitations.find(({ memberId }) => memberId === member.id);
    return viewOf(member, grantViews(own), invited?.until ?? null);
  });
}

function viewOf(member: Member, grants: GrantView[], invitedUntil: Date | null): StaffMemberView {
  const { id, name, email, version, createdAt, joinedAt, disabledAt } = member;
  return {
    ...{ id, name, email, version, grants },
    state: disabledAt ? 'disabled' : joinedAt ? 'active' : 'invited',
    secondFactor: member.twoFactorEnabled === true,
    createdAt: createdAt.toISOString(),
    invitedUntil: joinedAt ? null : (invitedUntil?.toISOString() ?? null),
    joinedAt: joinedAt?.toISOString() ?? null,
    disabledAt: disabledAt?.toISOString() ?? null,
  };
}

type Given = Omit<GrantRow, 'memberId'>;

/** One row for each role and event; a role for everything makes the same in one event needless. */
export function grantRows(grants: NewGrants): Given[] {
  return grantViews(
    grants.flatMap(({ role, eventIds }) => (eventIds ?? [null]).map((eventId) => ({ role, eventId }))),
  ).flatMap(({ role, eventIds }) => (eventIds ?? [null]).map((eventId) => ({ role, eventId })));
}

export function grantViews(rows: readonly Given[]): GrantView[] {
  return [...new Set(rows.map(({ role }) => role))].map((role) => {
    const where = rows.filter((row) => row.role === role).map(({ eventId }) => eventId);
    const eventIds = where.includes(null) ? null : [...new Set(where.filter((eventId) => eventId !== null))];
    return { role, eventIds };
  });
}

/** What the roles allow. */
export function permissionsOf(rows: readonly Given[]): Grant[] {
  return rows.map(({ role, eventId }) => ({ permissions: MAY[role], eventId }));
}

export function isOwner(rows: readonly Given[]): boolean {
  return rows.some(({ role, eventId }) => role === 'owner' && eventId === null);
}

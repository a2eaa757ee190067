/** What members of the team and keys may do; each role may do what those after it may. */
export const ROLES = ['owner', 'manager', 'door', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

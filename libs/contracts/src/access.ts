import { z } from 'zod';

/** What members of the team and keys are. What each may do stands in `#staff`. */
export const Role = z.enum(['owner', 'manager', 'door', 'viewer']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/** What one operation of the admin API needs; also the scopes of an API key. */
export const Permission = z
  .enum([
    'programme:read',
    'programme:write',
    'capacity:override',
    'registrations:read',
    'registrations:write',
    'registrations:sensitive',
    'registrations:export',
    'arrivals:read',
    'messages:read',
    'messages:write',
    'changes:read',
    'audit:read',
    'webhooks:write',
    'staff:write',
    'keys:write',
  ])
  .meta({ id: 'Permission' });
export type Permission = z.infer<typeof Permission>;

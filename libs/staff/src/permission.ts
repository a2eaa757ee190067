import { Permission, Role } from '#contracts';

export const ROLES = Role.options;
export const PERMISSIONS = Permission.options;

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

const READS_PROGRAMME: readonly Permission[] = ['programme:read'];

/**
 * What each role may do; no role sees more than it needs. A viewer watches how places fill, without what is
 * sensitive. The door sees who is to come and what helps them there, and no address.
 */
export const MAY: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  manager: [
    ...READS_PROGRAMME,
    'programme:write',
    'registrations:read',
    'registrations:write',
    'registrations:sensitive',
    'registrations:export',
    'arrivals:read',
    'messages:read',
    'messages:write',
    'changes:read',
    'audit:read',
  ],
  door: [...READS_PROGRAMME, 'arrivals:read'],
  viewer: [...READS_PROGRAMME, 'registrations:read'],
};

/** In words, for the people who give out keys. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  'programme:read': 'Read venues, programmes, events, sessions, and how many places are taken',
  'programme:write': 'Plan: make and change them, publish, reschedule, cancel, resize pools',
  'capacity:override': 'Go over a capacity or a safe number, with a reason',
  'registrations:read': 'Read and search registrations, without what is sensitive',
  'registrations:write': 'Take, change, move and cancel places for people',
  'registrations:sensitive':
    'See access needs, sensitive answers and whom a private pool is for, and have links sent to another address',
  'registrations:export': 'Take lists of people out as files',
  'arrivals:read': 'See who is to come, how many, and what helps at the door',
  'messages:read': 'Read the log of messages',
  'messages:write': 'Send messages again',
  'changes:read': 'Follow the feed of changes',
  'audit:read': 'Read the audit trail',
  'webhooks:write': 'Decide where changes are pushed to',
  'staff:write': 'Invite colleagues and decide what they may do',
  'keys:write': 'Make and revoke API keys',
};

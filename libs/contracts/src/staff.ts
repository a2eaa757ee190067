import { z } from 'zod';
import { Permission, Role } from './access.js';
import { pageOf } from './page.js';
import { EmailAddress, line, PersonName } from './text.js';

const grants = [
  { role: 'manager', eventIds: null },
  { role: 'door', eventIds: ['01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e60'] },
] as const;

const member = {
  id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e92',
  name: 'May Linden',
  email: 'may.linden@example.org',
  state: 'active',
  grants,
  secondFactor: true,
  version: 2,
  createdAt: '2026-11-22T10:15:00.000Z',
  invitedUntil: null,
  joinedAt: '2026-11-23T08:00:00.000Z',
  disabledAt: null,
} as const;

/** A role for everything, or in the events named. */
export const GrantView = z.object({ role: Role, eventIds: z.array(z.uuid()).nullable() }).meta({
  id: 'Grant',
  description: 'A role for everything, where eventIds is null, or in the events named.',
  examples: [...grants],
});
export type GrantView = z.infer<typeof GrantView>;

const NewGrant = z
  .strictObject({ role: Role, eventIds: z.array(z.uuid()).min(1).max(200).nullable().default(null) })
  .meta({ id: 'NewGrant', examples: [...grants] });

const Grants = z.array(NewGrant).min(1, 'Please give at least one role.').max(20);
export type NewGrants = z.infer<typeof Grants>;

export const NewStaffMember = z
  .strictObject({ name: PersonName, email: EmailAddress, grants: Grants })
  .meta({ id: 'NewStaffMember', examples: [{ name: member.name, email: member.email, grants }] });
export type NewStaffMember = z.infer<typeof NewStaffMember>;

export const StaffMemberChange = z
  .strictObject({ name: PersonName.optional(), grants: Grants.optional() })
  .meta({ id: 'StaffMemberChange', examples: [{ grants }] });
export type StaffMemberChange = z.infer<typeof StaffMemberChange>;

export const StaffDisabling = z
  .strictObject({ reason: line(500).optional() })
  .meta({ id: 'StaffDisabling', examples: [{ reason: 'Has left the team.' }] });
export type StaffDisabling = z.infer<typeof StaffDisabling>;

export const StaffMemberView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    state: z.enum(['invited', 'active', 'disabled']),
    grants: z.array(GrantView),
    secondFactor: z.boolean().meta({ description: 'Whether signing in by password asks for a code as well.' }),
    version: z.int(),
    createdAt: z.iso.datetime(),
    invitedUntil: z.iso.datetime().nullable().meta({ description: 'How long the invitation can be accepted.' }),
    joinedAt: z.iso.datetime().nullable(),
    disabledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'StaffMember', examples: [member] });
export type StaffMemberView = z.infer<typeof StaffMemberView>;
export const StaffPage = pageOf(StaffMemberView).meta({ id: 'StaffPage' });

export const Me = z
  .object({
    kind: z.enum(['person', 'key']),
    id: z.uuid(),
    name: z.string(),
    permissions: z
      .array(z.object({ permission: Permission, eventIds: z.array(z.uuid()).nullable() }))
      .meta({ description: 'What you may do; in the events named, or for everything where eventIds is null.' }),
    member: StaffMemberView.nullable().meta({ description: 'Null for keys.' }),
  })
  .meta({
    id: 'Me',
    examples: [
      {
        kind: 'person',
        id: member.id,
        name: member.name,
        permissions: [{ permission: 'programme:read', eventIds: null }],
        member,
      },
    ],
  });
export type Me = z.infer<typeof Me>;

export const StaffSessionView = z
  .object({
    id: z.uuid(),
    current: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({
    id: 'StaffSession',
    examples: [
      {
        id: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e94',
        current: true,
        createdAt: '2026-11-22T10:15:00.000Z',
        expiresAt: '2026-11-23T10:15:00.000Z',
        address: '192.0.2.7',
        userAgent: 'Mozilla/5.0',
      },
    ],
  });
export type StaffSessionView = z.infer<typeof StaffSessionView>;
export const StaffSessions = z
  .object({ items: z.array(StaffSessionView) })
  .meta({ id: 'StaffSessions', examples: [{ items: StaffSessionView.meta()?.examples ?? [] }] });

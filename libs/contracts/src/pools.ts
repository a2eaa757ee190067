import { z } from 'zod';
import { AdminPool, PoolAudience, PoolOwner } from './admin.js';
import { adminSession } from './examples.js';
import { PageQuery, pageOf } from './page.js';
import { Instant, line } from './text.js';

const People = z.int().min(0).max(1_000_000);

const Private = z
  .boolean()
  .optional()
  .meta({ description: 'Whether only `registrations:sensitive` shows whom it is for.' });

const Code = line(60).meta({
  description:
    'Letters and digits, six of them at least; case, spaces and hyphens do not matter. Not for places that are open to everybody.',
});
const GenerateCode = z
  .boolean()
  .optional()
  .meta({ description: 'Whether a new code is made, which ends the one before.' });
const CodeLimit = z
  .int()
  .min(1)
  .max(1_000_000)
  .nullable()
  .optional()
  .meta({ description: 'How many people may hold places by the code; null for as many as the pool has.' });

/** What may be wished of the code of a pool. */
export interface PoolCodeWish {
  readonly code?: string | null | undefined;
  readonly generateCode?: boolean | undefined;
  readonly codeLimit?: number | null | undefined;
}

export const AdminPoolPage = pageOf(AdminPool).meta({ id: 'AdminPoolPage' });
export const PoolsQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  sessionId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
});
export type PoolsQuery = z.infer<typeof PoolsQuery>;

export const NewPool = z
  .strictObject({
    sessionId: z.uuid(),
    name: line(100),
    audience: PoolAudience,
    private: Private,
    ownerId: PoolOwner.optional(),
    places: People,
    code: Code.optional(),
    generateCode: GenerateCode,
    codeLimit: CodeLimit,
    releasesAt: Instant.optional().meta({ description: 'When its free places go to another pool.' }),
    releasesTo: z.uuid().optional().meta({ description: 'That pool; the public one if left out.' }),
  })
  .meta({
    id: 'NewPool',
    examples: [{ sessionId: adminSession.id, name: 'Press', audience: 'invited', places: 10 }],
  });
export type NewPool = z.infer<typeof NewPool>;

export const PoolChange = z
  .strictObject({
    name: line(100).optional(),
    private: Private,
    ownerId: PoolOwner.nullable().optional(),
    places: People.optional(),
    code: Code.nullable()
      .optional()
      .meta({ description: 'A new code ends the one before; null: no code opens the pool any more.' }),
    generateCode: GenerateCode,
    codeLimit: CodeLimit,
    releasesAt: Instant.nullable().optional().meta({ description: 'Null: its places stay its own.' }),
    releasesTo: z.uuid().optional(),
  })
  .meta({ id: 'PoolChange', examples: [{ places: 12 }] });
export type PoolChange = z.infer<typeof PoolChange>;

export const PoolRelease = z.strictObject({ releasesTo: z.uuid().optional(), reason: line(500).optional() }).meta({
  id: 'PoolRelease',
  description: 'To where it was to be released anyway, else to the public places, if nothing is said.',
  examples: [{}],
});
export type PoolRelease = z.infer<typeof PoolRelease>;

const Counts = {
  places: z.int(),
  taken: z.int().meta({ description: 'People with places, those included whose places are held or offered.' }),
  held: z.int().meta({ description: 'Of the taken: held until an address is confirmed.' }),
  offered: z.int().meta({ description: 'Of the taken: held for people on a waiting list.' }),
  promised: z.int().meta({ description: 'Not taken: what people who were invited may still take.' }),
  free: z.int(),
};
const Totals = {
  capacity: z.int(),
  inNoPool: z.int().meta({ description: 'What of the capacity no pool has.' }),
  ...Counts,
};
const LedgerPool = z.object({
  id: z.uuid(),
  name: AdminPool.shape.name,
  audience: AdminPool.shape.audience,
  ...Counts,
});

export const SessionLedger = z
  .object({
    sessionId: z.uuid(),
    startsAt: z.iso.datetime(),
    status: z.enum(['scheduled', 'cancelled']),
    ...Totals,
    pools: z.array(LedgerPool),
  })
  .meta({
    id: 'SessionLedger',
    examples: [
      {
        ...{ sessionId: adminSession.id, startsAt: adminSession.startsAt, status: 'scheduled' },
        ...{ capacity: 40, inNoPool: 0, places: 40, taken: 2, held: 0, offered: 0, promised: 0, free: 38 },
        pools: [
          {
            ...{ id: adminSession.pools[0].id, name: 'Public', audience: 'public' },
            ...{ places: 40, taken: 2, held: 0, offered: 0, promised: 0, free: 38 },
          },
        ],
      },
    ],
  });
export type SessionLedger = z.infer<typeof SessionLedger>;

export const EventLedger = z
  .object({
    eventId: z.uuid(),
    totals: z
      .object({ sessions: z.int(), ...Totals })
      .meta({ description: 'Of all its sessions that are not cancelled.' }),
    items: z.array(SessionLedger),
    nextCursor: z.string().nullable(),
  })
  .meta({
    id: 'EventLedger',
    examples: [
      {
        eventId: adminSession.eventId,
        totals: {
          sessions: 1,
          capacity: 40,
          inNoPool: 0,
          places: 40,
          taken: 2,
          held: 0,
          offered: 0,
          promised: 0,
          free: 38,
        },
        items: SessionLedger.meta()?.['examples'] ?? [],
        nextCursor: null,
      },
    ],
  });
export type EventLedger = z.infer<typeof EventLedger>;

import { z } from 'zod';
import { AdminPool, PoolAudience } from './admin.js';
import { adminSession } from './examples.js';
import { PageQuery } from './page.js';

const Counts = {
  planned: z.int().meta({ description: 'Places that it was planned to have, before any were released.' }),
  received: z.int().meta({ description: 'Places that came from other pools when these were released.' }),
  released: z.int().meta({ description: 'Places that went on to another pool.' }),
  places: z.int().meta({ description: 'Places that it has now: planned and received, without what was released.' }),
  taken: z.int().meta({ description: 'People with places, those included to whom one is offered.' }),
  offered: z.int().meta({ description: 'Of the taken: offered to people on the waiting list who have not answered.' }),
  invited: z.int().meta({ description: 'People who may or might have come by invitations that were not withdrawn.' }),
  promised: z.int().meta({ description: 'Not taken: what people who were invited may still take.' }),
  declined: z.int().meta({ description: 'People who were invited and will not come.' }),
  unused: z.int().meta({ description: 'Places that nobody has taken, promised ones included.' }),
};

const example = {
  ...{
    planned: 10,
    received: 0,
    released: 4,
    places: 6,
    taken: 6,
    offered: 0,
    invited: 9,
    promised: 0,
    declined: 3,
    unused: 0,
  },
};

export const PoolReport = z
  .object({
    poolId: z.uuid(),
    eventId: z.uuid(),
    sessionId: z.uuid(),
    sessionTitle: z.string().nullable(),
    startsAt: z.iso.datetime(),
    status: z.enum(['scheduled', 'cancelled']).meta({ description: 'Of its session.' }),
    name: AdminPool.shape.name,
    audience: AdminPool.shape.audience,
    private: z.boolean(),
    ownerId: AdminPool.shape.ownerId,
    ownerName: AdminPool.shape.ownerName,
    ...Counts,
    releasesAt: z.iso.datetime().nullable(),
    releasesTo: z
      .object({ poolId: z.uuid(), name: AdminPool.shape.name })
      .nullable()
      .meta({ description: 'Where its free places go, or went.' }),
    releasedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'PoolReport',
    examples: [
      {
        ...{ poolId: adminSession.pools[0].id, eventId: adminSession.eventId, sessionId: adminSession.id },
        ...{ sessionTitle: null, startsAt: adminSession.startsAt, status: 'scheduled' },
        ...{ name: 'Press', audience: 'invited', private: false, ownerId: null, ownerName: null, ...example },
        ...{ releasesAt: '2027-06-01T09:00:00.000Z', releasedAt: '2027-06-01T09:00:12.000Z' },
        releasesTo: { poolId: '01992f3e-8d2b-7c31-9b5f-4a2c3d5e6f71', name: 'Public' },
      },
    ],
  });
export type PoolReport = z.infer<typeof PoolReport>;

export const PoolReportQuery = PageQuery.extend({
  sessionId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
  audience: PoolAudience.optional(),
});
export type PoolReportQuery = z.infer<typeof PoolReportQuery>;

export const EventPoolReport = z
  .object({
    eventId: z.uuid(),
    totals: z
      .object({ pools: z.int(), ...Counts })
      .meta({ description: 'Of all these pools in sessions that are not cancelled.' }),
    byName: z
      .array(z.object({ name: AdminPool.shape.name, pools: z.int(), ...Counts }))
      .meta({ description: 'The same for the pools of one name in all sessions; null for all private ones together.' }),
    items: z.array(PoolReport),
    nextCursor: z.string().nullable(),
  })
  .meta({
    id: 'EventPoolReport',
    examples: [
      {
        eventId: adminSession.eventId,
        totals: { pools: 1, ...example },
        byName: [{ name: 'Press', pools: 1, ...example }],
        items: PoolReport.meta()?.['examples'] ?? [],
        nextCursor: null,
      },
    ],
  });
export type EventPoolReport = z.infer<typeof EventPoolReport>;

import { z } from 'zod';
import { AdminSession, PoolAudience, PoolOwner } from './admin.js';
import { adminSession, alsoTold, reached } from './examples.js';
import { PageQuery, pageOf } from './page.js';
import { Instant, line } from './text.js';

const People = z.int().min(0).max(1_000_000);
const Minutes = z
  .int()
  .min(1)
  .max(24 * 60);
const Gap = z
  .int()
  .min(0)
  .max(24 * 60);
const Reason = line(500);
const Override = line(500).meta({
  description: 'Why the venue’s safe number does not bound this session. Needs `capacity:override`.',
});

const SessionPool = z
  .strictObject({
    name: line(100),
    audience: PoolAudience,
    private: z.boolean().optional(),
    ownerId: PoolOwner.optional(),
    places: People,
    releasesAt: Instant.optional().meta({ description: 'When its free places go to another pool.' }),
    releasesTo: line(100).optional().meta({ description: 'The name of that pool; the public one if left out.' }),
  })
  .meta({ id: 'NewSessionPool' });
export type SessionPool = z.infer<typeof SessionPool>;

const SessionPools = z.array(SessionPool).min(1).max(20).optional().meta({
  description: 'Together at most the capacity. One public pool that holds all of it if left out.',
});

const fields = z.strictObject({
  title: line(200).nullable().optional(),
  room: line(200).nullable().optional(),
  capacity: People.meta({ description: 'People, not parties.' }),
  stayMinutes: Minutes.nullable().optional().meta({
    description:
      'How long a party stays once it is let in: its people count for the safe number until admission has closed and this time is over, and never less than until the end. Null: all leave when the session ends.',
  }),
  gapMinutes: Gap.optional().meta({
    description: 'How long it takes after that until the site is clear of them; until then they count.',
  }),
  safeNumberOverride: Override.optional(),
});

const times = z.strictObject({
  startsAt: Instant,
  endsAt: Instant,
  admissionOpensAt: Instant.optional(),
  admissionClosesAt: Instant.optional(),
});

export const NewSession = z
  .strictObject({ eventId: z.uuid(), ...times.shape, ...fields.shape, pools: SessionPools })
  .meta({
    id: 'NewSession',
    description: 'People are admitted from its start to its end if nothing else is said.',
    examples: [
      {
        eventId: adminSession.eventId,
        startsAt: adminSession.startsAt,
        endsAt: adminSession.endsAt,
        capacity: 40,
        pools: [
          { name: 'Public', audience: 'public', places: 30 },
          { name: 'Press', audience: 'invited', places: 10, releasesAt: '2027-06-01T09:00:00Z' },
        ],
      },
    ],
  });
export type NewSession = z.infer<typeof NewSession>;

export const SessionChange = z
  .strictObject({
    title: fields.shape.title,
    room: fields.shape.room,
    capacity: fields.shape.capacity.optional(),
    stayMinutes: fields.shape.stayMinutes,
    gapMinutes: fields.shape.gapMinutes,
    admissionOpensAt: Instant.optional(),
    admissionClosesAt: Instant.optional(),
    safeNumberOverride: Override.nullable().optional(),
  })
  .meta({ id: 'SessionChange', examples: [{ title: 'A walk with the head gardener' }] });
export type SessionChange = z.infer<typeof SessionChange>;

const Day = z.iso
  .date()
  .refine((text) => /^(19|20|21)/.test(text), 'Please give a day between the years 1900 and 2199.');

const ClockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Please write the time as it stands on a clock there, for example 10:30.');

export const SessionRule = z
  .strictObject({
    eventId: z.uuid(),
    days: z.array(Day).min(1).max(100),
    opens: ClockTime,
    closes: ClockTime.meta({ description: 'Nothing ends later than this.' }),
    lengthMinutes: Minutes.meta({ description: 'How long people may stay.' }),
    admissionMinutes: Minutes.optional().meta({
      description:
        'How long people may arrive, where they may stay longer than that: the next entry begins when this time and the gap are over. As long as the entry if left out.',
    }),
    ...fields.shape,
    gapMinutes: Gap.default(0).meta({
      description: 'Between one entry and the next, to clear the site; until it is over, the people of an entry count.',
    }),
    pools: SessionPools,
  })
  .meta({
    id: 'SessionRule',
    description: 'Clock times are those of the venue. At most 500 entries, all of them or none.',
    examples: [
      {
        eventId: adminSession.eventId,
        days: ['2027-06-12', '2027-06-13'],
        opens: '10:00',
        closes: '17:00',
        lengthMinutes: 45,
        gapMinutes: 15,
        capacity: 40,
      },
    ],
  });
export type SessionRule = z.infer<typeof SessionRule>;

const PlannedSession = z.object({
  id: z.uuid().nullable().meta({ description: 'Null as long as it is only a plan.' }),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  admissionOpensAt: z.iso.datetime(),
  admissionClosesAt: z.iso.datetime(),
  localTime: z.string().meta({ description: 'As the clock there shows its start.' }),
  capacity: z.int(),
});
export const GeneratedSessions = z
  .object({
    preview: z.boolean(),
    count: z.int(),
    capacity: z.int().meta({ description: 'Of all of them together.' }),
    timeZone: z.string(),
    items: z.array(PlannedSession),
  })
  .meta({
    id: 'GeneratedSessions',
    examples: [
      {
        ...{ preview: false, count: 1, capacity: 40, timeZone: 'Europe/London' },
        items: [
          {
            id: adminSession.id,
            startsAt: adminSession.startsAt,
            endsAt: adminSession.endsAt,
            admissionOpensAt: adminSession.startsAt,
            admissionClosesAt: adminSession.endsAt,
            localTime: '2027-06-12T10:30',
            capacity: 40,
          },
        ],
      },
    ],
  });
export type GeneratedSessions = z.infer<typeof GeneratedSessions>;

export const ReachesAsShown = People.optional().meta({
  description: 'What the preview said: if it is no longer so, nothing is done.',
});
export const ToldReason = Reason.meta({ description: 'Kept, and told in the mail to everybody whom it reaches.' });

export const Reschedule = z
  .strictObject({ ...times.shape, room: fields.shape.room, reason: ToldReason, reaches: ReachesAsShown })
  .meta({
    id: 'Reschedule',
    description: 'The times of admission move along with the start if they are left out.',
    examples: [
      { startsAt: '2027-06-12T10:00:00Z', endsAt: '2027-06-12T10:30:00Z', reason: 'The gates open later that day.' },
    ],
  });
export type Reschedule = z.infer<typeof Reschedule>;

export const Cancellation = z
  .strictObject({
    reason: ToldReason,
    tellPeople: z.boolean().default(true).meta({
      description:
        'False if everybody has heard already: then nobody is mailed of it, whether they have places, are invited and have not answered, wait, are offered places or are in a ballot. The result of a ballot with other sessions is told to all who entered, as always.',
    }),
    reaches: ReachesAsShown,
  })
  .meta({ id: 'Cancellation', examples: [{ reason: 'A storm is coming.' }] });
export type Cancellation = z.infer<typeof Cancellation>;

export const Reached = z
  .object({
    preview: z.boolean(),
    reaches: z.int().meta({ description: 'Confirmed registrations.' }),
    people: z.int().meta({ description: 'The people of these.' }),
    withoutAddress: z.int().meta({ description: 'Those of them whom no mail can reach.' }),
  })
  .meta({ id: 'Reached', examples: [reached] });
export type Reached = z.infer<typeof Reached>;

/** People without places. */
export const AlsoTold = z
  .object({
    mails: z
      .int()
      .meta({ description: 'Mails to them. Who has an unsent mail that will say it anyway gets no other.' }),
    withoutAddress: z.int().meta({ description: 'Those whom no mail can reach: please tell them.' }),
  })
  .meta({
    id: 'AlsoTold',
    description:
      'Those who have no places and are told too: who is invited and has not answered, waits, is offered places, or is in a ballot that is not drawn.',
    examples: [alsoTold],
  });

export const ReachedSession = z
  .object({
    ...Reached.shape,
    alsoTold: AlsoTold.optional().meta({
      description: 'Left out when it is called off: those people are told within minutes, unless nobody is to be told.',
    }),
    session: AdminSession,
  })
  .meta({
    id: 'ReachedSession',
    examples: [{ ...reached, alsoTold, session: adminSession }],
  });
export type ReachedSession = z.infer<typeof ReachedSession>;

export const NoticeProgress = z
  .object({
    announcedAt: z.iso.datetime().nullable().meta({ description: 'Null if nothing was rescheduled or cancelled yet.' }),
    queued: z.int(),
    sent: z.int(),
    failed: z.int(),
    superseded: z.int().meta({ description: 'Not sent, since a later mail says more.' }),
  })
  .meta({
    id: 'NoticeProgress',
    examples: [{ announcedAt: '2027-06-01T09:00:00.000Z', queued: 30, sent: 8, failed: 0, superseded: 0 }],
  });
export type NoticeProgress = z.infer<typeof NoticeProgress>;

export const SessionsQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  from: Instant.optional().meta({ description: 'Only those that end after this.' }),
  to: Instant.optional().meta({ description: 'Only those that start before this.' }),
  status: z.enum(['scheduled', 'cancelled']).optional(),
});
export type SessionsQuery = z.infer<typeof SessionsQuery>;

export const AdminSessionPage = pageOf(AdminSession).meta({ id: 'AdminSessionPage' });

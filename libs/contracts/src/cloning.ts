import { z } from 'zod';
import { PoolAudience } from './admin.js';
import { line, Slug } from './text.js';

const MONTH = 'January|February|March|April|May|June|July|August|September|October|November|December';
const WEEKDAY = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';

/** The three ways to say on which days of another year an event is to be. */
export const DATE_RULE = new RegExp(
  `^(same weekday|week of (?<day>[1-9]|[12]\\d|3[01]) (?<weekIn>${MONTH})` +
    `|(?<nth>first|second|third|fourth|fifth|last) (?<on>${WEEKDAY}|weekend) of (?<month>${MONTH}))$`,
);

export const DateRule = z
  .string()
  .max(60)
  .regex(DATE_RULE, 'Please write “same weekday”, or a rule like “week of 7 July” or “second weekend of June”.')
  .meta({
    description:
      'Where the first session goes. “same weekday”: the nearest day with its weekday. “week of 7 July”: its weekday in the ISO week of that day. “second weekend of June”: its weekday in the week of that Saturday. “last Sunday of May”: that day. Everything else moves by as many days, and clock times stay.',
    examples: ['same weekday', 'week of 7 July', 'second weekend of June', 'last Sunday of May'],
  });

export const CloneWish = z
  .strictObject({
    year: z.int().min(2000).max(2199),
    dateRule: DateRule.default('same weekday'),
    slug: Slug.optional(),
    title: line(200).optional(),
  })
  .meta({
    id: 'CloneWish',
    description: 'Slug and title are those of the event with the year replaced, unless they are given.',
    examples: [{ year: 2028, dateRule: 'second weekend of June' }],
  });
export type CloneWish = z.infer<typeof CloneWish>;

const ClonedPool = z.object({
  audience: PoolAudience.nullable().meta({ description: 'Null for a private pool.' }),
  places: z.int(),
  releasesAt: z.iso.datetime().nullable(),
  newCode: z.boolean().meta({
    description:
      'Whether a code opens it. It is a new one, which nobody has been told yet, with the same limit; read it with the pool.',
  }),
});

const CopiedAlong = z.object({
  what: z.enum(['invitation-templates', 'reminder-rules']),
  count: z.int(),
});

const ClonedSession = z.object({
  title: z.string().nullable(),
  room: z.string().nullable(),
  instead: z.iso.datetime().meta({ description: 'When the session begins of which this is the copy.' }),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  admissionOpensAt: z.iso.datetime(),
  admissionClosesAt: z.iso.datetime(),
  capacity: z.int(),
  stayMinutes: z.int().nullable(),
  gapMinutes: z.int(),
  pools: z.array(ClonedPool),
});

export const EventClone = z
  .object({
    id: z.uuid().nullable().meta({ description: 'Of the new draft; null in a preview, which makes nothing.' }),
    slug: z.string(),
    title: z.string(),
    timeZone: z.string(),
    movedByDays: z.int(),
    registrationOpensAt: z.iso.datetime(),
    registrationClosesAt: z.iso.datetime().nullable(),
    sessions: z.array(ClonedSession),
    copiedAlong: z.array(CopiedAlong).meta({
      description: 'What else was copied, word for word: templates may still name the old year.',
    }),
  })
  .meta({
    id: 'EventClone',
    examples: [
      {
        id: '01992f42-3f40-7c53-8d71-6c4e5f708192',
        slug: 'open-squares-weekend-2028',
        title: 'The garden on Open Squares Weekend 2028',
        timeZone: 'Europe/London',
        movedByDays: 364,
        registrationOpensAt: '2027-11-21T09:00:00.000Z',
        registrationClosesAt: null,
        sessions: [
          {
            title: null,
            room: null,
            instead: '2027-06-12T09:30:00.000Z',
            startsAt: '2028-06-10T09:30:00.000Z',
            endsAt: '2028-06-10T10:00:00.000Z',
            admissionOpensAt: '2028-06-10T09:30:00.000Z',
            admissionClosesAt: '2028-06-10T10:00:00.000Z',
            capacity: 40,
            stayMinutes: null,
            gapMinutes: 0,
            pools: [{ audience: 'public', places: 40, releasesAt: null, newCode: false }],
          },
        ],
        copiedAlong: [
          { what: 'invitation-templates', count: 2 },
          { what: 'reminder-rules', count: 1 },
        ],
      },
    ],
  });
export type EventClone = z.infer<typeof EventClone>;

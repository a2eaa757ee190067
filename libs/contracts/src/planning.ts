import { z } from 'zod';
import { adminEvent, adminSession } from './examples.js';
import { line } from './text.js';

const Elsewhere = z.int().meta({ description: 'How many sessions more, of events out of reach: counted, not named.' });

export const Exceedance = z
  .object({
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    people: z.int().meta({ description: 'At most at once in this time.' }),
    safeNumber: z.int(),
    by: z.int().meta({ description: 'How many people too many that is.' }),
    sessions: z.array(
      z.object({
        sessionId: z.uuid(),
        eventId: z.uuid(),
        title: z.string().nullable(),
        startsAt: z.iso.datetime(),
        people: z.int().meta({ description: 'How many it holds.' }),
      }),
    ),
    elsewhere: Elsewhere,
  })
  .meta({
    id: 'Exceedance',
    description: 'A time in which a venue is planned to hold more people than its safe number.',
  });
export type Exceedance = z.infer<typeof Exceedance>;

export const Publication = z
  .strictObject({
    safeNumberOverride: line(500).optional().meta({
      description:
        'Why its sessions may go over the venue’s safe number. Kept with those that do; needs `capacity:override`.',
    }),
  })
  .meta({ id: 'Publication', examples: [{}] });
export type Publication = z.infer<typeof Publication>;

export const Readiness = z
  .object({
    ready: z.boolean().meta({ description: 'Whether it can be published as it is.' }),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .meta({ description: 'All that keeps it from that.' }),
    exceedances: z.array(Exceedance).meta({
      description: 'When it would go over the safe number of its venue, beside what is published there.',
    }),
  })
  .meta({ id: 'Readiness', examples: [{ ready: true, errors: [], exceedances: [] }] });
export type Readiness = z.infer<typeof Readiness>;

const Day = z.iso.date().refine((text) => /^(19|20|21)/.test(text), 'Please give a day of the years 1900 to 2199.');

/** At most so many days at once. */
export const FORECAST_DAYS = 31;

export const ForecastQuery = z.strictObject({
  from: Day.optional().meta({
    description:
      'The first day, as the calendar at the venue has it; at a venue today, of an event its first one if left out.',
  }),
  to: Day.optional().meta({
    description: `The last day, itself included; of a venue the first one if left out, of an event its own last one. At most ${FORECAST_DAYS} days.`,
  }),
});
export type ForecastQuery = z.infer<typeof ForecastQuery>;

const People = {
  planned: z.int().meta({
    description:
      'The most people at once if every session that is not cancelled is full, those of drafts and those beyond the safe number included.',
  }),
  published: z.int().meta({ description: 'The same without drafts.' }),
  expected: z.int().meta({ description: 'The same by the places that are taken now.' }),
  over: z.int().meta({
    description:
      'By how many people the plan exceeds the safe number, drafts included, without the sessions that an owner let through.',
  }),
};

const ForecastSession = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    eventTitle: z.string(),
    draft: z.boolean().meta({ description: 'Whether its event is not published yet.' }),
    title: z.string().nullable(),
    room: z.string().nullable(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    onSiteFrom: z.iso.datetime(),
    onSiteUntil: z.iso.datetime(),
    capacity: z.int(),
    taken: z.int(),
    safeNumberOverride: z.string().nullable(),
  })
  .meta({ id: 'ForecastSession' });
export type ForecastSession = z.infer<typeof ForecastSession>;

export const ForecastQuarter = z
  .object({
    startsAt: z.iso.datetime(),
    localTime: z.string().meta({ description: 'As the clock there shows it, with its offset from UTC.' }),
    ...People,
    sessions: z.array(z.uuid()).meta({ description: 'Whose people may be there in this quarter of an hour.' }),
    elsewhere: Elsewhere,
  })
  .meta({ id: 'ForecastQuarter' });
export type ForecastQuarter = z.infer<typeof ForecastQuarter>;

export const Forecast = z
  .object({
    venueId: z.uuid(),
    timeZone: z.string(),
    safeNumber: z.int(),
    peak: z.object(People).meta({ description: 'The highest number of each in all of the quarters.' }),
    sessions: z.array(ForecastSession),
    quarters: z
      .array(ForecastQuarter)
      .meta({ description: 'Of an hour: 96 a day, 92 or 100 where the clocks change.' }),
  })
  .meta({
    id: 'Forecast',
    examples: [
      {
        venueId: adminEvent.venueId,
        ...{ timeZone: 'Europe/London', safeNumber: 80 },
        peak: { planned: 40, published: 40, expected: 2, over: 0 },
        sessions: [
          {
            ...{ id: adminSession.id, eventId: adminSession.eventId, eventTitle: adminEvent.title, draft: false },
            ...{ title: null, room: null, startsAt: adminSession.startsAt, endsAt: adminSession.endsAt },
            ...{ onSiteFrom: adminSession.startsAt, onSiteUntil: adminSession.endsAt },
            ...{ capacity: 40, taken: 2, safeNumberOverride: null },
          },
        ],
        quarters: [
          {
            ...{ startsAt: adminSession.startsAt, localTime: '2027-06-12T10:30:00+01:00' },
            ...{ planned: 40, published: 40, expected: 2, over: 0, sessions: [adminSession.id], elsewhere: 0 },
          },
        ],
      },
    ],
  });
export type Forecast = z.infer<typeof Forecast>;

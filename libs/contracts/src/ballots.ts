import { z } from 'zod';
import { PageQuery, pageOf } from './page.js';
import { AccessNeeds, Answers, Contact, ContactView, Guest, PartySize } from './registration.js';
import { Tell } from './registering-for-people.js';
import { EmailAddress, Instant, paragraph, PersonName, Phone } from './text.js';

const id = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f';
const sessionId = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e70';
const entryId = '5b0f6a52-7c1e-4b1c-9d7e-0c6f2f1f8a11';
const times = {
  opensAt: '2027-03-01T09:00:00.000Z',
  closesAt: '2027-03-08T18:00:00.000Z',
  drawsAt: '2027-03-08T18:00:00.000Z',
};
const commitment = '66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925';

export const BallotState = z.enum(['planned', 'open', 'closed', 'drawn', 'cancelled']).meta({ id: 'BallotState' });
export type BallotState = z.infer<typeof BallotState>;

export interface BallotTimes {
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/** Entries open and close by the clock; the rest is what was done. */
export function ballotState(
  { opensAt, closesAt, drawn, cancelled }: BallotTimes & { readonly drawn: boolean; readonly cancelled: boolean },
  now: Date,
): BallotState {
  if (cancelled) return 'cancelled';
  if (drawn) return 'drawn';
  if (now >= closesAt) return 'closed';
  return now >= opensAt ? 'open' : 'planned';
}

export const BallotSummary = z
  .object({
    id: z.uuid(),
    state: BallotState,
    opensAt: z.iso.datetime(),
    closesAt: z.iso.datetime(),
    drawsAt: z.iso.datetime(),
    sessionIds: z.array(z.uuid()),
  })
  .meta({ id: 'BallotSummary' });
export type BallotSummary = z.infer<typeof BallotSummary>;

const Hash = z.string().meta({ description: 'SHA-256, in hexadecimal.' });

const shared = {
  id: z.uuid(),
  state: BallotState,
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
  drawsAt: z.iso.datetime(),
  commitment: Hash.meta({ description: 'SHA-256 of the seed, which is published with the draw.' }),
  committedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  listHash: Hash.nullable().meta({ description: 'SHA-256 of the list of entries, from the close on.' }),
  drawnAt: z.iso.datetime().nullable(),
  seed: z.string().nullable().meta({ description: '32 bytes in hexadecimal, from the draw on.' }),
  entries: z.int().nullable().meta({ description: 'How many entries are in the draw, from the close on.' }),
  drawn: z.int().nullable().meta({ description: 'How many of them were given places, from the draw on.' }),
};

export const BallotView = z
  .object({
    ...shared,
    eventSlug: z.string(),
    sessions: z.array(
      z.object({
        id: z.uuid(),
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime(),
        title: z.string().nullable(),
        places: z.int().nullable().meta({ description: 'Places that are drawn, from the close on.' }),
      }),
    ),
    recordUrl: z.url(),
  })
  .meta({
    id: 'Ballot',
    examples: [
      {
        ...{ id, state: 'open', ...times, commitment, committedAt: '2027-02-20T10:00:00.000Z' },
        ...{ closedAt: null, listHash: null, drawnAt: null, seed: null, entries: null, drawn: null },
        eventSlug: 'open-squares-weekend-2027',
        sessions: [
          {
            id: sessionId,
            startsAt: '2027-06-12T09:30:00.000Z',
            endsAt: '2027-06-12T10:00:00.000Z',
            title: null,
            places: null,
          },
        ],
        recordUrl: `https://events.example.org/api/v1/ballots/${id}/record`,
      },
    ],
  });
export type BallotView = z.infer<typeof BallotView>;

const entering = {
  preferences: z
    .array(z.uuid())
    .min(1, 'Please choose at least one time.')
    .max(100)
    .refine((all) => new Set(all.map((one) => one.toLowerCase())).size === all.length, 'Please name each time once.')
    .meta({ description: 'Sessions of the ballot that the party would come to, the most wished for first.' }),
  partySize: PartySize,
  guests: z.array(Guest).max(100).optional(),
  accessNeeds: AccessNeeds.optional(),
  answers: Answers.optional(),
};

export const EnterBody = z.strictObject({ ...entering, contact: Contact, consent: z.boolean().optional() }).meta({
  id: 'EnterBody',
  examples: [{ preferences: [sessionId], contact: { name: 'Ada Birch', email: 'ada@example.org' }, partySize: 2 }],
});
export type EnterBody = z.infer<typeof EnterBody>;

export const NewBallotEntry = z
  .strictObject({
    ...entering,
    contact: z.strictObject({
      name: PersonName,
      email: EmailAddress.optional().meta({
        description: 'Without one nothing is mailed, and that the party enters once is for the team to see to.',
      }),
      phone: Phone.optional(),
    }),
    source: z.enum(['phone', 'letter', 'staff']).meta({ description: 'How it came to us.' }),
    tell: Tell.optional(),
  })
  .meta({
    id: 'NewBallotEntry',
    examples: [
      {
        ...{ preferences: [sessionId], contact: { name: 'Ada Birch', phone: '020 7946 0123' }, partySize: 2 },
        source: 'phone',
      },
    ],
  });
export type NewBallotEntry = z.infer<typeof NewBallotEntry>;

export type EntrySource = 'web' | 'api' | NewBallotEntry['source'];

export const EntryState = z.enum(['unverified', 'entered', 'withdrawn', 'lapsed']).meta({ id: 'BallotEntryState' });
export type EntryState = z.infer<typeof EntryState>;

/** What became of an entry that was drawn. */
export const EntryOutcome = z.enum(['registered', 'has-places', 'called-off', 'waiting', 'not-drawn']).meta({
  id: 'BallotEntryOutcome',
  description:
    'has-places: the address has places in the event already, or still holds some an hour after the draw. called-off: what it would come to does not take place, or is over.',
});
export type EntryOutcome = z.infer<typeof EntryOutcome>;

const entered = {
  id: z.uuid().meta({ description: 'Random. By it the entry is found in the published record.' }),
  ballotId: z.uuid(),
  state: EntryState,
  partySize: z.int(),
  preferences: z.array(z.uuid()),
};

export const EntryReceipt = z
  .object({
    ...entered,
    entryUrl: z.url().nullable().meta({ description: 'Null until the address is confirmed by the mailed link.' }),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'BallotEntryReceipt',
    examples: [
      {
        ...{ id: entryId, ballotId: id, state: 'entered', partySize: 2, preferences: [sessionId] },
        entryUrl: 'https://events.example.org/ballot-entries/AZkvPnwafSCKTj8bLE1eb2E2nlWGm4Qf0xT9kH3Zp1s',
        createdAt: '2027-03-02T09:00:00.000Z',
      },
    ],
  });
export type EntryReceipt = z.infer<typeof EntryReceipt>;

const result = {
  rank: z.int().nullable().meta({ description: 'Its place in the order drawn, from 1.' }),
  wonSessionId: z.uuid().nullable(),
  outcome: EntryOutcome.nullable().meta({ description: 'What became of the result; null until then.' }),
};

/** The entry as its holder sees it. */
export const EntryView = z
  .object({ ...entered, ...result, contact: ContactView, entryUrl: z.url(), createdAt: z.iso.datetime() })
  .meta({
    id: 'BallotEntry',
    examples: [
      {
        ...{ id: entryId, ballotId: id, state: 'entered', partySize: 2, preferences: [sessionId] },
        ...{ rank: null, wonSessionId: null, outcome: null },
        contact: { name: 'Ada Birch', email: 'ada@example.org', phone: null },
        entryUrl: 'https://events.example.org/ballot-entries/AZkvPnwafSCKTj8bLE1eb2E2nlWGm4Qf0xT9kH3Zp1s',
        createdAt: '2027-03-02T09:00:00.000Z',
      },
    ],
  });
export type EntryView = z.infer<typeof EntryView>;

const recordEntry = {
  id: z.uuid(),
  partySize: z.int(),
  weight: z.int(),
  preferences: z.array(z.uuid()),
  rank: z.int().nullable(),
  sessionId: z.uuid().nullable(),
};

/** All that anybody needs to repeat the draw; see docs/ballot.md. */
export const BallotRecord = z
  .object({
    version: z.literal(1),
    ballotId: z.uuid(),
    event: z.object({ slug: z.string(), title: z.string() }),
    opensAt: z.iso.datetime(),
    closesAt: z.iso.datetime(),
    commitment: Hash,
    committedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable(),
    listHash: Hash.nullable(),
    drawnAt: z.iso.datetime().nullable(),
    seed: z.string().nullable(),
    sessions: z.array(z.object({ id: z.uuid(), startsAt: z.iso.datetime(), places: z.int().nullable() })),
    entries: z.array(z.object(recordEntry)).nullable().meta({ description: 'From the close on, in the order of ids.' }),
  })
  .meta({
    id: 'BallotRecord',
    examples: [
      {
        ...{ version: 1, ballotId: id, event: { slug: 'open-squares-weekend-2027', title: 'Open Squares Weekend' } },
        ...{ opensAt: times.opensAt, closesAt: times.closesAt, commitment, committedAt: '2027-02-20T10:00:00.000Z' },
        ...{ closedAt: null, listHash: null, drawnAt: null, seed: null },
        sessions: [{ id: sessionId, startsAt: '2027-06-12T09:30:00.000Z', places: null }],
        entries: null,
      },
    ],
  });
export type BallotRecord = z.infer<typeof BallotRecord>;

const Reason = paragraph(500).min(1, 'Please say why.');

const plan = {
  sessionIds: z
    .array(z.uuid())
    .min(1)
    .max(100)
    .meta({ description: 'Sessions of the event whose public places are drawn.' }),
  opensAt: Instant.meta({ description: 'When entries open. The commitment is published before.' }),
  closesAt: Instant.meta({ description: 'When they close, and the list is published.' }),
  drawsAt: Instant.optional().meta({ description: 'When the draw is; at the close if left out.' }),
};

export const NewBallot = z.strictObject({ eventId: z.uuid(), ...plan }).meta({
  id: 'NewBallot',
  examples: [{ eventId: id, sessionIds: [sessionId], opensAt: times.opensAt, closesAt: times.closesAt }],
});
export type NewBallot = z.infer<typeof NewBallot>;

export const BallotChange = z
  .strictObject(plan)
  .partial()
  .meta({ id: 'BallotChange', examples: [{ closesAt: times.closesAt }] });
export type BallotChange = z.infer<typeof BallotChange>;

export const BallotCancellation = z
  .strictObject({ reason: Reason.meta({ description: 'Everybody who has entered is told it.' }) })
  .meta({ id: 'BallotCancellation', examples: [{ reason: 'The garden has to stay shut that weekend.' }] });
export type BallotCancellation = z.infer<typeof BallotCancellation>;

export const AdminBallot = z
  .object({
    ...shared,
    version: z.int(),
    eventId: z.uuid(),
    sessions: z.array(z.object({ sessionId: z.uuid(), places: z.int().nullable() })),
    standing: z
      .object({ entered: z.int(), people: z.int(), unverified: z.int(), withdrawn: z.int() })
      .meta({ description: 'Entries now; unverified ones are not in the draw.' }),
    settledAt: z.iso.datetime().nullable().meta({ description: 'When all results were carried out.' }),
    cancelledAt: z.iso.datetime().nullable(),
    announcement: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'AdminBallot',
    examples: [
      {
        ...{ id, state: 'open', ...times, commitment, committedAt: '2027-02-20T10:00:00.000Z' },
        ...{ closedAt: null, listHash: null, drawnAt: null, seed: null, entries: null, drawn: null },
        ...{ version: 1, eventId: id, sessions: [{ sessionId, places: null }] },
        standing: { entered: 40, people: 91, unverified: 2, withdrawn: 1 },
        ...{ settledAt: null, cancelledAt: null, announcement: null },
        ...{ createdAt: '2027-02-20T10:00:00.000Z', updatedAt: '2027-02-20T10:00:00.000Z' },
      },
    ],
  });
export type AdminBallot = z.infer<typeof AdminBallot>;
export const AdminBallotPage = pageOf(AdminBallot).meta({ id: 'AdminBallotPage' });
export const BallotsQuery = PageQuery.extend({ eventId: z.uuid().optional() });
export type BallotsQuery = z.infer<typeof BallotsQuery>;

export const AdminEntry = z
  .object({
    ...entered,
    ...result,
    version: z.int(),
    eventId: z.uuid(),
    weight: z.int(),
    source: z.enum(['web', 'api', 'phone', 'letter', 'staff']),
    contact: ContactView,
    guests: z.array(z.object({ name: z.string().nullable() })),
    accessNeeds: z.string().nullable(),
    answers: z.record(z.string(), z.unknown()),
    masked: z
      .array(z.string())
      .meta({ description: 'What is null or left out because it needs `registrations:sensitive`.' }),
    registrationId: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'AdminBallotEntry',
    examples: [
      {
        ...{ id: entryId, ballotId: id, state: 'entered', partySize: 2, preferences: [sessionId] },
        ...{ rank: null, wonSessionId: null, outcome: null, version: 1, eventId: id, weight: 1, source: 'web' },
        contact: { name: 'Ada Birch', email: 'ada@example.org', phone: null },
        ...{ guests: [], accessNeeds: null, answers: {}, masked: [], registrationId: null },
        ...{ createdAt: '2027-03-02T09:00:00.000Z', updatedAt: '2027-03-02T09:00:00.000Z' },
      },
    ],
  });
export type AdminEntry = z.infer<typeof AdminEntry>;
export const AdminEntryPage = pageOf(AdminEntry).meta({ id: 'AdminBallotEntryPage' });
export const EntriesQuery = PageQuery.extend({ state: EntryState.optional(), outcome: EntryOutcome.optional() });
export type EntriesQuery = z.infer<typeof EntriesQuery>;

export const Weighting = z
  .strictObject({
    weight: z
      .int()
      .min(1)
      .max(100)
      .meta({ description: 'How many tickets the entry has in the draw. The published record shows it.' }),
    reason: Reason.meta({ description: 'For the audit trail. It is not published.' }),
  })
  .meta({ id: 'BallotWeighting', examples: [{ weight: 2, reason: 'Was turned away last year.' }] });
export type Weighting = z.infer<typeof Weighting>;

export const TeamWithdrawal = z
  .strictObject({ reason: Reason })
  .meta({ id: 'BallotWithdrawal', examples: [{ reason: 'Rang to say that they cannot come.' }] });
export type TeamWithdrawal = z.infer<typeof TeamWithdrawal>;

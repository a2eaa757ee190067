import { z } from 'zod';
import { PageQuery, pageOf } from './page.js';
import { AccessNeeds, Answers, Contact, ContactView, Guest, PartySize } from './registration.js';
import { EmailAddress, line, PersonName, Phone } from './text.js';

const ids = {
  entry: '01992f40-5b7c-7a31-9c02-4d5e6f708193',
  event: '01992f3e-6b09-7c1f-9b3d-2e0a1b3c4d5e',
  session: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f',
  offer: '01992f40-6c8d-7b42-8d13-5e6f70819204',
};

const SessionIds = z.array(z.uuid()).min(1, 'Please choose at least one time.').max(200);
const FewerIsFine = z.boolean().meta({
  description: 'Whether fewer places than the party has people would do; otherwise all of them or none.',
});

const party = {
  sessionIds: SessionIds.meta({ description: 'Sessions of one event that the party would come to; one will do.' }),
  anyOfDay: z.boolean().optional().meta({
    description: 'Also every other session of the same days that is full now.',
  }),
  partySize: PartySize,
  fewerIsFine: FewerIsFine,
  guests: z.array(Guest).max(100).optional(),
  accessNeeds: AccessNeeds.optional(),
  answers: Answers.optional(),
};

export const WaitBody = z
  .strictObject({
    ...party,
    contact: Contact,
    consent: z.boolean().optional().meta({ description: 'The answer to the event’s consentText.' }),
  })
  .meta({
    id: 'WaitBody',
    examples: [
      {
        sessionIds: [ids.session],
        anyOfDay: true,
        partySize: 2,
        fewerIsFine: false,
        contact: { name: 'Ada Birch', email: 'ada@example.org' },
      },
    ],
  });
export type WaitBody = z.infer<typeof WaitBody>;

/** The same for every address: who waits or has places already learns it by mail. */
export const WaitReceipt = z
  .object({ partySize: z.int(), fewerIsFine: FewerIsFine, sessionIds: z.array(z.uuid()), askedAt: z.iso.datetime() })
  .meta({
    id: 'WaitReceipt',
    examples: [{ partySize: 2, fewerIsFine: false, sessionIds: [ids.session], askedAt: '2027-06-01T09:00:00.000Z' }],
  });
export type WaitReceipt = z.infer<typeof WaitReceipt>;

export const WaitState = z
  .enum(['unverified', 'waiting', 'offered', 'accepted', 'left', 'ended'])
  .meta({ id: 'WaitState' });
export type WaitState = z.infer<typeof WaitState>;

export const WaitEnd = z
  .enum(['expired', 'declined', 'called-off', 'over', 'registered', 'removed', 'unverified'])
  .meta({ id: 'WaitEnd', description: 'Why nobody waits any more who neither came nor left.' });
export type WaitEnd = z.infer<typeof WaitEnd>;

export const Chance = z
  .object({
    level: z.enum(['next', 'good', 'possible', 'unlikely', 'unknown']),
    words: z.string().meta({ description: 'The same in a sentence for the party.' }),
  })
  .meta({ id: 'Chance' });
export type Chance = z.infer<typeof Chance>;

export const WaitLine = z
  .object({
    sessionId: z.uuid(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    waits: z.boolean().meta({ description: 'Whether the party stands in the line of this session now.' }),
    position: z.int().nullable().meta({ description: '1 for who is first; null for who does not stand in the line.' }),
    peopleBefore: z.int().nullable(),
    passedOver: z.int().meta({ description: 'How often a party behind it got places that were too few for it.' }),
    chance: Chance.nullable(),
  })
  .meta({ id: 'WaitLine' });
export type WaitLine = z.infer<typeof WaitLine>;

export const OfferView = z
  .object({
    id: z.uuid(),
    sessionId: z.uuid(),
    people: z.int(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Offer' });
export type OfferView = z.infer<typeof OfferView>;

const entryExample = {
  id: ids.entry,
  state: 'waiting',
  endReason: null,
  eventSlug: 'open-squares-weekend-2027',
  partySize: 2,
  fewerIsFine: false,
  contact: { name: 'Ada Birch', email: 'ada@example.org', phone: null },
  lines: [
    {
      sessionId: ids.session,
      startsAt: '2027-06-12T09:30:00.000Z',
      endsAt: '2027-06-12T10:00:00.000Z',
      waits: true,
      position: 3,
      peopleBefore: 5,
      passedOver: 0,
      chance: { level: 'possible', words: 'Your turn may come before the day.' },
    },
  ],
  passedOverLimit: 3,
  offer: null,
  lastOffer: null,
  manageUrl: null,
  createdAt: '2027-06-01T09:00:00.000Z',
  updatedAt: '2027-06-01T09:00:00.000Z',
};

/** An entry as the holder of its link sees it. */
export const WaitView = z
  .object({
    id: z.uuid(),
    state: WaitState,
    endReason: WaitEnd.nullable(),
    eventSlug: z.string(),
    partySize: z.int(),
    fewerIsFine: FewerIsFine,
    contact: ContactView,
    lines: z.array(WaitLine),
    passedOverLimit: z.int(),
    offer: OfferView.nullable().meta({ description: 'Places that are kept for the party until it answers.' }),
    lastOffer: OfferView.extend({ state: z.enum(['accepted', 'declined', 'expired', 'withdrawn']) })
      .nullable()
      .meta({ description: 'What became of the last one.' }),
    manageUrl: z.url().nullable().meta({ description: 'The places that came of it. A secret.' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'WaitingListEntry', examples: [entryExample] });
export type WaitView = z.infer<typeof WaitView>;

export const WaitChange = z
  .strictObject({
    partySize: PartySize.optional().meta({
      description: 'Smaller only: a party that grows would stand where a smaller one has waited.',
    }),
    fewerIsFine: FewerIsFine.optional(),
    sessionIds: SessionIds.optional().meta({
      description: 'Those of the sessions that are still wished for; the others are forgotten.',
    }),
  })
  .meta({ id: 'WaitChange', examples: [{ fewerIsFine: true }] });
export type WaitChange = z.infer<typeof WaitChange>;

export const OfferAcceptance = z
  .strictObject({
    partySize: PartySize.optional().meta({ description: 'How many of the places are taken; all if left out.' }),
  })
  .meta({ id: 'OfferAcceptance', examples: [{ partySize: 2 }] });
export type OfferAcceptance = z.infer<typeof OfferAcceptance>;

export const OfferRefusal = z
  .strictObject({
    keepWaiting: z
      .boolean()
      .optional()
      .meta({ description: 'Whether the party goes on waiting for its other sessions.' }),
  })
  .meta({ id: 'OfferRefusal', examples: [{ keepWaiting: true }] });
export type OfferRefusal = z.infer<typeof OfferRefusal>;

const Reason = line(500);
const Priority = z.int().min(-100).max(100).meta({ description: 'Who has a higher one comes first; 0 for everybody.' });

export const NewWaitingListEntry = z
  .strictObject({
    ...party,
    contact: z.strictObject({
      name: PersonName,
      email: EmailAddress.optional().meta({ description: 'Without one nothing is mailed: the team has to ring.' }),
      phone: Phone.optional(),
    }),
    partySize: PartySize.max(500),
    source: z.enum(['phone', 'letter', 'staff']),
  })
  .meta({
    id: 'NewWaitingListEntry',
    examples: [
      {
        ...{ sessionIds: [ids.session], partySize: 2, fewerIsFine: true, source: 'phone' },
        contact: { name: 'Ada Birch', phone: '020 7946 0123' },
      },
    ],
  });
export type NewWaitingListEntry = z.infer<typeof NewWaitingListEntry>;

export const PriorityChange = z
  .strictObject({ priority: Priority, reason: Reason })
  .meta({ id: 'PriorityChange', examples: [{ priority: 10, reason: 'A place was promised to her by mistake.' }] });
export type PriorityChange = z.infer<typeof PriorityChange>;

export const WaitRemoval = z
  .strictObject({
    reason: Reason,
    tell: z.boolean().optional().meta({ description: 'Whether the party is mailed; it is, if left out.' }),
  })
  .meta({ id: 'WaitRemoval', examples: [{ reason: 'She rang: she cannot come.' }] });
export type WaitRemoval = z.infer<typeof WaitRemoval>;

export const OfferByHand = z.strictObject({ sessionId: z.uuid(), reason: Reason }).meta({
  id: 'OfferByHand',
  examples: [{ sessionId: ids.session, reason: 'They come with a carer who has a place.' }],
});
export type OfferByHand = z.infer<typeof OfferByHand>;

export const AdminWaitingListEntry = z
  .object({
    ...WaitView.omit({ eventSlug: true, passedOverLimit: true, manageUrl: true, lines: true, lastOffer: true }).shape,
    version: z.int(),
    eventId: z.uuid(),
    priority: Priority,
    source: z.enum(['web', 'api', 'phone', 'letter', 'staff', 'ballot']),
    wishes: z.array(z.object({ sessionId: z.uuid(), waits: z.boolean(), passedOver: z.int(), savedFor: z.boolean() })),
    registrationId: z.uuid().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'AdminWaitingListEntry',
    examples: [
      {
        ...{ id: ids.entry, version: 1, eventId: ids.event, state: 'waiting', endReason: null, priority: 0 },
        ...{ partySize: 2, fewerIsFine: false, contact: entryExample.contact, source: 'web' },
        wishes: [{ sessionId: ids.session, waits: true, passedOver: 0, savedFor: false }],
        ...{ offer: null, registrationId: null, endedAt: null },
        ...{ createdAt: entryExample.createdAt, updatedAt: entryExample.updatedAt },
      },
    ],
  });
export type AdminWaitingListEntry = z.infer<typeof AdminWaitingListEntry>;
export const AdminWaitingListPage = pageOf(AdminWaitingListEntry).meta({ id: 'AdminWaitingListPage' });

export const WaitingListQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  sessionId: z.uuid().optional().meta({ description: 'Those who would come to this session.' }),
  state: WaitState.optional(),
  q: z.string().trim().min(1).max(200).optional().meta({ description: 'Part of a name or an address.' }),
});
export type WaitingListQuery = z.infer<typeof WaitingListQuery>;

export const OfferState = z.enum(['live', 'accepted', 'declined', 'expired', 'withdrawn']).meta({ id: 'OfferState' });
export type OfferState = z.infer<typeof OfferState>;

export const AdminOffer = z
  .object({
    ...OfferView.shape,
    eventId: z.uuid(),
    entryId: z.uuid(),
    state: OfferState,
    offeredAt: z.iso.datetime(),
    settledAt: z.iso.datetime().nullable(),
    taken: z.int().nullable().meta({ description: 'How many of the people have come of it.' }),
  })
  .meta({
    id: 'AdminOffer',
    examples: [
      {
        ...{ id: ids.offer, eventId: ids.event, entryId: ids.entry, sessionId: ids.session, people: 2, state: 'live' },
        ...{ offeredAt: '2027-06-02T09:00:00.000Z', expiresAt: '2027-06-03T09:00:00.000Z' },
        ...{ settledAt: null, taken: null },
      },
    ],
  });
export type AdminOffer = z.infer<typeof AdminOffer>;
export const AdminOfferPage = pageOf(AdminOffer).meta({ id: 'AdminOfferPage' });

export const OffersQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  sessionId: z.uuid().optional(),
  entryId: z.uuid().optional(),
  state: OfferState.optional(),
});
export type OffersQuery = z.infer<typeof OffersQuery>;

export const DecisionKind = z
  .enum([
    ...['joined', 'confirmed', 'changed', 'prioritised', 'offered', 'saved-for', 'passed-by'],
    ...['accepted', 'declined', 'expired', 'withdrawn', 'returned', 'left', 'ended'],
  ] as [string, ...string[]])
  .meta({ id: 'DecisionKind' });

export const DecisionView = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    entryId: z.uuid(),
    sessionId: z.uuid().nullable(),
    at: z.iso.datetime(),
    kind: DecisionKind,
    people: z.int().nullable(),
    reason: z.string(),
    by: z.object({ kind: z.string(), name: z.string() }),
  })
  .meta({
    id: 'WaitingListDecision',
    examples: [
      {
        ...{
          id: ids.offer,
          eventId: ids.event,
          entryId: ids.entry,
          sessionId: ids.session,
          kind: 'offered',
          people: 2,
        },
        at: '2027-06-02T09:00:00.000Z',
        reason: 'First of those that 2 places are enough for; 1 larger party was passed over.',
        by: { kind: 'worker', name: 'worker' },
      },
    ],
  });
export type DecisionView = z.infer<typeof DecisionView>;
export const DecisionPage = pageOf(DecisionView).meta({ id: 'WaitingListDecisionPage' });

export const DecisionsQuery = PageQuery.extend({
  eventId: z.uuid().optional(),
  sessionId: z.uuid().optional(),
  entryId: z.uuid().optional(),
});
export type DecisionsQuery = z.infer<typeof DecisionsQuery>;

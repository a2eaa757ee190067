import { z } from 'zod';
import { pageOf } from './page.js';
import { AccessNeeds, Answers, Guest, PartySize, Spaces } from './registration.js';
import { EmailAddress, paragraph, PersonName, Phone } from './text.js';

const id = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f';

export const Reason = paragraph(500).min(1, 'Please say why.');
export const Tell = z
  .boolean()
  .meta({ description: 'Whether the party is mailed; it is, if left out and it has an address.' });

/** Beyond any sensible party, and little enough to make a place for each. */
const TeamPartySize = PartySize.max(500, 'Please register so many people as several parties.');

export const OverriddenRule = z
  .enum(['party_limit', 'required_answers'])
  .meta({ id: 'OverriddenRule', description: 'A rule for parties that the team may set aside by naming it.' });
export type OverriddenRule = z.infer<typeof OverriddenRule>;

const overriding = {
  override: z.array(OverriddenRule).max(2).optional(),
  overCapacity: z.strictObject({ reason: Reason }).optional().meta({
    description: 'Adds what is missing, up to the safe number of the venue. Needs `capacity:override`.',
  }),
};

export const NewNote = z
  .strictObject({
    kind: z.enum(['team', 'door']).meta({ description: 'For the team alone, or for the people at the door as well.' }),
    text: paragraph(2000).min(1, 'Please write something.'),
  })
  .meta({ id: 'NewNote', examples: [{ kind: 'door', text: 'Comes with an assistance dog.' }] });
export type NewNote = z.infer<typeof NewNote>;

export const NoteView = z
  .object({
    id: z.uuid(),
    kind: z.enum(['team', 'door']),
    text: z.string(),
    author: z.object({
      kind: z.enum(['person', 'key', 'worker', 'attendee', 'command']),
      id: z.uuid().nullable(),
      name: z.string(),
    }),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'Note',
    examples: [
      {
        ...{ id, kind: 'door', text: 'Comes with an assistance dog.' },
        author: { kind: 'person', id, name: 'May Linden' },
        createdAt: '2026-11-22T10:15:00.000Z',
      },
    ],
  });
export type NoteView = z.infer<typeof NoteView>;
export const NotePage = pageOf(NoteView).meta({ id: 'NotePage' });

export const NewRegistration = z
  .strictObject({
    sessionId: z.uuid(),
    poolId: z.uuid().optional().meta({ description: 'The public pool if left out.' }),
    contact: z.strictObject({
      name: PersonName,
      email: EmailAddress.optional().meta({ description: 'Without one there is no mail and no calendar entry.' }),
      phone: Phone.optional(),
    }),
    partySize: TeamPartySize,
    guests: z.array(Guest).max(100).optional(),
    spaces: Spaces.optional(),
    accessNeeds: AccessNeeds.optional(),
    answers: Answers.optional(),
    source: z.enum(['phone', 'letter', 'staff']).meta({ description: 'How it came to us.' }),
    tell: Tell.optional(),
    notes: z.array(NewNote).max(10).optional(),
    ...overriding,
  })
  .meta({
    id: 'NewRegistration',
    examples: [
      {
        ...{ sessionId: id, contact: { name: 'Ada Birch', phone: '020 7946 0123' }, partySize: 2, source: 'phone' },
        notes: [{ kind: 'door', text: 'Comes with an assistance dog.' }],
      },
    ],
  });
export type NewRegistration = z.infer<typeof NewRegistration>;

export const RegistrationChange = z
  .strictObject({
    contact: z
      .strictObject({ name: PersonName, email: EmailAddress.nullable(), phone: Phone.nullable() })
      .partial()
      .optional(),
    partySize: TeamPartySize.optional(),
    guests: z.array(Guest).max(100).optional(),
    spaces: Spaces.optional(),
    accessNeeds: AccessNeeds.nullable().optional(),
    answers: Answers.optional(),
    reason: Reason.optional(),
    tell: Tell.optional(),
    ...overriding,
  })
  .meta({ id: 'RegistrationChange', examples: [{ partySize: 3, reason: 'Her sister comes too.' }] });
export type RegistrationChange = z.infer<typeof RegistrationChange>;

export const RegistrationMove = z
  .strictObject({
    sessionId: z.uuid().meta({ description: 'Another session of the event, or the same for another pool.' }),
    poolId: z.uuid().optional().meta({ description: 'The public pool of the session if left out.' }),
    reason: Reason.optional(),
    tell: Tell.optional(),
    overCapacity: overriding.overCapacity,
  })
  .meta({ id: 'RegistrationMove', examples: [{ sessionId: id, reason: 'Their train is late.' }] });
export type RegistrationMove = z.infer<typeof RegistrationMove>;

export const RegistrationCancelling = z
  .strictObject({
    places: PartySize.optional().meta({ description: 'How many places to give up; all of them if left out.' }),
    reason: Reason.optional(),
    tell: Tell.optional(),
  })
  .meta({ id: 'RegistrationCancelling', examples: [{ reason: 'She rang: the flight is cancelled.' }] });
export type RegistrationCancelling = z.infer<typeof RegistrationCancelling>;

export const RegistrationRestoring = z
  .strictObject({
    poolId: z.uuid().optional().meta({ description: 'Another pool of the session than the places were in.' }),
    reason: Reason.optional(),
    tell: Tell.optional(),
    overCapacity: overriding.overCapacity,
  })
  .meta({ id: 'RegistrationRestoring', examples: [{ reason: 'Cancelled by mistake.' }] });
export type RegistrationRestoring = z.infer<typeof RegistrationRestoring>;

export const RegistrationConfirming = z
  .strictObject({ reason: Reason.optional() })
  .meta({ id: 'RegistrationConfirming', examples: [{ reason: 'He rang: the mail does not arrive.' }] });
export type RegistrationConfirming = z.infer<typeof RegistrationConfirming>;

import { z } from 'zod';
import { registrationReceipt, registrationView } from './examples.js';
import { EmailAddress, line, paragraph, PersonName, Phone } from './text.js';

export const Contact = z
  .strictObject({
    name: PersonName,
    email: EmailAddress,
    phone: Phone.optional(),
  })
  .meta({ id: 'Contact', description: 'The person who speaks for the party and gets its mail.' });

export const ContactView = z.object({
  name: z.string(),
  email: z.string().nullable().meta({ description: 'Null for who has none; then nothing is mailed.' }),
  phone: z.string().nullable(),
});

/** An answer: text, the chosen option, several options, or yes and no. */
export const AnswerValue = z.union([z.boolean(), paragraph(2000), z.array(line(200)).max(50)]);
export const Answers = z.record(z.uuid(), AnswerValue).meta({ id: 'Answers', description: 'Answers by question id.' });

export const AccessNeeds = paragraph(1000);

export const Guest = z
  .strictObject({
    name: PersonName.nullable().optional(),
    accessNeeds: AccessNeeds.nullable().optional(),
    answers: Answers.optional(),
  })
  .meta({ id: 'Guest', description: 'One person of the party; a name is never required.' });

/** Where in the party, counted from 0. */
const PersonIndex = z.int().min(0).max(499);
export const Space = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('wheelchair') }),
    z.strictObject({
      kind: z.literal('companion'),
      of: PersonIndex.meta({ description: 'Whom they come to help: who that is in the party, counted from 0.' }),
    }),
  ])
  .meta({
    id: 'Space',
    description:
      'A space for a wheelchair, or the place of somebody who comes to help a person of the party and stays for as long as that person does.',
  });
export type Space = z.infer<typeof Space>;

const person = PersonIndex.meta({
  description: 'Who it is for, counted from 0: first the contact, or the first guest where the contact does not come.',
});
const [Wheelchair, Companion] = Space.options;
export const Spaces = z
  .array(z.discriminatedUnion('kind', [Wheelchair.extend({ person }), Companion.extend({ person })]))
  .max(100)
  .meta({
    id: 'Spaces',
    description: 'Those of the party who need a wheelchair space, or come to help another of them.',
  });
export type Spaces = z.infer<typeof Spaces>;

export const PartySize = z
  .int('Please give the number of people as a whole number.')
  .min(1, 'A party has at least one person.')
  .meta({ description: 'People, not bookings.' });

export const RegisterBody = z
  .strictObject({
    sessionId: z.uuid(),
    contact: Contact,
    partySize: PartySize,
    guests: z.array(Guest).max(100).optional().meta({
      description:
        'The other people of the party, in order. As many guests as places means that the contact comes in nobody’s place.',
    }),
    spaces: Spaces.optional(),
    accessNeeds: AccessNeeds.optional(),
    answers: Answers.optional(),
    consent: z.boolean().optional().meta({ description: 'The answer to the event’s consentText.' }),
    poolCode: line(100).optional().meta({
      description: 'A code that opens places which are kept: case, spaces and hyphens do not matter.',
    }),
    invitationToken: line(200).optional().meta({
      description: 'The last part of the link in an invitation: takes places of its pool, for as many as it allows.',
    }),
  })
  .meta({
    id: 'RegisterBody',
    examples: [
      {
        sessionId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f',
        contact: { name: 'Ada Birch', email: 'ada@example.org' },
        partySize: 2,
        guests: [{ name: 'Tom Birch' }],
        accessNeeds: 'A seat near the door, please.',
      },
    ],
  });
export type RegisterBody = z.infer<typeof RegisterBody>;

export const RegistrationState = z.enum(['unverified', 'confirmed', 'cancelled']).meta({ id: 'RegistrationState' });
export type RegistrationState = z.infer<typeof RegistrationState>;

/** How it came to us: by the form or the API from the party itself, from a ballot that it has won, else by somebody of the team. */
export const RegistrationSource = z
  .enum(['web', 'api', 'phone', 'letter', 'staff', 'import', 'ballot'])
  .meta({ id: 'RegistrationSource' });
export type RegistrationSource = z.infer<typeof RegistrationSource>;

/** Who has given the places up: their holder, nobody in time, the team, or the session did not take place. */
export const CancelledBy = z.enum(['attendee', 'expiry', 'team', 'called-off']).meta({ id: 'CancelledBy' });
export type CancelledBy = z.infer<typeof CancelledBy>;

/** What a new registration answers. While it waits for the mailed link it opens nothing. */
export const RegistrationReceipt = z
  .object({
    id: z.uuid(),
    reference: z.string().nullable().meta({ description: 'Null until the address is confirmed.' }),
    state: RegistrationState,
    sessionId: z.uuid(),
    partySize: z.int(),
    manageUrl: z.url().nullable(),
    calendarUrl: z.url().nullable(),
    heldUntil: z.iso.datetime().nullable().meta({ description: 'Until when unverified places are held.' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'RegistrationReceipt', examples: [registrationReceipt] });
export type RegistrationReceipt = z.infer<typeof RegistrationReceipt>;

export const PlaceView = z
  .object({
    name: z.string().nullable(),
    accessNeeds: z.string().nullable(),
    space: Space.nullable().meta({ description: 'Null for an ordinary place.' }),
    answers: z.record(z.string(), AnswerValue),
    ticketCode: z.string(),
  })
  .meta({ id: 'Place' });

/** The registration as its holder sees it. */
export const RegistrationView = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    state: RegistrationState,
    sessionId: z.uuid(),
    eventSlug: z.string(),
    partySize: z.int(),
    partyLimit: z.int().meta({ description: 'How many people the party may become, as far as places are left.' }),
    invited: z
      .boolean()
      .meta({ description: 'Whether an invitation has given the places; the limit is its own then.' }),
    contact: ContactView,
    places: z.array(PlaceView),
    accessNeeds: z.string().nullable(),
    answers: z.record(z.string(), AnswerValue),
    cancelledBy: CancelledBy.nullable(),
    manageUrl: z.url(),
    calendarUrl: z.url(),
    heldUntil: z.iso.datetime().nullable(),
    changesUntil: z.iso.datetime(),
    cancellationUntil: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Registration', examples: [registrationView] });
export type RegistrationView = z.infer<typeof RegistrationView>;

export const ChangeBody = z
  .strictObject({
    contact: Contact.partial().extend({ phone: Phone.nullable().optional() }).optional(),
    partySize: PartySize.optional(),
    guests: z.array(Guest).max(100).optional(),
    spaces: Spaces.optional().meta({
      description: 'All of them; left out, everybody keeps theirs, in the order of the party.',
    }),
    accessNeeds: AccessNeeds.nullable().optional(),
    answers: Answers.optional(),
  })
  .meta({ id: 'ChangeBody', examples: [{ partySize: 3, guests: [{ name: 'Tom Birch' }, { name: 'May Birch' }] }] });
export type ChangeBody = z.infer<typeof ChangeBody>;

export const MoveBody = z
  .strictObject({ sessionId: z.uuid() })
  .meta({ id: 'MoveBody', examples: [{ sessionId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e70' }] });
export type MoveBody = z.infer<typeof MoveBody>;

export const CancelBody = z
  .strictObject({
    places: PartySize.optional().meta({ description: 'How many places to give up; all of them if left out.' }),
  })
  .meta({ id: 'CancelBody', examples: [{ places: 1 }] });
export type CancelBody = z.infer<typeof CancelBody>;

export const LookupBody = z
  .strictObject({ email: EmailAddress })
  .meta({ id: 'LookupBody', examples: [{ email: 'ada@example.org' }] });
export type LookupBody = z.infer<typeof LookupBody>;

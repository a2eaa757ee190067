import { z } from 'zod';
import { Reason, Tell } from './registering-for-people.js';
import { PageQuery, pageOf } from './page.js';
import { AccessNeeds, Answers, Guest, PartySize, RegistrationReceipt } from './registration.js';
import { EmailAddress, line, paragraph, PersonName, Phone } from './text.js';

const ID = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5ed0';
const EVENT_ID = '01992f3e-6b09-7c1f-9d3e-2e0a1b3c4d5e';
const SESSION_ID = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f';
const POOL_ID = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e70';
const TOKEN_URL = 'https://events.example.org/invitations/AZkvPnwafSCKTj8bLE1e0J5vN0JQ0m3yXr1bqg1cJk8';

export const InvitationState = z.enum(['pending', 'accepted', 'declined', 'deputised', 'withdrawn']).meta({
  id: 'InvitationState',
  description:
    '`deputised`: somebody else was named to come in their place; nobody does if that deputy declines or is withdrawn.',
});
export type InvitationState = z.infer<typeof InvitationState>;

/** In which language a guest is greeted; the rest of the letter is in English. */
export const GreetingLanguage = z
  .enum(['en', 'cy', 'ar', 'de', 'es', 'fr', 'he', 'it', 'nl', 'pl', 'pt', 'tr'])
  .meta({ id: 'GreetingLanguage' });
export type GreetingLanguage = z.infer<typeof GreetingLanguage>;

const Allowed = PartySize.max(500, 'Please invite so many people by several invitations.').meta({
  description: 'How many people the invitation allows, the guest among them.',
});

/** What the team knows of a guest. */
const GuestFields = {
  name: PersonName,
  salutation: line(100).meta({
    description: 'How the greeting goes on: `Dame Margaret`, `Lord Mayor`; `Ms` or `Herr` alone goes before the name.',
  }),
  title: line(100).meta({ description: 'What goes before the name: `Professor`, `The Rt Hon`.' }),
  organisation: line(200),
  precedence: z
    .int()
    .min(1)
    .max(100_000)
    .meta({ description: 'The order of precedence: the lowest number goes first.' }),
  email: EmailAddress.meta({ description: 'Without one the invitation is a letter of the team’s own.' }),
  note: paragraph(2000).min(1, 'Please write something.').meta({ description: 'For the team alone; kept sealed.' }),
};

const OverPromise = z.strictObject({ reason: Reason }).meta({
  id: 'OverPromise',
  description: 'Invites more people than the pool has places, because some will decline. It is noted.',
});

export const NewInvitation = z
  .strictObject({
    sessionId: z.uuid(),
    poolId: z.uuid(),
    ...z
      .object(GuestFields)
      .partial({ salutation: true, title: true, organisation: true, precedence: true, email: true, note: true }).shape,
    language: GreetingLanguage.optional(),
    partySize: Allowed.optional(),
    send: z.boolean().optional().meta({ description: 'Whether it is mailed at once; not, if left out.' }),
    overPromise: OverPromise.optional(),
  })
  .meta({
    id: 'NewInvitation',
    examples: [
      {
        ...{ sessionId: SESSION_ID, poolId: POOL_ID, title: 'Professor', name: 'Ada Birch' },
        ...{ organisation: 'Institute of Rare Plants', precedence: 12, email: 'ada@example.org', partySize: 2 },
      },
    ],
  });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const InvitationChange = z
  .strictObject({
    ...z.object({ name: GuestFields.name, language: GreetingLanguage, partySize: Allowed, poolId: z.uuid() }).partial()
      .shape,
    salutation: GuestFields.salutation.nullable().optional(),
    title: GuestFields.title.nullable().optional(),
    organisation: GuestFields.organisation.nullable().optional(),
    precedence: GuestFields.precedence.nullable().optional(),
    email: GuestFields.email.nullable().optional(),
    note: GuestFields.note.nullable().optional(),
    overPromise: OverPromise.optional(),
  })
  .meta({ id: 'InvitationChange', examples: [{ partySize: 3 }] });
export type InvitationChange = z.infer<typeof InvitationChange>;

const AnswerSource = z.enum(['web', 'api', 'phone', 'letter', 'staff']).meta({ id: 'AnswerSource' });

const guestExample = {
  ...{ salutation: null, title: 'Professor', name: 'Ada Birch', organisation: 'Institute of Rare Plants' },
};

export const AdminInvitation = z
  .object({
    id: z.uuid(),
    version: z.int(),
    eventId: z.uuid(),
    sessionId: z.uuid(),
    poolId: z.uuid().nullable().meta({ description: 'Null for a private pool, without `registrations:sensitive`.' }),
    state: InvitationState,
    salutation: z.string().nullable(),
    title: z.string().nullable(),
    name: z.string(),
    organisation: z.string().nullable(),
    precedence: z.int().nullable(),
    language: GreetingLanguage,
    email: z.string().nullable(),
    partySize: z.int().meta({ description: 'How many people it allows.' }),
    coming: z.int().meta({ description: 'How many people have places by it now.' }),
    note: z.string().nullable(),
    masked: z.array(z.string()).meta({
      description: 'What is null because it needs `registrations:sensitive`, whether it is there or not.',
    }),
    registrationId: z.uuid().nullable(),
    deputyId: z.uuid().nullable().meta({ description: 'The invitation of the deputy, if one was named.' }),
    deputyOf: z.uuid().nullable().meta({ description: 'The invitation in whose place this one is.' }),
    answeredAt: z.iso.datetime().nullable(),
    source: AnswerSource.nullable().meta({ description: 'How the answer came.' }),
    answerBy: z.iso.datetime().meta({
      description: 'Until then its places are promised; later it is good for what is left.',
    }),
    sentAt: z.iso.datetime().nullable().meta({ description: 'When it was last sent, by mail or in a letter.' }),
    url: z.url().nullable().meta({
      description:
        'The link of the guest, for a letter. Null without `registrations:write` and `registrations:sensitive`.',
    }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'AdminInvitation',
    examples: [
      {
        ...{ id: ID, version: 1, eventId: EVENT_ID, sessionId: SESSION_ID, poolId: POOL_ID, state: 'pending' },
        ...{ ...guestExample, precedence: 12, language: 'en', email: 'ada@example.org', partySize: 2, coming: 0 },
        ...{ note: null, masked: [], registrationId: null, deputyId: null, deputyOf: null },
        ...{ answeredAt: null, source: null, answerBy: '2027-06-30T08:00:00.000Z', sentAt: '2027-04-01T09:00:00.000Z' },
        ...{ url: TOKEN_URL, createdAt: '2027-03-22T10:15:00.000Z', updatedAt: '2027-04-01T09:00:00.000Z' },
      },
    ],
  });
export type AdminInvitation = z.infer<typeof AdminInvitation>;
export const AdminInvitationPage = pageOf(AdminInvitation).meta({ id: 'AdminInvitationPage' });

const Words = line(200).meta({ description: 'Words that all must be part of the name, organisation or address.' });

export const InvitationFilter = z.strictObject({
  eventId: z.uuid().optional(),
  sessionId: z.uuid().optional(),
  poolId: z.uuid().optional(),
  state: InvitationState.optional(),
  sent: z.enum(['true', 'false']).optional().meta({ description: 'Whether it was ever mailed.' }),
  organisation: line(200).optional().meta({ description: 'Part of the organisation.' }),
  q: Words.optional(),
});
export type InvitationFilter = z.infer<typeof InvitationFilter>;

export const InvitationsQuery = PageQuery.extend({
  ...InvitationFilter.shape,
  sort: z.enum(['newest', 'precedence', 'name']).default('newest'),
});
export type InvitationsQuery = z.infer<typeof InvitationsQuery>;

const Party = {
  partySize: PartySize,
  guests: z.array(Guest).max(100).optional(),
  accessNeeds: AccessNeeds.optional(),
  answers: Answers.optional(),
};
const GuestContact = z
  .strictObject({ name: PersonName, email: EmailAddress, phone: Phone })
  .partial()
  .meta({ id: 'GuestContact', description: 'What is left out is as in the invitation.' });

/** How an answer came that a member of the team writes down. */
const Heard = {
  source: z.enum(['phone', 'letter', 'staff']).meta({ description: 'How it came to us.' }),
  tell: Tell.optional(),
  reason: Reason.optional(),
};

export const InvitationAccepting = z
  .strictObject({
    ...Party,
    contact: GuestContact.optional(),
    consent: z.boolean().optional().meta({ description: 'The answer to the event’s consentText.' }),
  })
  .meta({ id: 'InvitationAccepting', examples: [{ partySize: 2, guests: [{ name: 'Tom Birch' }] }] });
export type InvitationAccepting = z.infer<typeof InvitationAccepting>;

const Deputy = z
  .strictObject({ name: PersonName, email: EmailAddress })
  .meta({ id: 'Deputy', description: 'Who comes instead. They are sent a link of their own.' });

export const InvitationDeputising = z
  .strictObject({ deputy: Deputy })
  .meta({ id: 'InvitationDeputising', examples: [{ deputy: { name: 'Tom Alder', email: 'tom@example.org' } }] });
export type InvitationDeputising = z.infer<typeof InvitationDeputising>;

export const HeardAcceptance = z
  .strictObject({ ...Party, contact: GuestContact.optional(), ...Heard })
  .meta({ id: 'HeardAcceptance', examples: [{ partySize: 1, source: 'phone' }] });
export type HeardAcceptance = z.infer<typeof HeardAcceptance>;

export const HeardRefusal = z
  .strictObject(Heard)
  .meta({ id: 'HeardRefusal', examples: [{ source: 'letter', reason: 'She is abroad that week.' }] });
export type HeardRefusal = z.infer<typeof HeardRefusal>;

export const HeardDeputy = z
  .strictObject({
    deputy: z.strictObject({ name: PersonName, email: EmailAddress.optional() }),
    ...Heard,
  })
  .meta({ id: 'HeardDeputy', examples: [{ deputy: { name: 'Tom Alder' }, source: 'phone' }] });
export type HeardDeputy = z.infer<typeof HeardDeputy>;

export const InvitationSend = z
  .strictObject({
    by: z.enum(['mail', 'letter']).default('mail').meta({
      description: 'By mail from here, or in a letter of the team’s own, which is only noted.',
    }),
  })
  .meta({ id: 'InvitationSend', examples: [{ by: 'mail' }] });
export type InvitationSend = z.infer<typeof InvitationSend>;

export const InvitationWithdrawing = z
  .strictObject({ reason: Reason.optional(), tell: Tell.optional() })
  .meta({ id: 'InvitationWithdrawing', examples: [{ reason: 'Invited twice.' }] });
export type InvitationWithdrawing = z.infer<typeof InvitationWithdrawing>;

/** The invitation as its guest sees it. Nothing of the team's own, and never which pool it is of. */
export const InvitationView = z
  .object({
    id: z.uuid(),
    state: InvitationState,
    name: z.string(),
    title: z.string().nullable(),
    email: z.string().nullable(),
    partySize: z.int().meta({ description: 'How many people it allows.' }),
    eventSlug: z.string(),
    sessionId: z.uuid(),
    answerBy: z.iso.datetime(),
    answersUntil: z.iso.datetime().meta({ description: 'When the link ends.' }),
    canSendDeputy: z.boolean(),
    deputy: z.object({ name: z.string(), state: InvitationState }).nullable(),
    registration: RegistrationReceipt.nullable().meta({ description: 'The places that they have taken by it.' }),
  })
  .meta({
    id: 'Invitation',
    examples: [
      {
        ...{ id: ID, state: 'pending', name: 'Ada Birch', title: 'Professor', email: 'ada@example.org', partySize: 2 },
        ...{ eventSlug: 'memorial-lecture-2027', sessionId: SESSION_ID },
        ...{ answerBy: '2027-06-30T08:00:00.000Z', answersUntil: '2027-07-07T11:00:00.000Z' },
        ...{ canSendDeputy: true, deputy: null, registration: null },
      },
    ],
  });
export type InvitationView = z.infer<typeof InvitationView>;

export const TemplateKind = z.enum(['invitation', 'reminder']).meta({ id: 'TemplateKind' });
export type TemplateKind = z.infer<typeof TemplateKind>;

const template = {
  subject: '{{event}}: an invitation',
  body: 'You are invited to {{event}}, on {{when}}, at {{where}}.\n\nThis invitation is for {{party}}. Please answer by {{answerBy}}.',
};

export const InvitationTemplate = z
  .object({
    id: z.uuid(),
    version: z.int(),
    eventId: z.uuid(),
    kind: TemplateKind,
    subject: z.string(),
    body: z.string(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'InvitationTemplate',
    examples: [
      { id: ID, version: 1, eventId: EVENT_ID, kind: 'invitation', ...template, updatedAt: '2027-03-22T10:15:00.000Z' },
    ],
  });
export type InvitationTemplate = z.infer<typeof InvitationTemplate>;
export const InvitationTemplatePage = pageOf(InvitationTemplate).meta({ id: 'InvitationTemplatePage' });

export const NewInvitationTemplate = z
  .strictObject({
    eventId: z.uuid(),
    kind: TemplateKind,
    subject: line(200),
    body: paragraph(10_000).min(1, 'Please write something.').meta({
      description:
        'Paragraphs divided by empty lines. Fields: {{salutation}} {{title}} {{name}} {{organisation}} {{party}} {{event}} {{session}} {{when}} {{where}} {{answerBy}}. Greeting, link and signature are the house’s own.',
    }),
  })
  .meta({ id: 'NewInvitationTemplate', examples: [{ eventId: EVENT_ID, kind: 'invitation', ...template }] });
export type NewInvitationTemplate = z.infer<typeof NewInvitationTemplate>;

export const InvitationTemplateChange = z
  .strictObject({
    subject: NewInvitationTemplate.shape.subject.optional(),
    body: NewInvitationTemplate.shape.body.optional(),
  })
  .meta({ id: 'InvitationTemplateChange', examples: [{ subject: template.subject }] });
export type InvitationTemplateChange = z.infer<typeof InvitationTemplateChange>;

export const TemplatesQuery = PageQuery.extend({ eventId: z.uuid().optional() });
export type TemplatesQuery = z.infer<typeof TemplatesQuery>;

export const LetterPreviewBody = z
  .strictObject({
    kind: TemplateKind.default('invitation'),
    subject: NewInvitationTemplate.shape.subject.optional(),
    body: NewInvitationTemplate.shape.body.optional(),
  })
  .meta({
    id: 'LetterPreviewBody',
    description: 'Subject and body to try; what is left out is as the event has it.',
    examples: [{ kind: 'invitation', ...template }],
  });
export type LetterPreviewBody = z.infer<typeof LetterPreviewBody>;

export const LetterPreview = z
  .object({ to: z.string().nullable(), subject: z.string(), text: z.string(), html: z.string() })
  .meta({
    id: 'LetterPreview',
    examples: [
      {
        ...{ to: 'ada@example.org', subject: '7/7 Memorial Lecture 2027: an invitation' },
        ...{ text: 'Dear Professor Ada Birch,\n…', html: '<!doctype html><html>…</html>' },
      },
    ],
  });
export type LetterPreview = z.infer<typeof LetterPreview>;

const rule = { daysBefore: 14, at: '09:30' };

export const ReminderRule = z
  .object({
    id: z.uuid(),
    version: z.int(),
    eventId: z.uuid(),
    daysBefore: z.int(),
    at: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'ReminderRule',
    examples: [{ id: ID, version: 1, eventId: EVENT_ID, ...rule, createdAt: '2027-03-22T10:15:00.000Z' }],
  });
export type ReminderRule = z.infer<typeof ReminderRule>;
export const ReminderRulePage = pageOf(ReminderRule).meta({ id: 'ReminderRulePage' });

export const NewReminderRule = z
  .strictObject({
    eventId: z.uuid(),
    daysBefore: z.int().min(0).max(365).meta({ description: 'Days before the answer is due.' }),
    at: z
      .string()
      .regex(/^(08|09|1\d):[0-5]\d$/, 'Please give a time of the day between 08:00 and 19:59, for example 09:30.')
      .default('09:30')
      .meta({ description: 'On the clock of the venue, at a decent hour.' }),
  })
  .meta({
    id: 'NewReminderRule',
    description: 'Those who were invited before that moment and have not answered then are reminded, once.',
    examples: [{ eventId: EVENT_ID, ...rule }],
  });
export type NewReminderRule = z.infer<typeof NewReminderRule>;

/** What is done with many invitations at once. */
export const InvitationMailing = z
  .strictObject({
    action: z.enum(['send', 'remind', 'withdraw']).meta({
      description:
        '`send`: to those of the pending ones that were never sent; `remind`: to those that were; `withdraw`: those that nobody has answered.',
    }),
    filter: InvitationFilter.omit({ sent: true }).extend({ eventId: z.uuid() }),
    expected: z.int().min(0).optional().meta({
      description: 'The count of the preview: nothing is done if it is another by now.',
    }),
    reason: Reason.optional(),
    tell: Tell.optional(),
  })
  .meta({
    id: 'InvitationMailing',
    examples: [{ action: 'send', filter: { eventId: EVENT_ID } }],
  });
export type InvitationMailing = z.infer<typeof InvitationMailing>;

export const InvitationMailed = z
  .object({
    action: z.enum(['send', 'remind', 'withdraw']),
    reaches: z.int().meta({ description: 'Invitations that it is done with.' }),
    people: z.int().meta({ description: 'How many people these allow.' }),
    withoutAddress: z.int().meta({ description: 'Those that no mail can reach, and that are left out of mailings.' }),
  })
  .meta({ id: 'InvitationMailed', examples: [{ action: 'send', reaches: 48, people: 91, withoutAddress: 3 }] });
export type InvitationMailed = z.infer<typeof InvitationMailed>;

export const GuestListQuery = z.strictObject({
  sessionId: z.uuid(),
  poolId: z.uuid().optional().meta({ description: 'For lines that name no pool.' }),
  mode: z.enum(['all-or-nothing', 'good-lines']).default('all-or-nothing'),
  preview: z.enum(['true', 'false']).default('false').meta({ description: 'Only tells what would become of it.' }),
  overPromise: line(500).optional().meta({ description: 'Why more people are invited than there are places.' }),
});
export type GuestListQuery = z.infer<typeof GuestListQuery>;

export const GuestListReport = z
  .object({
    lines: z.int(),
    good: z.int(),
    people: z.int().meta({ description: 'How many people the good lines invite.' }),
    made: z.int(),
    columns: z.array(z.object({ column: z.int(), header: z.string(), field: z.string().nullable() })),
    faults: z.array(z.object({ line: z.int(), column: z.int().nullable(), code: z.string(), detail: z.string() })),
  })
  .meta({
    id: 'GuestListReport',
    examples: [
      {
        ...{ lines: 2, good: 1, people: 2, made: 0, columns: [{ column: 1, header: 'Name', field: 'name' }] },
        faults: [
          { line: 3, column: 2, code: 'does_not_fit', detail: 'Please write an e-mail address like name@example.org.' },
        ],
      },
    ],
  });
export type GuestListReport = z.infer<typeof GuestListReport>;

import { addressee, DEFAULTS, filled, greetingOf, type InvitationFacts, type TemplateField } from '#invitation';
import type { Block, LetterContent } from '../letter-content.js';
import { paragraph } from '../letter-content.js';
import {
  envelopeOf,
  isolated,
  isPrintable,
  moment,
  paragraphs,
  roomOf,
  timeSpan,
  upperFirst,
  zoneInWords,
} from '../words.js';

export type InvitationLetterKind = 'invitation' | 'reminder' | 'declined' | 'withdrawn';

const FOOTNOTE =
  'You have this mail because you are invited. If it was meant for somebody else, please tell us, and we will put it right.';

const WAS_INVITED =
  'You have this mail because you were invited. If it was meant for somebody else, please tell us, and we will put it right.';

type Words = { readonly subject: string; readonly body: string };

/** Asks whether they come, in the words of the event's team or of the house. `url` is the guest's own link. */
export function invitationLetter(
  facts: InvitationFacts,
  kind: 'invitation' | 'reminder',
  url: string,
  words: Partial<Words> = {},
): LetterContent {
  const template = { ...DEFAULTS[kind], ...facts.template, ...words };
  const values = valuesOf(facts);
  return {
    ...frame(facts),
    subject: filled(template.subject, values).replace(/\s+/g, ' ').trim(),
    blocks: [
      ...insteadOf(facts),
      ...paragraphs(filled(template.body, values)).map(paragraph),
      whenAndWhere(facts),
      {
        kind: 'action',
        label: 'Answer this invitation',
        url,
        after: `There you can accept, decline${facts.insteadOf ? '' : ', or name somebody who comes in your place'}, and tell us what would make the visit easier. The link is your own, so please keep it to yourself.`,
      },
    ],
    footnote: FOOTNOTE,
  };
}

/** To who has not answered: that the time or the place is another, and that they are invited as before. */
export function changedLetter(facts: InvitationFacts, url: string, now: Date): LetterContent {
  const inTime = now < facts.answerBy;
  return {
    ...frame(facts),
    subject: `Changed: ${facts.eventTitle}`,
    blocks: [
      paragraph(
        `We have invited you to “${facts.eventTitle}”, and have had to change the time or the place since. We are sorry if that is difficult. Our invitation stands as before. This is how everything is now; please go by this mail rather than an earlier one.`,
      ),
      ...reasonFor(facts),
      paragraph(inTime ? askToAnswer(facts) : TOO_LATE),
      whenAndWhere(facts, inTime),
      {
        kind: 'action',
        label: inTime ? 'Answer this invitation' : 'See your invitation',
        url,
        after: 'The link is the one that you have already, and your own, so please keep it to yourself.',
      },
    ],
    footnote: FOOTNOTE,
  };
}

function reasonFor({ announcement }: InvitationFacts): Block[] {
  return announcement === null ? [] : [paragraph(`The reason: ${announcement}`)];
}

const TOO_LATE =
  'The time in which we asked for your answer is over. If you would like to come, please see by your link whether that is still possible, or write to us.';

function askToAnswer({ answerBy, timeZone }: InvitationFacts): string {
  return `Please let us know by ${moment(answerBy, timeZone)} (${zoneInWords(timeZone)}) whether you can come.`;
}

/** That a no has arrived, and how it is undone. */
export function declinedLetter(facts: InvitationFacts, url: string): LetterContent {
  return {
    ...frame(facts),
    subject: `We have noted that you cannot come: ${facts.eventTitle}`,
    heading: 'We have noted your answer',
    blocks: [
      paragraph(`Thank you for letting us know that you will not be with us for ${named(facts)}.`),
      {
        kind: 'action',
        label: 'See your answer',
        url,
        after:
          'If your plans change, or if this was not your answer, you can answer again there as long as places are left.',
      },
      questions(facts),
    ],
    footnote: FOOTNOTE,
  };
}

export function withdrawnLetter(facts: InvitationFacts): LetterContent {
  return {
    ...frame(facts),
    subject: `Your invitation has been withdrawn: ${facts.eventTitle}`,
    heading: 'Your invitation has been withdrawn',
    blocks: [
      paragraph(
        `The invitation that we sent you for ${named(facts)} does not hold any more, and its link has ended. We are sorry for the trouble. If this surprises you, please write to us.`,
      ),
      questions(facts),
    ],
    footnote: WAS_INVITED,
  };
}

/** To who was invited and has not answered. No time and no place that a hurried reader could take for an invitation. */
export function calledOffLetter(facts: InvitationFacts): LetterContent {
  return {
    ...frame(facts),
    subject: `Cancelled: ${facts.eventTitle}`,
    heading: 'This has been cancelled',
    blocks: [
      paragraph(
        `We had invited you to “${facts.eventTitle}”. It will not take place. We are sorry. You do not have to do anything.`,
      ),
      ...reasonFor(facts),
      questions(facts),
    ],
    footnote: WAS_INVITED,
  };
}

function frame(facts: InvitationFacts) {
  const printable = isPrintable(addressee(facts));
  return {
    mood: facts.mood,
    heading: facts.eventTitle,
    greeting: printable ? greetingOf({ ...facts, name: isolated(facts.name) }) : 'Good day,',
    ...(printable && facts.language !== 'en' && { greetingLanguage: facts.language }),
  };
}

/** A deputy learns who has named them. */
function insteadOf({ insteadOf: sender }: InvitationFacts): Block[] {
  if (!sender) return [];
  const name = [sender.title, sender.name].filter(Boolean).join(' ');
  return [
    paragraph(`${isPrintable(name) ? isolated(name) : 'Somebody'} cannot come and has named you to come instead.`),
  ];
}

function valuesOf(facts: InvitationFacts): Record<TemplateField, string> {
  const { title, name, organisation, partySize, timeZone } = facts;
  return {
    salutation: addressee(facts),
    title: title ?? '',
    name,
    organisation: organisation ?? '',
    party: partyInWords(partySize),
    event: facts.eventTitle,
    session: facts.sessionTitle ?? facts.eventTitle,
    when: whenInWords(facts),
    where: [...roomOf(placeOf(facts)), facts.venueName].join(', '),
    answerBy: moment(facts.answerBy, timeZone),
  };
}

function partyInWords(size: number): string {
  if (size === 1) return 'you';
  return size === 2 ? 'you and one guest' : `you and up to ${size - 1} guests`;
}

function whenInWords({ startsAt, endsAt, timeZone }: InvitationFacts): string {
  return `${timeSpan(startsAt, endsAt, timeZone)} (${zoneInWords(timeZone)})`;
}

function named(facts: InvitationFacts): string {
  return `“${facts.eventTitle}” on ${whenInWords(facts)}`;
}

function placeOf({ room, venueName }: InvitationFacts) {
  return { session: { room }, venue: { name: venueName } };
}

function whenAndWhere(facts: InvitationFacts, asks = true): Block {
  const when = {
    label: 'When',
    lines: [timeSpan(facts.startsAt, facts.endsAt, facts.timeZone), zoneInWords(facts.timeZone)],
  };
  const venue = { name: facts.venueName, address: facts.address };
  const where = { label: 'Where', lines: envelopeOf(venue, roomOf(placeOf(facts))) };
  const party = { label: 'For', lines: [upperFirst(partyInWords(facts.partySize))] };
  const answer = { label: 'Please answer by', lines: [moment(facts.answerBy, facts.timeZone)] };
  return { kind: 'facts', facts: [when, where, party, ...(asks ? [answer] : []), ...questionFacts(facts)] };
}

function questions(facts: InvitationFacts): Block {
  return { kind: 'facts', facts: questionFacts(facts) };
}

function questionFacts({ contactEmail, contactPhone }: InvitationFacts) {
  const links = [{ text: contactEmail, url: `mailto:${contactEmail}` }];
  if (contactPhone) links.push({ text: contactPhone, url: `tel:${contactPhone.replace(/[^+\d]/g, '')}` });
  return [{ label: 'Questions', lines: [`Write to us${contactPhone ? ' or call' : ''}.`], links }];
}

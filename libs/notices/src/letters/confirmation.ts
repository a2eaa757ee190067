import type { NoticeFacts } from '../facts.js';
import { type Block, FOOTNOTE, type LetterContent, type Link, paragraph } from '../letter-content.js';
import { allFacts, titleAndTime } from '../letter-facts.js';
import { greetingTo, moment, one, upperFirst, yourPlaces, zoneInWords } from '../words.js';

export function confirmation(facts: NoticeFacts): LetterContent {
  const { event, registration } = facts;
  return {
    subject: `Confirmed: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: greetingTo(registration.name),
    blocks: [
      paragraph(`${upperFirst(yourPlaces(registration.partySize))} ${are(facts)} confirmed. ${welcome(facts)}`),
      referenceOf(facts),
      allFacts(facts),
      managing(facts),
      ...(facts.withCalendar ? [paragraph(`${CALENDAR} ${facts.answersAreRead ? READ : UNREAD}`)] : []),
      allPlaces(facts),
    ],
    footnote: FOOTNOTE,
  };
}

export function referenceOf({ registration }: NoticeFacts): Block {
  return {
    kind: 'reference',
    reference: registration.reference,
    hint: 'Give this reference or your name when you arrive. There is nothing to print.',
  };
}

/** The one link that changes things, and until when it does. */
export function managing({ event, registration, links, venue }: NoticeFacts): Block {
  const { partySize, changesUntil, cancellationUntil } = registration;
  const it = one(partySize, 'it', 'them');
  const [changes, givingUp] = [changesUntil, cancellationUntil].map((until) => moment(until, venue.timeZone));
  const limits =
    changes === givingUp
      ? `You can do either until ${changes}`
      : `You can make changes until ${changes}, and give up ${yourPlaces(partySize)} until ${givingUp}`;
  const reason =
    event.mood === 'memorial'
      ? `If you find that you cannot come, or would rather not, please give ${it} back; no reason is needed.`
      : `If you cannot come, please give ${it} back, so that somebody else can have ${it}.`;
  return {
    kind: 'action',
    label: `Change or give up ${yourPlaces(partySize)}`,
    url: links.manage,
    after: `${limits} (${zoneInWords(venue.timeZone)}). ${reason} Whoever has this link can do the same, so please keep it to yourself.`,
  };
}

/** Whoever reads this mail has shown that the address is theirs, so here they may have it. */
export function allPlaces({ links }: NoticeFacts): Block {
  const lines = [
    'Your calendar can follow all places that you have with us under this e-mail address. Where it lets you subscribe to a calendar, give it the address below. Whoever has that sees which places you have, so please keep it to yourself.',
  ];
  return { kind: 'facts', facts: [{ label: 'All your places in one calendar', lines, links: [linkTo(links.feed)] }] };
}

function linkTo(url: string): Link {
  return { text: url, url };
}

const CALENDAR =
  'For your calendar: this mail carries an entry. Choose Yes, Accept or Add to calendar where your mail program offers it, and the entry will follow if anything changes. If it offers nothing, open the attached file invite.ics.';
const READ =
  'If you later find that you cannot come, use the link above or answer No in your calendar; we tell you by mail that we have understood.';
const UNREAD = 'To give up a place please use the link above; an answer from your calendar alone may not reach us.';

function welcome({ event, registration }: NoticeFacts): string {
  return event.mood === 'memorial'
    ? `${one(registration.partySize, 'It is', 'They are')} kept in your name.`
    : 'We look forward to welcoming you.';
}

function are({ registration }: NoticeFacts): string {
  return one(registration.partySize, 'is', 'are');
}

import type { NoticeFacts } from '../facts.js';
import { type Block, FOOTNOTE, type LetterContent, paragraph, TAKEN_FROM_CALENDAR } from '../letter-content.js';
import { namedWithTime, contactFacts, titleAndTime } from '../letter-facts.js';
import { greetingTo, one, upperFirst, yourPlaces } from '../words.js';

export function cancellation(facts: NoticeFacts): LetterContent {
  const { event, registration } = facts;
  const { subject, news } = wordsFor(facts);
  return {
    subject: `${subject}: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: greetingTo(registration.name),
    blocks: [
      ...news,
      ...(facts.withCalendar ? [paragraph(TAKEN_FROM_CALENDAR)] : []),
      paragraph(`The reference was ${registration.reference}.`),
      contactFacts(facts),
    ],
    footnote: FOOTNOTE,
  };
}

interface Words {
  readonly subject: string;
  readonly news: readonly Block[];
}

function wordsFor(facts: NoticeFacts): Words {
  if (facts.event.cancelled || facts.session.cancelled) return calledOff(facts);
  return facts.registration.cancelledBy === 'team' ? givenUpByUs(facts) : givenUp(facts);
}

function calledOff(facts: NoticeFacts): Words {
  const { partySize } = facts.registration;
  const { announcement, otherTimes } = facts.session;
  return {
    subject: 'Cancelled',
    news: [
      paragraph(
        `We are sorry to tell you that ${namedWithTime(facts)} will not take place. ${upperFirst(yourPlaces(partySize))} ${one(partySize, 'is', 'are')} cancelled with it, and there is nothing that you need to do.`,
      ),
      ...(announcement === null ? [] : [paragraph(`The reason: ${announcement}`)]),
      ...(otherTimes ? [elsewhen(facts)] : []),
    ],
  };
}

function elsewhen({ links, registration }: NoticeFacts): Block {
  return {
    kind: 'action',
    label: 'Choose another time',
    url: links.manage,
    after: `There are other times at which you are welcome, as long as there ${one(registration.partySize, 'is a place', 'are places')}. Whoever has this link can choose, so please keep it to yourself.`,
  };
}

function givenUp(facts: NoticeFacts): Words {
  const { event, registration } = facts;
  const thanks =
    event.mood === 'memorial'
      ? 'Thank you for letting us know.'
      : 'Thank you for letting us know; somebody else can come now.';
  return {
    subject: 'Given up',
    news: [
      paragraph(
        `As you asked, we have given up ${yourPlaces(registration.partySize)} for ${namedWithTime(facts)}. ${thanks}`,
      ),
      again(facts),
    ],
  };
}

/** Mostly because somebody rang; but it may be a slip of ours, and then they should say so. */
function givenUpByUs(facts: NoticeFacts): Words {
  const { partySize } = facts.registration;
  const upTo = facts.event.contact.phone ? 'write to us or call' : 'write to us';
  return {
    subject: 'Given up',
    news: [
      paragraph(
        `We have given up ${yourPlaces(partySize)} for ${namedWithTime(facts)}. If that is not what you wished, please ${upTo}, and we will see what can be done.`,
      ),
    ],
  };
}

function again({ links }: NoticeFacts): Block {
  return {
    kind: 'action',
    label: 'Open the page of the event',
    url: links.event,
    after: 'If you would like to come after all, you are welcome to register again while there are places.',
  };
}

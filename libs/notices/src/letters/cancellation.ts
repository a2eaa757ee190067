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
  return facts.event.cancelled || facts.session.cancelled ? calledOff(facts) : givenUp(facts);
}

function calledOff(facts: NoticeFacts): Words {
  const { partySize } = facts.registration;
  return {
    subject: 'Cancelled',
    news: [
      paragraph(
        `We are sorry to tell you that ${namedWithTime(facts)} will not take place. ${upperFirst(yourPlaces(partySize))} ${one(partySize, 'is', 'are')} cancelled with it, and there is nothing that you need to do.`,
      ),
    ],
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

function again({ links }: NoticeFacts): Block {
  return {
    kind: 'action',
    label: 'Open the page of the event',
    url: links.event,
    after: 'If you would like to come after all, you are welcome to register again while there are places.',
  };
}

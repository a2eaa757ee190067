import type { NoticeFacts } from '../facts.js';
import { type Block, FOOTNOTE, type LetterContent, paragraph } from '../letter-content.js';
import { namedWithTime, contactFacts, titleAndTime } from '../letter-facts.js';
import { isolated, one, upperFirst, yourPlaces } from '../words.js';

export function cancellation(facts: NoticeFacts): LetterContent {
  const { event, registration } = facts;
  const { subject, news } = wordsFor(facts);
  return {
    subject: `${subject}: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: `Dear ${isolated(registration.name)},`,
    blocks: [
      ...news,
      ...(facts.withCalendar ? [paragraph(CALENDAR)] : []),
      paragraph(`The reference was ${registration.reference}.`),
      contactFacts(facts),
    ],
    footnote: FOOTNOTE,
  };
}

const CALENDAR =
  'For your calendar: this mail takes the entry out again. If your mail program asks, choose Remove; if the entry stays, please delete it.';

interface Words {
  readonly subject: string;
  readonly news: readonly Block[];
}

function wordsFor(facts: NoticeFacts): Words {
  if (facts.event.cancelled || facts.session.cancelled) return calledOff(facts);
  if (facts.registration.cancelledBy === 'team') return takenBack(facts);
  if (facts.registration.cancelledBy === 'expiry') return notConfirmed(facts);
  return givenUp(facts);
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

function takenBack(facts: NoticeFacts): Words {
  const { partySize } = facts.registration;
  return {
    subject: 'Your registration is cancelled',
    news: [
      paragraph(
        `The events team has cancelled ${yourPlaces(partySize)} for ${namedWithTime(facts)}. If you did not expect this, please get in touch, and we will look into it with you.`,
      ),
    ],
  };
}

function notConfirmed(facts: NoticeFacts): Words {
  const { partySize } = facts.registration;
  return {
    subject: 'No longer held',
    news: [
      paragraph(
        `We kept ${one(partySize, 'a place', `${partySize} places`)} for you for ${namedWithTime(facts)}. The link in our mail was not followed in time, so ${one(partySize, 'it is', 'they are')} free for other people again.`,
      ),
      again(facts),
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

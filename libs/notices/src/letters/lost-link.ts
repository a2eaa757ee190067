import type { NoticeFacts } from '../facts.js';
import { type LetterContent, paragraph } from '../letter-content.js';
import { shortFacts, titleAndTime } from '../letter-facts.js';
import { greetingTo, one, yourPlaces } from '../words.js';
import { allPlaces, managing, referenceOf } from './confirmation.js';

export function lostLink(facts: NoticeFacts): LetterContent {
  const { event, registration } = facts;
  const { partySize } = registration;
  return {
    subject: `Your link: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: greetingTo(registration.name),
    blocks: [
      paragraph(
        `Somebody asked us for the link to ${yourPlaces(partySize)}, or tried to register again with your address. ${one(partySize, 'Your place is', 'Your places are')} confirmed, and nothing has changed.`,
      ),
      managing(facts),
      referenceOf(facts),
      shortFacts(facts),
      allPlaces(facts),
    ],
    footnote: 'If it was not you who asked, you need do nothing: this link was sent to you alone.',
  };
}

import type { NoticeFacts } from '../facts.js';
import { FOOTNOTE, type LetterContent, paragraph } from '../letter-content.js';
import { shortFacts, titleAndTime } from '../letter-facts.js';
import { greetingTo, one, upperFirst, yourPlaces } from '../words.js';

/** Asks the guest about a “no” that may not be theirs, or not about how things are now. Nothing has changed. */
export function declineDoubted(facts: NoticeFacts): LetterContent {
  const { event, registration, links } = facts;
  const { partySize } = registration;
  return {
    subject: `Will you come? ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: greetingTo(registration.name),
    blocks: [
      paragraph(
        `A calendar has answered our invitation with “no”. We cannot be certain that the answer is yours, or that it is about the invitation as it is now, so we have changed nothing. ${upperFirst(yourPlaces(partySize))} ${one(partySize, 'is', 'are')} still yours. If you are coming, you need do nothing.`,
      ),
      {
        kind: 'action',
        label: `Give up ${yourPlaces(partySize)}`,
        url: links.giveUp,
        after: 'If you cannot come, follow the link. It asks once more, so nothing is given up by opening it.',
      },
      paragraph(`The reference is ${registration.reference}.`),
      shortFacts(facts),
    ],
    footnote: FOOTNOTE,
  };
}

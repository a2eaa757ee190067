import type { NoticeFacts } from '../facts.js';
import { type LetterContent, paragraph, TAKEN_FROM_CALENDAR } from '../letter-content.js';
import { contactFacts, namedWithTime, titleAndTime } from '../letter-facts.js';

/**
 * Goes to an address that no longer belongs to the places, perhaps to somebody who lost them to a
 * holder of their link, perhaps to a stranger whose address was a slip. So it names neither the new
 * address nor any person, opens nothing, and tells the reference only to those who have it already.
 */
export function addressChanged(facts: NoticeFacts): LetterContent {
  const { event, registration, withCalendar } = facts;
  const inTouch = event.contact.phone ? 'write to us or call' : 'write to us';
  return {
    subject: `Address changed: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: 'Good day,',
    blocks: [
      paragraph(
        `Your address was given for places for ${namedWithTime(facts)}. Somebody who has the link to these places has changed that, or has asked us to, and our mails about them now go elsewhere.`,
      ),
      paragraph(
        `If it was you, there is nothing more to do. If it was not you, please ${inTouch}, and we will look into it with you.`,
      ),
      ...(withCalendar
        ? [paragraph(TAKEN_FROM_CALENDAR), paragraph(`The reference is ${registration.reference}.`)]
        : []),
      contactFacts(facts),
    ],
    footnote: 'You have this mail because mails about these places were to come to this address until now.',
  };
}

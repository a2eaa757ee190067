import type { NoticeFacts } from '../facts.js';
import { type LetterContent, paragraph } from '../letter-content.js';
import { shortFacts, titleAndTime } from '../letter-facts.js';
import { moment, one, places, zoneInWords } from '../words.js';

/**
 * Goes to an address that nobody has vouched for yet. It repeats nothing that was typed with the
 * address, no name and no needs, so that nobody can make us carry their words to a stranger.
 */
export function emailCheck(facts: NoticeFacts): LetterContent {
  const { event, registration, venue, links } = facts;
  const { partySize, heldUntil } = registration;
  if (!heldUntil) throw new Error('Places that are not held need no check of the address.');
  return {
    subject: `Please confirm ${places(partySize)}: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: 'Good day,',
    blocks: [
      paragraph(
        `We have kept ${places(partySize)} for you until ${moment(heldUntil, venue.timeZone)} (${zoneInWords(venue.timeZone)}). Follow the link to confirm ${one(partySize, 'it', 'them')}.`,
      ),
      {
        kind: 'action',
        label: `Confirm ${places(partySize)}`,
        url: links.check,
        after: `After that time ${one(partySize, 'the place is', 'the places are')} free for other people again.`,
      },
      shortFacts(facts),
    ],
    footnote:
      'You have this mail because somebody gave your address to take places. If it was not you, do nothing: without the link nothing is confirmed, and we will not remind you.',
  };
}

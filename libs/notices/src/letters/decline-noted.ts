import type { NoticeFacts } from '../facts.js';
import { FOOTNOTE, type LetterContent, paragraph } from '../letter-content.js';
import { contactFacts, namedWithTime, titleAndTime } from '../letter-facts.js';
import { greetingTo, moment, one, upperFirst, yourPlaces } from '../words.js';

/** Answers a “no” from a calendar: what will happen, when, and how to undo it. */
export function declineNoted(facts: NoticeFacts): LetterContent {
  const { event, registration, venue, links } = facts;
  const { partySize, declineDueAt } = registration;
  if (!declineDueAt) throw new Error('Nobody has declined these places.');
  const until = moment(declineDueAt, venue.timeZone);
  const memorial = event.mood === 'memorial';
  const then = memorial ? '' : ', so that somebody else can come';
  return {
    subject: `Noted that you cannot come: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: greetingTo(registration.name),
    blocks: [
      paragraph(
        `Your calendar has told us that you cannot come to ${namedWithTime(facts)}. We keep ${yourPlaces(partySize)} until ${until} and then give ${one(partySize, 'it', 'them')} back${then}. You need do nothing${memorial ? ', and no reason is needed' : ''}.`,
      ),
      {
        kind: 'action',
        label: `Keep ${yourPlaces(partySize)}`,
        url: links.keep,
        after: `If it was a mistake, or your plans have changed, follow the link before then. ${upperFirst(yourPlaces(partySize))} ${one(partySize, 'stays', 'stay')} yours, and we send the calendar entry again.`,
      },
      paragraph(`The reference is ${registration.reference}.`),
      contactFacts(facts),
    ],
    footnote: FOOTNOTE,
  };
}

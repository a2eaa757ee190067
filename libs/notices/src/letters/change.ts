import type { NoticeFacts } from '../facts.js';
import { FOOTNOTE, type LetterContent, paragraph } from '../letter-content.js';
import { allFacts, titleAndTime } from '../letter-facts.js';
import { greetingTo, one, yourPlaces } from '../words.js';
import { managing, referenceOf } from './confirmation.js';

export function change(facts: NoticeFacts): LetterContent {
  const { event, registration } = facts;
  return {
    subject: `Changed: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: greetingTo(registration.name),
    blocks: [
      paragraph(
        `Something about ${yourPlaces(registration.partySize)} has changed. ${one(registration.partySize, 'It is', 'They are')} still confirmed. This is how everything stands now; please go by this mail rather than an earlier one.`,
      ),
      referenceOf(facts),
      allFacts(facts),
      managing(facts),
      ...(facts.withCalendar ? [paragraph(CALENDAR)] : []),
    ],
    footnote: FOOTNOTE,
  };
}

const CALENDAR =
  'For your calendar: this mail brings the entry that you have up to date. If your mail program asks, choose Yes, Accept or Update. If nothing happens, open the attached file invite.ics.';

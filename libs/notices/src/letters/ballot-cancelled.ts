import { type LetterContent, paragraph } from '../letter-content.js';
import { greetingTo, isolated, paragraphs } from '../words.js';
import { type EntryFacts, questionsOf } from './ballot-entered.js';

/** There will be no draw. */
export function ballotCancelled(facts: EntryFacts): LetterContent {
  return {
    subject: `The ballot was cancelled: ${facts.eventTitle}`,
    mood: facts.mood,
    heading: facts.eventTitle,
    greeting: greetingTo(facts.contactName),
    blocks: [
      paragraph(
        'You had entered the ballot for places. We are sorry: it was cancelled, so there will be no draw. You do not have to do anything. The reason:',
      ),
      ...paragraphs(facts.announcement ?? '').map((text) => paragraph(isolated(text))),
      {
        kind: 'action',
        label: 'See how things stand',
        url: facts.links.event,
        after: 'The page of the event says what is open now.',
      },
      { kind: 'facts', facts: [questionsOf(facts)] },
    ],
    footnote: 'You have this mail because your address was entered in a ballot for places.',
  };
}

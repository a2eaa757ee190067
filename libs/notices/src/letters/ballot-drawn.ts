import type { EntryOutcome } from '#contracts';
import { type Block, type Fact, type LetterContent, paragraph } from '../letter-content.js';
import { greetingTo, one, timeSpan } from '../words.js';
import { type EntryFacts, numberOf, questionsOf } from './ballot-entered.js';

/** For those who have no registration by the draw. */
export function ballotDrawn(facts: EntryFacts, outcome: Exclude<EntryOutcome, 'registered'>): LetterContent {
  const lines = WORDS[outcome](facts);
  return {
    subject: `The ballot has been drawn: ${facts.eventTitle}`,
    mood: facts.mood,
    heading: facts.eventTitle,
    greeting: greetingTo(facts.contactName),
    blocks: [
      ...lines.map(paragraph),
      ...ofWaiting(facts, outcome),
      {
        kind: 'action',
        label: 'See how it was drawn',
        url: `${facts.links.ballot}?entry=${facts.id}#find`,
        after: 'The page finds your entry by its number, and says how you can check the draw yourself.',
      },
      { kind: 'facts', facts: [numberOf(facts), ...freeAgain(facts, outcome), questionsOf(facts)] },
    ],
    footnote: 'You have this mail because your address was entered in a ballot for places.',
  };
}

const WORDS: Readonly<Record<Exclude<EntryOutcome, 'registered'>, (facts: EntryFacts) => string[]>> = {
  'not-drawn': (facts) => [
    `The ballot has been drawn, and we are sorry to say that we have no places for your party. ${howItWasDrawn(facts)}`,
  ],
  waiting: (facts) => [
    `The ballot has been drawn, and we are sorry to say that we have no places for your party now. ${howItWasDrawn(facts)}`,
    howTheyWait(facts),
  ],
  'has-places': (facts) => [
    `The ballot has been drawn, and your party was drawn for ${wonTime(facts)}. Your address had places here already, or holds some that are still to be confirmed. Those stay as they are, and we have taken no further ones for you.`,
  ],
  'called-off': (facts) => [
    facts.wonSessionId === null
      ? 'The ballot was drawn. We are sorry: what you had named does not take place or is over, so there are no places to give.'
      : `The ballot was drawn, and your party was drawn for ${wonTime(facts)}. We are sorry: this time ${isOff(facts) ? 'does not take place' : 'was over before we could give its places'}, so there are no places to give.`,
  ],
};

/** Who waited here before keeps the place in those lines, and the party that was named then. */
function howTheyWait({ waitedBefore, isOffered, waitingSize, partySize, preferences }: EntryFacts): string {
  const free =
    'When enough places for your party come free, we write to you and keep them until a time that the mail names.';
  if (!waitedBefore) return `You are on the waiting list, in the order that was drawn. ${free}`;
  const these = one(preferences.length, 'this time', 'these times');
  if (isOffered) {
    return `You were on the waiting list already, and places are kept for you now: another mail says which, and until when. If you decline those and go on waiting, you wait for ${these} as well, in the order that was drawn.`;
  }
  const people = one(waitingSize ?? partySize, '1 person', `${waitingSize} people`);
  const size = waitingSize === partySize ? '' : `: you wait for ${people}`;
  return `You were on the waiting list already, and wait for ${these} as well, in the order that was drawn; where you waited for one of them before, you stay where you stood. What you told us then about your party still counts${size}. ${free}`;
}

/** The one mail that says that they wait, so it has the link that others get when they ask to wait. */
function ofWaiting({ links }: EntryFacts, outcome: EntryOutcome): Block[] {
  if (outcome !== 'waiting' || links.waiting === null) return [];
  const after =
    'If you do not need the places any more, please leave the waiting list there. Whoever has this link can answer for you, so please keep it to yourself.';
  return [{ kind: 'action', label: 'See where you stand, or leave', url: links.waiting, after }];
}

/** Where those look who have nothing else to wait for. */
function freeAgain({ links }: EntryFacts, outcome: EntryOutcome): Fact[] {
  if (outcome !== 'not-drawn') return [];
  const line = 'Sometimes places are given back. The page of the event shows those that are free again.';
  return [{ label: 'Places that are given back', lines: [line], links: [{ text: links.event, url: links.event }] }];
}

function howItWasDrawn({ rank, entries }: EntryFacts): string {
  return `Your entry was drawn at place ${rank} of ${entries}, and by then there was no room for all of your party at the times that you named.`;
}

function isOff({ preferences, wonSessionId }: EntryFacts): boolean {
  return preferences.some(({ id, cancelled }) => id === wonSessionId && cancelled);
}

function wonTime({ preferences, wonSessionId, timeZone }: EntryFacts): string {
  const won = preferences.find(({ id }) => id === wonSessionId);
  return won ? timeSpan(new Date(won.startsAt), new Date(won.endsAt), timeZone) : 'one of your times';
}

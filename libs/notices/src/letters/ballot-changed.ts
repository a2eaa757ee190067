import { type Block, type LetterContent, paragraph } from '../letter-content.js';
import { envelopeOf, greetingTo, moment, one, zoneInWords } from '../words.js';
import { entryFacts, type EntryFacts } from './ballot-entered.js';

/** Before the draw: a time that was named is another, elsewhere, or called off. */
export function ballotChanged(facts: EntryFacts, now: Date): LetterContent {
  const open = !facts.closed && now < facts.closesAt;
  return {
    subject: `Changed: ${facts.eventTitle}`,
    mood: facts.mood,
    heading: facts.eventTitle,
    greeting: greetingTo(facts.contactName),
    blocks: [
      paragraph(whatIsNew(facts)),
      ...(facts.changedBecause === null ? [] : [paragraph(`The reason: ${facts.changedBecause}`)]),
      action(facts, open),
      entryFacts(facts, [{ label: 'Where', lines: envelopeOf({ name: facts.venueName, address: facts.address }) }]),
    ],
    footnote:
      'You have this mail because your address was entered in a ballot for places. If that was not you, please tell us.',
  };
}

function whatIsNew({ preferences }: EntryFacts): string {
  const times = one(preferences.length, 'the time', 'the times');
  if (preferences.every(({ cancelled }) => cancelled)) {
    return `You have entered the ballot for places, and ${times} that you named will not take place. We are sorry. You do not have to do anything.`;
  }
  const off = preferences.some(({ cancelled }) => cancelled) ? ', and not every one takes place' : ': when, or where';
  return `You have entered the ballot for places, and something has changed about ${times} that you named${off}. We are sorry if that is difficult. Your entry stands, and nothing else about it has changed. This is how everything is now.`;
}

function action({ links, closesAt, timeZone }: EntryFacts, open: boolean): Block {
  if (!open) {
    const after =
      'Entries have closed. If you are drawn and cannot come, please give the places back by the link in the mail that brings them.';
    return { kind: 'action', label: 'See your entry', url: links.entry, after };
  }
  const until = `${moment(closesAt, timeZone)} (${zoneInWords(timeZone)})`;
  const after = `Until entries close at ${until} you can withdraw it, and enter again with other times. This link is yours alone.`;
  return { kind: 'action', label: 'See or withdraw your entry', url: links.entry, after };
}

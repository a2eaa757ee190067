import type { EntryNoticeRow } from '../ballot-notices.queries.js';
import { type Block, type Fact, type LetterContent, paragraph } from '../letter-content.js';
import { greetingTo, moment, one, timeSpan, zoneInWords } from '../words.js';

export interface EntryFacts extends EntryNoticeRow {
  readonly links: {
    readonly entry: string;
    readonly ballot: string;
    readonly event: string;
    /** To its standing on the waiting list, if it has one. */
    readonly waiting: string | null;
  };
}

/** In the ballot: what was entered, under which number, and how to withdraw it. */
export function ballotEntered(facts: EntryFacts): LetterContent {
  return {
    subject: `Your entry in the ballot: ${facts.eventTitle}`,
    mood: facts.mood,
    heading: facts.eventTitle,
    greeting: greetingTo(facts.contactName),
    blocks: [
      paragraph(
        `You are in the ballot. Entries close at ${moment(facts.closesAt, facts.timeZone)} (${zoneInWords(facts.timeZone)}). ${whenItIsDrawn(facts)} It makes no difference how early you entered.`,
      ),
      {
        kind: 'action',
        label: 'See or withdraw your entry',
        url: facts.links.entry,
        after: 'You can withdraw it until entries close. This link is yours alone.',
      },
      entryFacts(facts),
    ],
    footnote:
      'You have this mail because your address was entered in a ballot for places. If that was not you, please withdraw the entry by the link above, or tell us.',
  };
}

/**
 * Goes to an address that nobody has vouched for yet. It repeats nothing that was typed with the address, so that
 * nobody can make us carry their words to a stranger.
 */
export function ballotToConfirm(facts: EntryFacts): LetterContent {
  return {
    subject: `Please confirm your entry: ${facts.eventTitle}`,
    mood: facts.mood,
    heading: facts.eventTitle,
    greeting: 'Good day,',
    blocks: [
      paragraph(
        `Somebody has entered this address in the ballot for places, for ${one(facts.partySize, '1 person', `${facts.partySize} people`)}. It counts once it is confirmed, which can be done until ${moment(facts.closesAt, facts.timeZone)} (${zoneInWords(facts.timeZone)}).`,
      ),
      {
        kind: 'action',
        label: 'Confirm the entry',
        url: facts.links.entry,
        after: 'The page shows what was entered, and a button to confirm it.',
      },
      { kind: 'facts', facts: [questionsOf(facts)] },
    ],
    footnote:
      'You have this mail because somebody gave your address to enter a ballot. If it was not you, do nothing: without the link nothing is entered, and we will not remind you.',
  };
}

/** The times that were named, and the number by which the entry is found. */
export function entryFacts(facts: EntryFacts, where: readonly Fact[] = []): Block {
  const known = [
    {
      label: one(facts.preferences.length, 'Time', 'Times, in your order'),
      lines: [...timesOf(facts), `Times are ${zoneInWords(facts.timeZone)}.`],
    },
    ...where,
    { label: 'Party', lines: [one(facts.partySize, '1 person', `${facts.partySize} people`)] },
    numberOf(facts),
    questionsOf(facts),
  ];
  return { kind: 'facts', facts: known };
}

export function numberOf({ id, closed, links }: EntryFacts): Fact {
  return {
    label: 'Number of your entry',
    lines: [
      id,
      closed
        ? 'By this number, and without your name, it stands in the published list.'
        : 'By this number, and without your name, it stands in the list that is published when entries close.',
    ],
    ...(closed ? {} : { links: [{ text: 'How the ballot works, and how to check it', url: links.ballot }] }),
  };
}

export function questionsOf({ contactEmail, contactPhone }: EntryFacts): Fact {
  const links = [{ text: contactEmail, url: `mailto:${contactEmail}` }];
  if (contactPhone) links.push({ text: contactPhone, url: `tel:${contactPhone.replace(/[^+\d]/g, '')}` });
  return { label: 'Questions', lines: [`Write to us${contactPhone ? ' or call' : ''}.`], links };
}

function timesOf({ preferences, timeZone }: EntryFacts): string[] {
  const numbered = preferences.length > 1;
  return preferences.map(({ startsAt, endsAt, cancelled }, index) => {
    const off = cancelled ? ': does not take place' : '';
    const time = `${timeSpan(new Date(startsAt), new Date(endsAt), timeZone)}${off}`;
    return numbered ? `${index + 1}. ${time}` : time;
  });
}

function whenItIsDrawn({ closesAt, drawsAt, timeZone }: EntryFacts): string {
  const when = Number(closesAt) === Number(drawsAt) ? 'right after that' : `at ${moment(drawsAt, timeZone)}`;
  return `The draw is ${when}, and then we write to you whether you have places or not.`;
}

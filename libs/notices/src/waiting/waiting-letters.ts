import type { CandidateMessageKind } from '#contracts';
import { type Block, type LetterContent, paragraph } from '../letter-content.js';
import { greetingTo, moment, one, places, zoneInWords } from '../words.js';
import {
  contactBlock,
  offerBlock,
  offeredTime,
  ruleInWords,
  spanOf,
  timesBlock,
  type WaitingFacts,
} from './waiting-facts.js';

type Letter = (facts: WaitingFacts) => LetterContent;

const FOOTNOTE =
  'You have this mail because somebody gave your address to wait for places. If it was not you, follow the link and leave the waiting list, or do nothing.';
const NO_LONGER = 'You have this mail because you were on the waiting list. You do not stand on it any more.';
const KEEP_IT = 'Whoever has this link can answer for you, so please keep it to yourself.';

/** The words of each mail to a waiting party. */
export const WAITING_LETTERS: Readonly<Partial<Record<CandidateMessageKind, Letter>>> = {
  waiting: (facts) => (facts.entry.state === 'unverified' ? check(facts) : waiting(facts)),
  'waiting-changed': moved,
  offer,
  'offer-changed': offerMoved,
  'offer-ended': (facts) => (facts.entry.state === 'waiting' ? withdrawn(facts) : tooLate(facts)),
  'waiting-ended': ended,
};

function frame({ event, entry }: WaitingFacts): Pick<LetterContent, 'mood' | 'heading' | 'greeting' | 'footnote'> {
  return { mood: event.mood, heading: event.title, greeting: greetingTo(entry.contact.name), footnote: FOOTNOTE };
}

/** Goes to an address that nobody has vouched for: it repeats nothing that was typed with it. */
function check(facts: WaitingFacts): LetterContent {
  const { entry, event, link } = facts;
  return {
    ...frame(facts),
    greeting: 'Good day,',
    subject: `Please confirm that you would like to wait: ${event.title}`,
    blocks: [
      paragraph(
        `Somebody gave your address to wait for ${places(entry.partySize)}. All places are taken at the moment. If that was you, please follow the link and say so; from then on you stand in line.`,
      ),
      { kind: 'action', label: 'Yes, I would like to wait', url: link, after: 'The link works for one day.' },
      timesBlock(facts),
    ],
    footnote:
      'You have this mail because somebody gave your address to wait for places. If it was not you, do nothing: without the link nobody waits, and we will not remind you.',
  };
}

function waiting(facts: WaitingFacts): LetterContent {
  const { entry, event, link } = facts;
  const several = entry.lines.filter(({ waits }) => waits).length > 1;
  const fewer = entry.fewerIsFine && entry.partySize > 1 ? ', and fewer would do' : '';
  return {
    ...frame(facts),
    subject: `You are on the waiting list: ${event.title}`,
    blocks: [
      paragraph(
        `All places are taken at the moment. You are waiting for ${places(entry.partySize)}${fewer}${several ? ', at one of the times below' : ''}. Nothing is promised: we write to you as soon as it is your turn, and keep ${one(entry.partySize, 'the place', 'the places')} until a time that the mail names.`,
      ),
      timesBlock(facts),
      paragraph(ruleInWords(facts)),
      {
        kind: 'action',
        label: 'See where you stand, or leave',
        url: link,
        after: `If you do not need the places any more, please leave the waiting list there. ${KEEP_IT}`,
      },
    ],
  };
}

function offer(facts: WaitingFacts): LetterContent {
  const { entry, event, link } = facts;
  if (!entry.offer) throw new Error('Nothing is offered.');
  const { people, expiresAt } = entry.offer;
  const until = moment(new Date(expiresAt), event.timeZone);
  const fewer = people < entry.partySize ? ` You asked for ${entry.partySize}, and said that fewer would do.` : '';
  const them = one(people, 'it', 'them');
  return {
    ...frame(facts),
    subject: `We keep ${places(people)} for you until ${until}: ${event.title}`,
    blocks: [
      paragraph(
        `${places(people)} ${one(people, 'has', 'have')} come free, and it is your turn.${fewer} We keep ${them} for you until ${until} (${zoneInWords(event.timeZone)}). Please say by then whether you would like ${them}.`,
      ),
      offerBlock(facts),
      {
        kind: 'action',
        label: 'Accept or decline',
        url: link,
        after: `If we do not hear from you by then, ${one(people, 'the place goes', 'the places go')} on to the next in line, and you leave the waiting list; you can then join it again at its end. ${KEEP_IT}`,
      },
    ],
  };
}

/** What it waits for is at another time or place, or some of it is called off: it stands where it stood. */
function moved(facts: WaitingFacts): LetterContent {
  const { event, link, news } = facts;
  const what =
    news.calledOff.length > 0
      ? 'Something has changed about what you are waiting for, and not all of it takes place.'
      : 'We have had to change the time or the place of what you are waiting for.';
  return {
    ...frame(facts),
    subject: `Changed: ${event.title}`,
    blocks: [
      paragraph(
        `${what} We are sorry if that is difficult. You are still on the waiting list and keep your place in line; below is what you are waiting for now.`,
      ),
      ...reasonFor(news.reason),
      ...notTakingPlace(facts),
      timesBlock(facts),
      {
        kind: 'action',
        label: 'See where you stand, or leave',
        url: link,
        after: `If you cannot come then, please leave the waiting list there. ${KEEP_IT}`,
      },
    ],
  };
}

/** The time that the offer names is as it was, unless the session begins before. */
function offerMoved(facts: WaitingFacts): LetterContent {
  const { entry, event, news } = facts;
  const first = offer(facts);
  const { people, expiresAt } = entry.offer!;
  const until = moment(new Date(expiresAt), event.timeZone);
  return {
    ...first,
    subject: `Changed, and kept for you until ${until}: ${event.title}`,
    blocks: [
      paragraph(
        `We keep ${places(people)} for you, and have had to change the time or the place. We are sorry if that is difficult. Please say by ${until} (${zoneInWords(event.timeZone)}) whether you would like ${one(people, 'it', 'them')} as below; please go by this mail rather than an earlier one.`,
      ),
      ...reasonFor(news.reason),
      ...first.blocks.slice(1),
    ],
  };
}

function notTakingPlace({ event: { timeZone }, news: { calledOff } }: WaitingFacts): Block[] {
  if (calledOff.length === 0) return [];
  const off = calledOff.map((time) => spanOf(time, timeZone)).join('; ');
  return [paragraph(`Not taking place: ${off} (${zoneInWords(timeZone)}).`)];
}

function reasonFor(reason: string | null): Block[] {
  return reason === null ? [] : [paragraph(`The reason: ${reason}`)];
}

function tooLate(facts: WaitingFacts): LetterContent {
  const { entry, event, link } = facts;
  const people = entry.lastOffer?.people ?? entry.partySize;
  const until = entry.lastOffer ? `, until ${moment(new Date(entry.lastOffer.expiresAt), event.timeZone)}` : '';
  return {
    ...frame(facts),
    subject: `${one(people, 'The place is', 'The places are')} not kept any more: ${event.title}`,
    blocks: [
      paragraph(
        `We kept ${places(people)} for you on ${offeredTime(facts)}${until}. We did not hear from you, so ${one(people, 'it has', 'they have')} gone on to the next in line, and you do not stand on the waiting list any more.`,
      ),
      {
        kind: 'action',
        label: 'Join the waiting list again',
        url: link,
        after: 'You would then stand at its end. If you do not need places any more, you do not have to do anything.',
      },
      contactBlock(facts),
    ],
    footnote: NO_LONGER,
  };
}

function withdrawn(facts: WaitingFacts): LetterContent {
  const { entry, event, link } = facts;
  const people = entry.lastOffer?.people ?? entry.partySize;
  return {
    ...frame(facts),
    subject: `What we offered you does not take place: ${event.title}`,
    blocks: [
      paragraph(
        `We offered you ${places(people)} on ${offeredTime(facts)}. We are sorry: it does not take place at that time. You stand on the waiting list for your other times, where you stood before.`,
      ),
      timesBlock(facts),
      { kind: 'action', label: 'See where you stand, or leave', url: link, after: KEEP_IT },
    ],
  };
}

function ended(facts: WaitingFacts): LetterContent {
  const { entry, event, eventUrl, news } = facts;
  const [subject, text] = ENDS[entry.endReason ?? 'over'] ?? ENDS['over']!;
  return {
    ...frame(facts),
    subject: `${subject}: ${event.title}`,
    blocks: [
      paragraph(text),
      ...(entry.endReason === 'called-off' ? [...reasonFor(news.reason), ...notTakingPlace(facts)] : []),
      { kind: 'action', label: 'See the page of the event', url: eventUrl, after: 'You do not have to do anything.' },
      contactBlock(facts),
    ],
    footnote: NO_LONGER,
  };
}

const ENDS: Readonly<Record<string, readonly [subject: string, text: string]>> = {
  'called-off': [
    'It does not take place',
    'You were waiting for places. We are sorry: what you were waiting for does not take place, so we have taken you off the waiting list.',
  ],
  over: [
    'No places came free in time',
    'You were waiting for places. We are sorry: none came free for you in time, and it is now too near to offer any. Thank you for your patience.',
  ],
  removed: [
    'You are not on the waiting list any more',
    'We have taken you off the waiting list. If you think that this is a mistake, please tell us.',
  ],
};

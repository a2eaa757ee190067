import type { WaitView } from '#contracts';
import type { Block } from '../letter-content.js';
import { envelopeOf, timeSpan, zoneInWords } from '../words.js';
import type { WaitedForNews, WaitedForRow } from './waiting-facts.queries.js';

/** All that a mail to a waiting party may say. */
export interface WaitingFacts {
  readonly event: WaitedForRow;
  readonly entry: WaitView;
  /** Where the party sees how it stands and answers offers. */
  readonly link: string;
  readonly eventUrl: string;
  readonly news: WaitedForNews;
}

/** The time that is offered, or was last. */
export function offeredTime({ entry, event }: WaitingFacts): string {
  const id = (entry.offer ?? entry.lastOffer)?.sessionId;
  const line = entry.lines.find(({ sessionId }) => sessionId === id);
  return line ? `${spanOf(line, event.timeZone)} (${zoneInWords(event.timeZone)})` : '';
}

export function spanOf({ startsAt, endsAt }: { startsAt: string; endsAt: string }, timeZone: string): string {
  return timeSpan(new Date(startsAt), new Date(endsAt), timeZone);
}

/** Where the party stands for each of its times. */
export function timesBlock({ entry, event }: WaitingFacts): Block {
  const times = entry.lines
    .filter(({ waits }) => waits || entry.state === 'unverified')
    .map((line) => `${spanOf(line, event.timeZone)}${standing(line.position)}`);
  const label = times.length === 1 ? 'When' : 'Times';
  return {
    kind: 'facts',
    facts: [{ label, lines: [...times, zoneInWords(event.timeZone)] }, where(event), questions(event)],
  };
}

/** What is offered: when and where. */
export function offerBlock(facts: WaitingFacts): Block {
  return {
    kind: 'facts',
    facts: [{ label: 'When', lines: [offeredTime(facts)] }, where(facts.event), questions(facts.event)],
  };
}

export function contactBlock({ event }: WaitingFacts): Block {
  return { kind: 'facts', facts: [questions(event)] };
}

/** The rule by which places are given, in the words of the page. */
export function ruleInWords({ event: { passedOverLimit: limit } }: WaitingFacts): string {
  const first = 'When places come free, the first party in line that they are enough for gets them.';
  if (limit === 0)
    return 'When places come free, they are kept for the first party in line until there are enough for it.';
  const often = limit === 1 ? 'once' : `${limit} times`;
  return `${first} A larger party is passed over ${often} at most; after that, places are saved for it.`;
}

function standing(position: number | null): string {
  if (position === null) return '';
  if (position === 1) return ': you are the first in line';
  return position === 2 ? ': 1 party is before you' : `: ${position - 1} parties are before you`;
}

function where({ venueName: name, address }: WaitedForRow) {
  return { label: 'Where', lines: envelopeOf({ name, address }) };
}

function questions({ email, phone }: WaitedForRow) {
  const links = [{ text: email, url: `mailto:${email}` }];
  if (phone) links.push({ text: phone, url: `tel:${phone.replace(/[^+\d]/g, '')}` });
  return { label: 'Questions', lines: [`Write to us${phone ? ' or call' : ''}.`], links };
}

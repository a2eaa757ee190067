import type { NoticeFacts } from '../facts.js';
import { type Block, FOOTNOTE, type LetterContent, paragraph } from '../letter-content.js';
import { allFacts, titleAndTime } from '../letter-facts.js';
import { type News, newsSince } from '../news.js';
import { toldBy } from '../told.js';
import { greetingTo, list, one, upperFirst, yourPlaces } from '../words.js';
import { allPlaces, managing, referenceOf } from './confirmation.js';

/** What is new comes first, beside what it was; without knowing what its reader was told, it says how things stand. */
export function change(facts: NoticeFacts): LetterContent {
  const { event, registration } = facts;
  const news = facts.told && newsSince(facts.told, toldBy(facts));
  return {
    subject: `${subjectOf(news)}: ${titleAndTime(facts)}`,
    mood: event.mood,
    heading: event.title,
    greeting: greetingTo(registration.name),
    blocks: [
      paragraph(facts.session.announcement === null ? ownChange(facts, news) : ourChange(facts, news)),
      ...whatIsNew(news),
      ...reason(facts),
      paragraph(
        `${upperFirst(yourPlaces(registration.partySize))} ${one(registration.partySize, 'is', 'are')} still confirmed. This is how everything stands now; please go by this mail rather than an earlier one.`,
      ),
      referenceOf(facts),
      allFacts(facts),
      managing(facts),
      ...(facts.withCalendar ? [paragraph(CALENDAR)] : []),
      allPlaces(facts),
    ],
    footnote: FOOTNOTE,
  };
}

/** Nobody looks for a new hour in a mail that has none. */
function subjectOf(news: News | null): string {
  const changed = [...(news?.startsAnew ? ['time'] : []), ...(news?.place ? ['place'] : [])];
  return changed.length > 0 ? `New ${list(changed)}` : 'Changed';
}

function ownChange({ registration: { partySize } }: NoticeFacts, news: News | null): string {
  const changed = `Something about ${yourPlaces(partySize)} has changed.`;
  if (news === null || news.time || news.place || news.size) return changed;
  return `${changed} The time, the place and the number of places are as we last told you.`;
}

/** Moved there and back before anybody was told: the calendar needs the mail, its reader no apology. */
function ourChange({ event: { title } }: NoticeFacts, news: News | null): string {
  if (news && !news.time && !news.place) {
    return `We have changed something about “${title}”. The time and the place are as we last told you.`;
  }
  const changed = news
    ? list([...(news.time ? ['the time'] : []), ...(news.place ? ['the place'] : [])])
    : 'the time or the place';
  return `We have had to change ${changed} of “${title}”. We are sorry if that is difficult.`;
}

function whatIsNew(news: News | null): Block[] {
  if (news === null) return [];
  const novelties = [news.time, news.place, news.size].filter((novelty) => novelty !== null);
  return novelties.length > 0 ? [{ kind: 'news', novelties }] : [];
}

function reason({ session: { announcement } }: NoticeFacts): Block[] {
  return announcement === null ? [] : [paragraph(`The reason: ${announcement}`)];
}

const CALENDAR =
  'For your calendar: this mail brings the entry that you have up to date. If your mail program asks, choose Yes, Accept or Update. If nothing happens, open the attached file invite.ics.';

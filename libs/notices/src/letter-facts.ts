import type { AccessFacts } from '#contracts';
import { dayOf, timeOf } from '#kernel';
import type { NoticeFacts } from './facts.js';
import type { Block, Fact } from './letter-content.js';
import {
  envelopeOf,
  isolated,
  isPrintable,
  list,
  one,
  paragraphs,
  places,
  roomOf,
  timeSpan,
  zoneInWords,
} from './words.js';

/** In the order in which people ask. Each fact is a sentence of its own. */
const ACCESS: readonly (keyof AccessFacts)[] = [
  'stepFree',
  'toilet',
  'hearingLoop',
  'seating',
  'quiet',
  'assistanceDogs',
];

/** Everything that somebody who is coming needs to know. */
export function allFacts(facts: NoticeFacts): Block {
  const known = [
    { ...when(facts), lines: [...when(facts).lines, admission(facts)] },
    where(facts),
    onTheDay(facts),
    party(facts),
    access(facts),
    needs(facts),
    questions(
      facts,
      facts.event.mood === 'memorial' ? ', about seats, arriving or anything else that would help.' : '.',
    ),
  ];
  return { kind: 'facts', facts: known.filter((fact) => fact.lines.length > 0) };
}

/** Enough to know which places are meant. */
export function shortFacts(facts: NoticeFacts): Block {
  const place = { label: 'Where', lines: envelopeOf(facts.venue) };
  return { kind: 'facts', facts: [when(facts), place, questions(facts)] };
}

/** For somebody who is not to come: no time and no place that a hurried reader could take for an invitation. */
export function contactFacts(facts: NoticeFacts): Block {
  return { kind: 'facts', facts: [questions(facts)] };
}

/** "Open Garden, Saturday 12 June 2027, 10:30", for subjects. */
export function titleAndTime({ event, session, venue }: NoticeFacts): string {
  return `${event.title}, ${dayOf(session.startsAt, venue.timeZone)}, ${timeOf(session.startsAt, venue.timeZone)}`;
}

/** "“Open Garden” on Saturday 12 June 2027, 10:30 to 11:00 (London time)", for sentences. */
export function namedWithTime({ event, session, venue }: NoticeFacts): string {
  const time = timeSpan(session.startsAt, session.endsAt, venue.timeZone);
  return `“${event.title}” on ${time} (${zoneInWords(venue.timeZone)})`;
}

export function mapUrl({ latitude, longitude }: NoticeFacts['venue']): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
}

function when({ session: { startsAt, endsAt, title }, venue: { timeZone } }: NoticeFacts): Fact {
  const time = [timeSpan(startsAt, endsAt, timeZone), zoneInWords(timeZone)];
  return { label: 'When', lines: title ? [...time, title] : time };
}

function admission({ session, venue }: NoticeFacts): string {
  const [from, to] = [session.admissionOpensAt, session.admissionClosesAt].map((at) => timeOf(at, venue.timeZone));
  return `Admission from ${from} to ${to}`;
}

function where({ session, venue }: NoticeFacts): Fact {
  return {
    label: 'Where',
    lines: [...envelopeOf(venue, roomOf({ session, venue })), ...paragraphs(venue.directions)],
    links: [{ text: 'Map on OpenStreetMap', url: mapUrl(venue) }],
  };
}

function onTheDay({ event }: NoticeFacts): Fact {
  return { label: 'On the day', lines: paragraphs(event.arrival) };
}

function party({ registration: { partySize, names } }: NoticeFacts): Fact {
  const known = names
    .filter((name) => name !== null)
    .filter(isPrintable)
    .map(isolated);
  const unnamed = partySize - known.length;
  const others = unnamed > 0 ? [`${unnamed} ${one(unnamed, 'guest', 'guests')}`] : [];
  const line = known.length > 0 ? `${places(partySize)}, for ${list([...known, ...others])}` : places(partySize);
  return { label: 'Places', lines: [line] };
}

function access({ event, venue }: NoticeFacts): Fact {
  const known = ACCESS.flatMap((fact) => venue.access[fact] ?? []);
  return { label: 'Access', lines: [...known, ...paragraphs(event.accessHelp)] };
}

function needs({ registration }: NoticeFacts): Fact {
  const told = registration.needs.flatMap(paragraphs).map(isolated);
  const others = 'What you told us about other people of your party is noted too; it stands on your page.';
  return { label: 'What you told us', lines: registration.othersHaveNeeds ? [...told, others] : told };
}

function questions({ event }: NoticeFacts, about = '.'): Fact {
  const { email, phone } = event.contact;
  const links = [{ text: email, url: `mailto:${email}` }];
  if (phone) links.push({ text: phone, url: `tel:${phone.replace(/[^+\d]/g, '')}` });
  return { label: 'Questions', lines: [`Write to us${phone ? ' or call' : ''}${about}`], links };
}

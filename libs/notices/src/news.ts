import { dayOf, timeOf } from '#kernel';
import type { Told } from './told.js';
import { envelopeOf, places, roomOf, timeSpan, zoneInWords } from './words.js';

/** What is new to a reader who was told something else before; each is null where they know it already. */
export interface News {
  readonly time: Novelty | null;
  readonly place: Novelty | null;
  readonly size: Novelty | null;
  /** The beginning is new, not only the end. */
  readonly startsAnew: boolean;
}

/** Two sentences. The old one says of itself that it is old, for whoever reads nothing else. */
export interface Novelty {
  readonly label: string;
  readonly now: string;
  readonly was: string;
}

/** By the words that people read: what looks the same to them is not news, whatever differs behind it. */
export function newsSince(was: Told, now: Told): News {
  const startsAnew = differ(was, now, startOf);
  return { time: timeNews(was, now, startsAnew), place: placeNews(was, now), size: sizeNews(was, now), startsAnew };
}

function timeNews(was: Told, now: Told, startsAnew: boolean): Novelty | null {
  if (!differ(was, now, spanOf)) return null;
  const [before, after] = [zoneInWords(was.timeZone), zoneInWords(now.timeZone)];
  return novelty(
    startsAnew ? 'New time' : 'New end',
    `${spanOf(now)} (${after})`,
    before === after ? spanOf(was) : `${spanOf(was)} (${before})`,
  );
}

/** The same hour on the clock of another zone is another time. */
function differ(was: Told, now: Told, words: (told: Told) => string): boolean {
  return words(was) !== words(now) || (was.timeZone !== now.timeZone && was.startsAt !== now.startsAt);
}

function startOf({ startsAt, timeZone }: Told): string {
  const start = new Date(startsAt);
  return `${dayOf(start, timeZone)}, ${timeOf(start, timeZone)}`;
}

function spanOf({ startsAt, endsAt, timeZone }: Told): string {
  return timeSpan(new Date(startsAt), new Date(endsAt), timeZone);
}

/** Where only the room is new the address is left out, so that the difference is seen. */
function placeNews(was: Told, now: Told): Novelty | null {
  if (looksLike(placeOf(was), placeOf(now))) return null;
  const sameHouse = looksLike(placeOf({ ...was, room: null }), placeOf({ ...now, room: null }));
  const [before, after] = [was, now].map((told) => placeOf(sameHouse ? { ...told, address: [] } : told));
  return novelty('New place', after!, before!);
}

/** On one line, whatever commas the lines of the address end with. */
function placeOf({ venue: name, room, address }: Told): string {
  const lines = address.map((line) => line.replace(/,$/, ''));
  return envelopeOf({ name, address: lines.join('\n') }, roomOf({ session: { room }, venue: { name } })).join(', ');
}

/** Capitals, commas and spaces that were put right send nobody elsewhere. */
function looksLike(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  );
  return a === b;
}

function sizeNews(was: Told, now: Told): Novelty | null {
  if (was.partySize === now.partySize) return null;
  return {
    label: 'Number of places',
    now: `Now you have ${places(now.partySize)}.`,
    was: `You had ${places(was.partySize)} before.`,
  };
}

function novelty(label: string, now: string, was: string): Novelty {
  return { label, now: `Now it is ${now}.`, was: `It was ${was}; that no longer holds.` };
}

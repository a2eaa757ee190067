import type { EventView, Mood, SessionView } from '#contracts';
import { dayOf, timeOf } from '#kernel';

interface Span {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** "Saturday 12 June 2027, 10:30 to 11:00", in the zone; both days are named where it ends on another. */
export function timeSpan({ startsAt, endsAt }: Span, timeZone: string): string {
  const [start, end] = [new Date(startsAt), new Date(endsAt)];
  const [firstDay, lastDay] = [dayOf(start, timeZone), dayOf(end, timeZone)];
  const until = firstDay === lastDay ? timeOf(end, timeZone) : `${lastDay}, ${timeOf(end, timeZone)}`;
  return `${firstDay}, ${timeOf(start, timeZone)} to ${until}`;
}

/** "Saturday 12 June 2027" or "Saturday 12 to Sunday 13 June 2027", as short as stays unmistakable. */
export function daySpan({ startsAt, endsAt }: Span, timeZone: string): string {
  const first = dayOf(new Date(startsAt), timeZone);
  const last = dayOf(new Date(endsAt), timeZone);
  if (first === last) return first;
  const [weekday, day, month, year] = first.split(' ');
  if (last.endsWith(` ${month} ${year}`)) return `${weekday} ${day} to ${last}`;
  return last.endsWith(` ${year}`) ? `${weekday} ${day} ${month} to ${last}` : `${first} to ${last}`;
}

/** "Monday 3 May 2027 at 09:00" */
export function moment(instant: string, timeZone: string): string {
  const date = new Date(instant);
  return `${dayOf(date, timeZone)} at ${timeOf(date, timeZone)}`;
}

/** "London time": the zone as people there call it. */
export function zoneInWords(timeZone: string): string {
  return timeZone.includes('/') ? `${timeZone.split('/').at(-1)!.replaceAll('_', ' ')} time` : timeZone;
}

export function places(count: number): string {
  return count === 1 ? '1 place' : `${count} places`;
}

export function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

/** "it is" or "they are", said of places. */
export function placesVerb(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/**
 * What a row of the timetable says about its places. `{n}` stands for the number; site.js fills in
 * the same table, so the words are written once.
 */
export interface PlaceWords {
  readonly one: string;
  readonly open: string;
  readonly few: string;
  readonly full: string;
  /** Full, and one party waits; or several do. */
  readonly waiting_one: string;
  readonly waiting: string;
  readonly ballot: string;
  readonly not_yet_open: string;
  readonly closed: string;
  readonly cancelled: string;
}

const GARDEN_WORDS: PlaceWords = {
  one: '1 left',
  open: '{n} left',
  few: '{n} left',
  full: 'full',
  waiting_one: 'full, 1 party waiting',
  waiting: 'full, {n} parties waiting',
  ballot: 'by ballot',
  not_yet_open: 'not yet open',
  closed: 'closed',
  cancelled: 'cancelled',
};

const MEMORIAL_WORDS: PlaceWords = {
  ...GARDEN_WORDS,
  one: '1 place left',
  open: '{n} places left',
  few: '{n} places left',
  full: 'All places are taken',
  waiting_one: 'All places are taken, 1 party is waiting',
  waiting: 'All places are taken, {n} parties are waiting',
};

export function placeWords(mood: Mood): PlaceWords {
  return mood === 'memorial' ? MEMORIAL_WORDS : GARDEN_WORDS;
}

export function placesInWords(
  { state, available, waiting }: Pick<SessionView, 'state' | 'available' | 'waiting'>,
  words: PlaceWords,
): string {
  if (state === 'full' && waiting > 0) {
    return (waiting === 1 ? words.waiting_one : words.waiting).replace('{n}', String(waiting));
  }
  const bookable = state === 'open' || state === 'few';
  return (bookable && available === 1 ? words.one : words[state]).replace('{n}', String(available));
}

export function isBookable({ state }: Pick<SessionView, 'state'>): boolean {
  return state === 'open' || state === 'few';
}

interface Needed {
  readonly wheelchairs: number;
  readonly companions: number;
}

/** Other sessions of the event with room for the whole party, in order of time. */
export function sessionsThatFit(
  event: EventView,
  partySize: number,
  except: string,
  needed: Needed = { wheelchairs: 0, companions: 0 },
): SessionView[] {
  return event.sessions.filter(
    (session) => session.id !== except && isBookable(session) && fits(session, partySize, needed),
  );
}

function fits(session: SessionView, partySize: number, { wheelchairs, companions }: Needed): boolean {
  const { available, wheelchairSpaces, companionPlaces } = session;
  const seats = partySize - wheelchairs - (companionPlaces === null ? 0 : companions);
  return available >= seats && (wheelchairSpaces ?? 0) >= wheelchairs && (companionPlaces ?? companions) >= companions;
}

/** Paragraphs of plain text, divided by empty lines. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}

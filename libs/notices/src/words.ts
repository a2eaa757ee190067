import { dayOf, timeOf } from '#kernel';

/** "Saturday 12 June 2027, 10:30 to 11:00"; both days are named where it ends on another. */
export function timeSpan(start: Date, end: Date, timeZone: string): string {
  const [firstDay, lastDay] = [dayOf(start, timeZone), dayOf(end, timeZone)];
  const until = firstDay === lastDay ? timeOf(end, timeZone) : `${lastDay}, ${timeOf(end, timeZone)}`;
  return `${firstDay}, ${timeOf(start, timeZone)} to ${until}`;
}

/** "14:20 on Saturday 12 June 2027" */
export function moment(instant: Date, timeZone: string): string {
  return `${timeOf(instant, timeZone)} on ${dayOf(instant, timeZone)}`;
}

/** "London time": the zone as people there call it. */
export function zoneInWords(timeZone: string): string {
  return timeZone.includes('/') ? `${timeZone.split('/').at(-1)!.replaceAll('_', ' ')} time` : timeZone;
}

export function places(count: number): string {
  return count === 1 ? '1 place' : `${count} places`;
}

/** "your place" or "your 2 places" */
export function yourPlaces(count: number): string {
  return count === 1 ? 'your place' : `your ${places(count)}`;
}

export function one<T>(count: number, singular: T, plural: T): T {
  return count === 1 ? singular : plural;
}

/** "Ada, Tom and May" */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200F]/u;
/** Embeddings, overrides and isolates, which would reach beyond the words that they came with. */
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** What somebody wrote, kept from turning the words around it; nothing is added to left-to-right text. */
export function isolated(text: string): string {
  const clean = text.replace(DIRECTION_CONTROLS, '');
  return RIGHT_TO_LEFT.test(clean) ? `\u2068${clean}\u2069` : clean;
}

/**
 * Whether a mail may print the name. Not one that carries an address of the web or of mail, in
 * whatever shape of letters, or anybody could have us bring their link to a stranger.
 */
export function isPrintable(name: string): boolean {
  return !/:\/\/|www\.|@/i.test(name.normalize('NFKC'));
}

export function greetingTo(name: string): string {
  return isPrintable(name) ? `Dear ${isolated(name)},` : 'Good day,';
}

/** Paragraphs of plain text, divided by empty lines, each on one line. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** An address as it is written on a letter. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

interface InRoom {
  readonly session: { readonly room: string | null };
  readonly venue: { readonly name: string };
}

/** The room, unless the name of the venue says it already: "Great Hall" in "The Great Hall, BMA House". */
export function roomOf({ session: { room }, venue }: InRoom): string[] {
  return room && !venue.name.toLowerCase().includes(room.toLowerCase()) ? [room] : [];
}

interface Envelope {
  readonly name: string;
  readonly address: string;
}

/** Name and address; an address that begins with the name says it once. */
export function envelopeOf({ name, address }: Envelope, rooms: readonly string[] = []): string[] {
  return [name, ...rooms, ...lines(address).filter((line, index) => index > 0 || line !== name)];
}

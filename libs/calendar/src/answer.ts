import ICAL from 'ical.js';
import { oneLine } from './clean-text.js';

export type PartStat = 'ACCEPTED' | 'DECLINED' | 'TENTATIVE' | 'DELEGATED' | 'NEEDS-ACTION' | 'other';

/** What a guest's calendar says about one entry. Nothing in it is believed because it stands there. */
export interface Answer {
  /** In capitals: REPLY, COUNTER, …; REPLY where there is none, as in old exports. */
  readonly method: string;
  readonly uid: string;
  /** Addresses in small letters, as they stand. */
  readonly attendees: readonly { readonly email: string; readonly partStat: PartStat }[];
  /** Of the invitation that is answered; undefined where the client leaves it out (RFC 5546 §3.2.3). */
  readonly sequence: number | undefined;
  /** DTSTAMP in UTC as written, `20260601T090000Z`; only compared, never computed with. */
  readonly stamp: string | undefined;
  /** The mail address that the answer says it goes to; Exchange leaves it out. */
  readonly organizer: string | undefined;
}

const PART_STATS = new Set<string>(['ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED', 'NEEDS-ACTION']);
/** Our entries never repeat, so an answer to one does not either. */
const REPEATING = ['rrule', 'rdate', 'exdate', 'exrule', 'recurrence-id'];
const MOST_CHARACTERS = 256 * 1024;
const MOST_EVENTS = 20;
/** A later one would be no answer to anything that a 31-bit SEQUENCE of ours could have said. */
const HIGHEST_SEQUENCE = 2 ** 31 - 1;

/**
 * Reads an answer to one of our invitations (METHOD:REPLY, RFC 5546 §3.2.3) as clients really write it: without
 * ORGANIZER (Exchange), without SEQUENCE (Google, KDE), `MAILTO:` in capitals (KDE). Times are not read: those in
 * an answer are not needed, and readers get them wrong. Answers undefined for what cannot be read, is too large, repeats,
 * or speaks about several entries.
 */
export function readAnswer(text: string): Answer | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const calendar = parsed(text);
  const events = calendar?.getAllSubcomponents('vevent') ?? [];
  if (!calendar || events.length === 0 || events.length > MOST_EVENTS) return undefined;
  if (events.some((event) => REPEATING.some((name) => event.hasProperty(name)))) return undefined;
  const uids = new Set(events.map((event) => textOf(event, 'uid')));
  const [uid] = uids;
  if (uids.size > 1 || !uid) return undefined;
  return {
    method: (textOf(calendar, 'method') ?? 'REPLY').toUpperCase(),
    uid,
    attendees: distinct(events.flatMap(attendeesOf)),
    sequence: sequenceOf(events[0]!),
    stamp: stampOf(events[0]!),
    organizer: addressOf(textOf(events[0]!, 'organizer')),
  };
}

/** ical.js throws on what it cannot read, and may take other things than a calendar for one. */
function parsed(text: string): ICAL.Component | undefined {
  try {
    const read: unknown = ICAL.parse(text);
    const first: unknown = Array.isArray(read) && Array.isArray(read[0]) ? (read as unknown[])[0] : read;
    const component = new ICAL.Component(first as unknown[]);
    return component.name === 'vcalendar' ? component : undefined;
  } catch {
    return undefined;
  }
}

function attendeesOf(event: ICAL.Component): Answer['attendees'] {
  return event.getAllProperties('attendee').flatMap((property) => {
    const email = addressOf(valueOf(() => property.getFirstValue()));
    const written = textFrom(valueOf(() => property.getFirstParameter('partstat')))?.toUpperCase() ?? 'NEEDS-ACTION';
    const partStat = PART_STATS.has(written) ? (written as PartStat) : 'other';
    return email === undefined ? [] : [{ email, partStat }];
  });
}

/** Two copies of the same answer are one; two answers that differ stay two. */
function distinct(attendees: Answer['attendees']): Answer['attendees'] {
  return [...new Map(attendees.map((one) => [`${one.email} ${one.partStat}`, one])).values()];
}

function addressOf(value: unknown): string | undefined {
  const address = typeof value === 'string' ? /^mailto:(.+)$/i.exec(value.trim())?.[1] : undefined;
  if (address === undefined) return undefined;
  try {
    return decodeURIComponent(address).trim().toLowerCase();
  } catch {
    return undefined;
  }
}

function sequenceOf(event: ICAL.Component): number | undefined {
  const value = Number(textOf(event, 'sequence') ?? NaN);
  return Number.isInteger(value) && value >= 0 && value <= HIGHEST_SEQUENCE ? value : undefined;
}

function stampOf(event: ICAL.Component): string | undefined {
  return /^\d{8}T\d{6}Z$/.exec(textOf(event, 'dtstamp') ?? '')?.[0];
}

function textOf(component: ICAL.Component, name: string): string | undefined {
  return textFrom(valueOf(() => component.getFirstPropertyValue(name)));
}

function textFrom(value: unknown): string | undefined {
  if (value instanceof ICAL.Time) return value.toICALString();
  return typeof value === 'string' || typeof value === 'number' ? oneLine(String(value)) : undefined;
}

/** Values are decoded when they are asked for, and a broken one throws then. */
function valueOf(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

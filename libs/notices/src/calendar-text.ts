import { cancellation, invite, type PublishedEntry } from '#calendar';
import type { Correspondent } from '#mail';
import type { NoticeFacts, NoticeKind } from './facts.js';
import { takesOut } from './facts-of.js';
import type { NoticeRow } from './notices.queries.js';
import { isPrintable, list, paragraphs, places, roomOf } from './words.js';

/**
 * The registration's calendar object. It holds neither the manage link nor anybody's needs nor a
 * guest's name: calendars are shared with colleagues and read out by machines.
 */
export function calendarText(
  kind: NoticeKind,
  row: NoticeRow,
  facts: NoticeFacts,
  organizer: Correspondent,
  stamp: Date,
): string {
  const attendee = { name: recipientName(row, kind), email: row.recipient };
  const entry = { ...entryOf(row, facts, organizer, stamp), attendee };
  return takesOut(kind) ? cancellation(entry) : invite(entry);
}

/** The name beside the recipient's address; none where the name belongs to another address or may not be printed. */
export function recipientName({ contactName }: NoticeRow, kind: NoticeKind): string {
  const nameless = kind === 'email-check' || kind === 'address-changed' || !isPrintable(contactName);
  return nameless ? '' : contactName;
}

export function entryOf(row: NoticeRow, facts: NoticeFacts, organizer: Correspondent, stamp: Date): PublishedEntry {
  const { session, venue } = facts;
  return {
    uid: row.calendarUid,
    sequence: row.calendarSequence,
    stamp,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    timeZone: venue.timeZone,
    summary: session.title ? `${facts.event.title}: ${session.title}` : facts.event.title,
    description: descriptionOf(facts),
    location: venue,
    url: facts.links.event,
    organizer: { name: organizer.name, email: organizer.address },
  };
}

function descriptionOf({ event, session, venue, registration }: NoticeFacts): string {
  const contact = list([event.contact.email, ...(event.contact.phone ? [event.contact.phone] : [])]);
  return [
    `${places(registration.partySize)}, reference ${registration.reference}.`,
    ...roomOf({ session, venue }),
    ...paragraphs(event.arrival),
    ...paragraphs(venue.directions),
    `To change or give up your places, please use the link in our mail. Questions: ${contact}`,
  ].join('\n\n');
}

import type { FeedEntry } from '#calendar';
import type { FeedRow, OwnFeedRow } from './feeds.queries.js';

/**
 * SEQUENCE is the second of the last change, counted from here: it grows with every change of session, event or
 * venue, whichever that is, and needs no column that all three would have to keep.
 */
const FIRST_SECOND = Date.UTC(2026, 0, 1) / 1000;

/** What everybody may see of a session. No numbers of places: they would change the bytes all day. */
export function publicEntry(row: FeedRow, eventUrl: string): FeedEntry {
  return { ...entryOf(row, eventUrl), description: text(row.summary, row.room, row.arrival, row.directions) };
}

/** One's own places: what the public entry says, how many, and the reference, which opens nothing. */
export function ownEntry(row: OwnFeedRow, eventUrl: string, uid: string): FeedEntry {
  const places = `${row.partySize === 1 ? '1 place' : `${row.partySize} places`}, reference ${row.reference}.`;
  return { ...entryOf(row, eventUrl), uid, description: text(places, row.room, row.arrival, row.directions) };
}

function entryOf(row: FeedRow, url: string): Omit<FeedEntry, 'description'> {
  const title = row.sessionTitle ? `${row.eventTitle}: ${row.sessionTitle}` : row.eventTitle;
  const { uid, cancelled, changedAt, startsAt, endsAt, timeZone, address, latitude, longitude } = row;
  return {
    ...{ uid, cancelled, startsAt, endsAt, timeZone, url },
    sequence: Math.max(0, Math.floor(changedAt.getTime() / 1000) - FIRST_SECOND),
    stamp: changedAt,
    summary: cancelled ? `Cancelled: ${title}` : title,
    location: { name: row.venueName, address, latitude, longitude },
    organizer: { name: row.eventTitle, email: row.contactEmail },
  };
}

function text(...parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join('\n\n');
}

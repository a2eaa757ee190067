import type { CalendarEntry, PublishedEntry } from '#calendar';
import ICAL from 'ical.js';

/** Ann's two places at a lecture in Chelsea, 1 July 2026 18:00 to 19:30 in London. */
export const lecture: CalendarEntry = {
  uid: '8b0f4c1e-6f0e-4c52-9c7c-0d7f5b1f2a34',
  sequence: 0,
  stamp: new Date('2026-06-01T09:00:00Z'),
  startsAt: new Date('2026-07-01T17:00:00Z'),
  endsAt: new Date('2026-07-01T18:30:00Z'),
  timeZone: 'Europe/London',
  summary: '7/7 Memorial Lecture',
  description: '2 places\nReference GH-7K2M-9QPD',
  location: {
    name: 'Chelsea Physic Garden',
    address: '66 Royal Hospital Road, London SW3 4HS',
    latitude: 51.4851,
    longitude: -0.1629,
  },
  url: 'https://events.example.org/events/lecture',
  organizer: { name: 'The events team', email: 'rsvp+k3v9x2m4@events.example.org' },
  attendee: { name: 'Ann Birch', email: 'ann@example.org' },
};

/** The entry with other times. */
export function between(startsAt: string, endsAt: string, timeZone = 'Europe/London'): CalendarEntry {
  return { ...lecture, startsAt: new Date(startsAt), endsAt: new Date(endsAt), timeZone };
}

/** The entry as everybody may see it. */
export function published(entry: CalendarEntry): PublishedEntry {
  const { attendee: _, ...rest } = entry;
  return rest;
}

/** The unfolded content lines. */
export function contentLines(text: string): string[] {
  return text
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .slice(0, -1);
}

/** The content lines of the entry that have this property's name. */
export function linesOf(text: string, name: string): string[] {
  const lines = contentLines(text);
  const event = lines.slice(lines.indexOf('BEGIN:VEVENT'), lines.indexOf('END:VEVENT'));
  return event.filter((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`));
}

/** The text as ical.js reads it. */
export function opened(text: string): { calendar: ICAL.Component; event: ICAL.Component } {
  const calendar = ICAL.Component.fromString(text);
  return { calendar, event: calendar.getFirstSubcomponent('vevent')! };
}

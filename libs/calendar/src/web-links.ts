import type { PublishedEntry } from './calendar-entry.js';
import { oneLine, paragraph } from './clean-text.js';

// Browsers and services cut addresses off at a few thousand characters.
const LONGEST_BODY = 1000;

type LinkedEntry = Pick<PublishedEntry, 'startsAt' | 'endsAt' | 'summary' | 'description' | 'location' | 'url'>;

/** Opens Google Calendar with the entry filled in. All links carry UTC instants, so no zone can be misread. */
export function googleCalendarLink(entry: LinkedEntry): string {
  return link('https://calendar.google.com/calendar/render', {
    action: 'TEMPLATE',
    text: oneLine(entry.summary),
    dates: `${basic(entry.startsAt)}/${basic(entry.endsAt)}`,
    details: body(entry),
    location: place(entry),
  });
}

/** Opens Outlook.com, for private accounts. */
export function outlookLink(entry: LinkedEntry): string {
  return link('https://outlook.live.com/calendar/deeplink/compose', composed(entry));
}

/** Opens Outlook on the web, for accounts of an organisation. */
export function office365Link(entry: LinkedEntry): string {
  return link('https://outlook.office.com/calendar/deeplink/compose', composed(entry));
}

function composed(entry: LinkedEntry): Readonly<Record<string, string>> {
  return {
    path: '/calendar/action/compose',
    rru: 'addevent',
    startdt: extended(entry.startsAt),
    enddt: extended(entry.endsAt),
    subject: oneLine(entry.summary),
    body: body(entry),
    location: place(entry),
  };
}

/** Not URLSearchParams: Outlook shows the `+` that it writes for a space. */
function link(page: string, fields: Readonly<Record<string, string>>): string {
  const query = Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${page}?${query.join('&')}`;
}

function body({ description, url }: LinkedEntry): string {
  const letters = [...paragraph(description)];
  const text = letters.length > LONGEST_BODY ? `${letters.slice(0, LONGEST_BODY).join('')}…` : letters.join('');
  return url && !text.includes(url) ? `${text}\n\n${oneLine(url)}`.trim() : text;
}

function place({ location }: LinkedEntry): string {
  return [location.name, location.address].map(oneLine).filter(Boolean).join(', ');
}

function extended(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

function basic(instant: Date): string {
  return extended(instant).replace(/[-:]/g, '');
}

/** Ways to subscribe to a feed, by the calendar that one has. */
export interface SubscriptionLinks {
  /** Apple Calendar, Outlook on the desktop, Thunderbird: an https link would download a copy that never changes. */
  readonly webcal: string;
  readonly google: string;
  readonly outlook: string;
  readonly office365: string;
}

/** `feedUrl` with http or https. Google takes the address of a feed as `webcal:` only. */
export function subscriptionLinks(feedUrl: string, name: string): SubscriptionLinks {
  const webcal = feedUrl.replace(/^https?:/, 'webcal:');
  const fields = { url: feedUrl, name: oneLine(name) };
  return {
    webcal,
    google: link('https://calendar.google.com/calendar/r', { cid: webcal }),
    outlook: link('https://outlook.live.com/calendar/0/addfromweb', fields),
    office365: link('https://outlook.office.com/calendar/0/addfromweb', fields),
  };
}

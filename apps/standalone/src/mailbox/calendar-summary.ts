import ICAL from 'ical.js';

/** What a person wants to know of a calendar object: label and value, in order. */
export type CalendarSummary = readonly (readonly [label: string, value: string])[];

const METHODS: Readonly<Record<string, string>> = {
  REQUEST: 'Invitation or update (REQUEST)',
  CANCEL: 'Cancellation (CANCEL)',
};

/** Undefined where the text cannot be read; then its source has to speak for itself. */
export function summaryOf(source: string): CalendarSummary | undefined {
  try {
    const calendar = ICAL.Component.fromString(source);
    const event = calendar.getFirstSubcomponent('vevent');
    return event ? linesOf(calendar, event) : undefined;
  } catch {
    return undefined;
  }
}

function linesOf(calendar: ICAL.Component, event: ICAL.Component): CalendarSummary {
  const value = (name: string) => event.getFirstPropertyValue(name)?.toString() ?? '';
  const method = calendar.getFirstPropertyValue('method')?.toString() ?? '';
  const lines = [
    ['What', METHODS[method] ?? method],
    ['Summary', value('summary')],
    ['Starts', timeIn(event, 'dtstart')],
    ['Ends', timeIn(event, 'dtend')],
    ['Location', value('location').replaceAll('\n', ', ')],
    ['Organizer', personIn(event, 'organizer')],
    ['Attendee', personIn(event, 'attendee')],
    ['Status', value('status')],
    ['UID', value('uid')],
    ['Sequence', value('sequence')],
    ['Stamp', value('dtstamp')],
    ['Description', value('description')],
  ] as const;
  return lines.filter(([, text]) => text !== '');
}

/** The wall clock as it is written, with its zone beside it. */
function timeIn(event: ICAL.Component, name: string): string {
  const property = event.getFirstProperty(name);
  const written = property?.getFirstValue()?.toString().replace('T', ' ') ?? '';
  const zone = property?.getFirstParameter('tzid');
  return zone ? `${written} ${zone}` : written;
}

function personIn(event: ICAL.Component, name: string): string {
  const property = event.getFirstProperty(name);
  const address =
    property
      ?.getFirstValue()
      ?.toString()
      .replace(/^mailto:/i, '') ?? '';
  const known = property?.getFirstParameter('cn');
  return known ? `${known} <${address}>` : address;
}

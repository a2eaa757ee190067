import { at, type ContentLine } from './content-lines.js';

export interface Component {
  readonly name: string;
  readonly number: number;
  readonly properties: ContentLine[];
  readonly components: Component[];
}

interface ComponentRule {
  readonly parent: string | undefined;
  readonly once: readonly string[];
  readonly atMostOnce: readonly string[];
  readonly often?: readonly string[];
}

const OBSERVANCE: ComponentRule = {
  parent: 'VTIMEZONE',
  once: ['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'],
  atMostOnce: ['TZNAME', 'RRULE'],
  often: ['RDATE'],
};

/** What this house writes, which is less than RFC 5545 §3.6 allows: no alarms, no durations, no recurring events. */
const COMPONENTS: Readonly<Record<string, ComponentRule>> = {
  VCALENDAR: {
    parent: undefined,
    once: ['VERSION', 'PRODID', 'METHOD'],
    atMostOnce: ['CALSCALE', 'NAME', 'REFRESH-INTERVAL'],
  },
  VTIMEZONE: { parent: 'VCALENDAR', once: ['TZID'], atMostOnce: [] },
  STANDARD: OBSERVANCE,
  DAYLIGHT: OBSERVANCE,
  VEVENT: {
    parent: 'VCALENDAR',
    once: ['UID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'STATUS', 'TRANSP', 'ORGANIZER'],
    atMostOnce: ['ATTENDEE', 'DESCRIPTION', 'LOCATION', 'GEO', 'URL', 'CREATED', 'LAST-MODIFIED'],
  },
};

const isText = (value: string) => /^([^\\;,]|\\[\\;,nN])*$/.test(value);
const isAddress = (value: string) => /^mailto:[^@\s"<>\\^`{|}]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value);
const isOffset = (value: string) => /^[+-](?!0{4}(0{2})?$)\d{4}(\d{2})?$|^\+0{4}$/.test(value);

const VALUES: Readonly<Record<string, (value: string) => boolean>> = {
  VERSION: (value) => value === '2.0',
  PRODID: (value) => value !== '' && isText(value),
  CALSCALE: (value) => value === 'GREGORIAN',
  METHOD: (value) => /^(PUBLISH|REQUEST|CANCEL)$/.test(value),
  UID: (value) => /^[^\s\\;,]+$/.test(value),
  SEQUENCE: (value) => /^(0|[1-9]\d*)$/.test(value) && Number(value) < 2 ** 31,
  NAME: (value) => value !== '' && isText(value),
  'REFRESH-INTERVAL': isPace,
  'X-PUBLISHED-TTL': isPace,
  SUMMARY: isText,
  DESCRIPTION: isText,
  LOCATION: isText,
  TZID: (value) => value !== '' && isText(value),
  TZNAME: isText,
  TZOFFSETFROM: isOffset,
  TZOFFSETTO: isOffset,
  RRULE: (value) => /^FREQ=YEARLY;BYMONTH=([1-9]|1[0-2]);BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)$/.test(value),
  GEO: isPosition,
  URL: (value) => !/[\s\\]/.test(value) && URL.canParse(value),
  STATUS: (value) => /^(CONFIRMED|TENTATIVE|CANCELLED)$/.test(value),
  TRANSP: (value) => /^(OPAQUE|TRANSPARENT)$/.test(value),
  ORGANIZER: isAddress,
  ATTENDEE: isAddress,
  'X-APPLE-STRUCTURED-LOCATION': (value) => value.startsWith('geo:') && isPosition(value.slice(4).replace(',', ';')),
};

const PARAMETERS: Readonly<Record<string, (value: string) => boolean>> = {
  CN: (value) => value !== '' && !value.replaceAll('^^', '').includes("^'"),
  CUTYPE: (value) => value === 'INDIVIDUAL',
  ROLE: (value) => value === 'REQ-PARTICIPANT',
  PARTSTAT: (value) => value === 'NEEDS-ACTION',
  RSVP: (value) => /^(TRUE|FALSE)$/.test(value),
  VALUE: (value) => /^(TEXT|DURATION|URI)$/.test(value),
};

const PARAMETERS_OF: Readonly<Record<string, readonly string[]>> = {
  ORGANIZER: ['CN'],
  ATTENDEE: ['CN', 'CUTYPE', 'ROLE', 'PARTSTAT', 'RSVP'],
  NAME: ['VALUE'],
  'REFRESH-INTERVAL': ['VALUE'],
  DTSTART: ['TZID'],
  DTEND: ['TZID'],
};

function isPace(value: string): boolean {
  return /^PT[1-9]\d*[HM]$/.test(value);
}

function isPosition(value: string): boolean {
  const [latitude, longitude] = (/^(-?\d+(?:\.\d+)?);(-?\d+(?:\.\d+)?)$/.exec(value) ?? []).slice(1).map(Number);
  return Math.abs(latitude ?? NaN) <= 90 && Math.abs(longitude ?? NaN) <= 180;
}

/** Faults of the component and all below it: place, number of each property, form of each value. */
export function componentFaults(component: Component, parent?: string): string[] {
  const { name, number, properties, components } = component;
  const rule = COMPONENTS[name];
  const faults = rule && rule.parent === parent ? countFaults(component, rule) : [at(number, `${name} stands here`)];
  return [
    ...faults,
    ...properties.flatMap((line) => valueFaults(line).map((fault) => at(line.number, fault))),
    ...components.flatMap((inner) => componentFaults(inner, name)),
  ];
}

function countFaults({ name, number, properties }: Component, rule: ComponentRule): string[] {
  const counts = new Map<string, number>();
  for (const line of properties) counts.set(line.name, (counts.get(line.name) ?? 0) + 1);
  const often = rule.often ?? [];
  const known = [...rule.once, ...rule.atMostOnce, ...often];
  return [
    ...rule.once.filter((one) => !counts.has(one)).map((one) => at(number, `${name} has no ${one}`)),
    ...[...counts]
      .filter(([one, count]) => count > 1 && !often.includes(one))
      .map(([one]) => at(number, `${name} has more than one ${one}`)),
    ...properties
      .filter((line) => !known.includes(line.name) && !line.name.startsWith('X-'))
      .map((line) => at(line.number, `${line.name} is not for ${name}`)),
  ];
}

function valueFaults({ name, parameters, value }: ContentLine): string[] {
  const wrong = [...parameters].filter(
    ([key, given]) =>
      PARAMETERS[key]?.(given) === false || !(name.startsWith('X-') || PARAMETERS_OF[name]?.includes(key)),
  );
  return [
    ...(VALUES[name]?.(value) === false ? [`${name} is malformed`] : []),
    ...wrong.map(([key]) => `${name} has a wrong ${key}`),
  ];
}

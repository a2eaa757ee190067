import ICAL from 'ical.js';

/** A property in jCal (RFC 7265 §3.4): lower-case name, parameters, type, value in its ISO form. */
export type JcalProperty = readonly [
  name: string,
  parameters: Readonly<Record<string, string>>,
  type: string,
  value: unknown,
];

export type JcalComponent = readonly [
  name: string,
  properties: readonly JcalProperty[],
  components: readonly JcalComponent[],
];

// ical.js counts a continued line without the space that it begins with, so that 75 would make 76.
ICAL.foldLength = 74;

/**
 * iCalendar text: escaped, quoted and folded by ical.js. It passes control characters and lone
 * surrogates on, so every text from outside goes through `clean-text.ts` first.
 */
export function written(component: JcalComponent): string {
  return ICAL.stringify([...component]);
}

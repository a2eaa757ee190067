import type { PublishedEntry } from './calendar-entry.js';
import { parameter } from './clean-text.js';
import type { JcalProperty } from './jcal.js';

const RADIUS_IN_METRES = '50';

/**
 * LOCATION, GEO and Apple's map. Apple shows its map only if LOCATION is X-TITLE, a new line and
 * X-ADDRESS to the letter, so all three are made of the same text, which must fit a parameter.
 */
export function located({ name, address, latitude, longitude }: PublishedEntry['location']): JcalProperty[] {
  const title = parameter(name);
  const street = parameter(address.replace(/[\s,]*[\r\n]+\s*/g, ', '));
  const position = [degrees(latitude, 90), degrees(longitude, 180)];
  const lines = {
    ...(street === '' ? {} : { 'x-address': street }),
    'x-apple-radius': RADIUS_IN_METRES,
    'x-title': title,
  };
  return [
    ['location', {}, 'text', street === '' ? title : `${title}\n${street}`],
    ['geo', {}, 'float', position],
    ['x-apple-structured-location', lines, 'uri', `geo:${position.join(',')}`],
  ];
}

/** Six places, about 10 cm, and never in exponents, which RFC 5545 §3.3.7 does not know. */
function degrees(value: number, limit: number): number {
  if (!(Math.abs(value) <= limit)) throw new RangeError(`${value} is no place on Earth.`);
  return Number(value.toFixed(6)) + 0;
}

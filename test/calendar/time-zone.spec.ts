import { invite } from '#calendar';
import ICAL from 'ical.js';
import { between, opened } from './entry.js';

interface Onset {
  readonly at: number;
  readonly offset: number;
}

const HALF_HOUR = 1800;
const seconds = (iso: string) => Date.parse(iso) / 1000;

function definition(timeZone: string, year: number): ICAL.Component {
  const text = invite(between(`${year}-06-15T12:00:00Z`, `${year}-06-15T13:00:00Z`, timeZone));
  return opened(text).calendar.getFirstSubcomponent('vtimezone')!;
}

/** Every change that the definition makes until the year, read by the letter of RFC 5545 §3.6.5. */
function onsets(zone: ICAL.Component, untilYear: number): Onset[] {
  return zone
    .getAllSubcomponents()
    .flatMap((observance) => {
      const [from, to] = ['tzoffsetfrom', 'tzoffsetto'].map((name) =>
        (observance.getFirstPropertyValue(name) as ICAL.UtcOffset).toSeconds(),
      );
      const start = observance.getFirstPropertyValue('dtstart') as ICAL.Time;
      const rule = observance.getFirstPropertyValue('rrule') as ICAL.Recur | null;
      const more = observance.getAllProperties('rdate').map((property) => String(property.getFirstValue()));
      return [...starts(start, rule, untilYear), ...more].map((wall) => ({
        at: seconds(`${wall}Z`) - from!,
        offset: to!,
      }));
    })
    .sort((one, other) => one.at - other.at);
}

function starts(start: ICAL.Time, rule: ICAL.Recur | null, untilYear: number): string[] {
  if (!rule) return [start.toString()];
  const all: string[] = [];
  const iterator = rule.iterator(start);
  for (let next = iterator.next(); next && next.year <= untilYear; next = iterator.next()) all.push(next.toString());
  return all;
}

function offsetByIntl(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (at) => {
    const name = format.formatToParts(at * 1000).find((part) => part.type === 'timeZoneName')!.value;
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) : 0;
  };
}

/** The moments, of those looked at, when the definition and Intl differ. */
function differences(timeZone: string, year: number, years: number, step: number): string[] {
  const changes = onsets(definition(timeZone, year), year + years);
  const expected = offsetByIntl(timeZone);
  const wrong: string[] = [];
  let current = -1;
  for (let at = seconds(`${year}-01-01T00:00Z`); at < seconds(`${year + years}-01-01T00:00Z`); at += step) {
    while (changes[current + 1] && changes[current + 1]!.at <= at) current += 1;
    if (changes[current]?.offset !== expected(at)) wrong.push(new Date(at * 1000).toISOString());
  }
  return wrong;
}

function observances(timeZone: string, year: number): string[] {
  return definition(timeZone, year)
    .getAllSubcomponents()
    .map((observance) => [observance.name, observance.getFirstPropertyValue('rrule')?.toString()].join(' ').trim());
}

describe('the definition of a time zone', () => {
  it.each([
    ['Europe/London', 2026],
    ['America/New_York', 2027],
    ['Pacific/Auckland', 2026],
    ['Australia/Lord_Howe', 2026],
    ['Asia/Kolkata', 2026],
    ['Africa/Casablanca', 2024],
    ['Asia/Tehran', 2021],
    ['Pacific/Fiji', 2009],
    ['Pacific/Apia', 2011],
    ['Pacific/Apia', 2020],
  ])('gives the offsets of %s that Intl gives, from %d to the half hour', (timeZone, year) => {
    expect(differences(timeZone, year, 2, HALF_HOUR)).toEqual([]);
  });

  it('gives every zone’s offsets', () => {
    const wrong = Intl.supportedValuesOf('timeZone')
      .filter((zone) => zone !== 'UTC')
      .filter((zone) => differences(zone, 2026, 6, 100 * 3600).length > 0);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['Europe/London', 'MONTH=3;BYDAY=-1SU', 'MONTH=10;BYDAY=-1SU'],
    ['America/New_York', 'MONTH=3;BYDAY=2SU', 'MONTH=11;BYDAY=1SU'],
    ['Pacific/Auckland', 'MONTH=9;BYDAY=-1SU', 'MONTH=4;BYDAY=1SU'],
  ])('has one yearly rule each way in %s, since Outlook reads no more', (timeZone, summer, winter) => {
    for (let year = 2024; year < 2040; year += 1) {
      expect(observances(timeZone, year)).toEqual([
        `daylight FREQ=YEARLY;BY${summer}`,
        `standard FREQ=YEARLY;BY${winter}`,
      ]);
    }
  });

  it('is one offset where the clocks stand still', () => {
    expect(observances('Asia/Kolkata', 2026)).toEqual(['standard']);
    expect(observances('Pacific/Apia', 2026)).toEqual(['standard']);
  });

  it('writes each change out where no yearly rule holds', () => {
    expect(observances('Africa/Casablanca', 2024)).toEqual(['standard', 'daylight']);
    expect(definition('Africa/Casablanca', 2024).toString().match(/RDATE/g)?.length).toBeGreaterThan(4);
  });
});

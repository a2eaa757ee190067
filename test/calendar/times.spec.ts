import { type CalendarEntry, invite, strictFaults } from '#calendar';
import ICAL from 'ical.js';
import { between, lecture, linesOf, opened } from './entry.js';

/** DTSTART and DTEND as written. */
function written(entry: CalendarEntry): string[] {
  const text = invite(entry);
  expect(strictFaults(text)).toEqual([]);
  return [...linesOf(text, 'DTSTART'), ...linesOf(text, 'DTEND')];
}

/** DTSTART and DTEND as ical.js reads them by the zone that the text defines. */
function read(entry: CalendarEntry): string[] {
  const { calendar, event } = opened(invite(entry));
  const definition = calendar.getFirstSubcomponent('vtimezone');
  return ['dtstart', 'dtend'].map((name) => {
    const time = event.getFirstPropertyValue(name) as ICAL.Time;
    if (definition) time.zone = new ICAL.Timezone(definition);
    return new Date(time.toUnixTime() * 1000).toISOString();
  });
}

describe('the times of an entry', () => {
  it('are those on the venue’s clock', () => {
    expect(written(lecture)).toEqual([
      'DTSTART;TZID=Europe/London:20260701T180000',
      'DTEND;TZID=Europe/London:20260701T193000',
    ]);
    expect(read(lecture)).toEqual(['2026-07-01T17:00:00.000Z', '2026-07-01T18:30:00.000Z']);
  });

  it('stand at 18:00 before and after the clocks go back', () => {
    const summer = between('2026-10-24T17:00:00Z', '2026-10-24T18:00:00Z');
    const winter = between('2026-10-31T18:00:00Z', '2026-10-31T19:00:00Z');
    expect(written(summer)[0]).toBe('DTSTART;TZID=Europe/London:20261024T180000');
    expect(written(winter)[0]).toBe('DTSTART;TZID=Europe/London:20261031T180000');
    expect(read(summer)[0]).toBe('2026-10-24T17:00:00.000Z');
    expect(read(winter)[0]).toBe('2026-10-31T18:00:00.000Z');
  });

  it.each([
    ['both in it', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    ['only the start in it', '2026-10-25T01:30:00Z', '2026-10-25T03:00:00Z'],
    ['only the end in it', '2026-10-24T22:00:00Z', '2026-10-25T00:00:00Z'],
  ])('are in UTC about the hour that autumn repeats: %s', (_, startsAt, endsAt) => {
    const entry = between(startsAt, endsAt);
    const basic = (time: string) => time.replace(/[-:]/g, '');
    expect(written(entry)).toEqual([`DTSTART:${basic(startsAt)}`, `DTEND:${basic(endsAt)}`]);
    expect(invite(entry)).not.toContain('VTIMEZONE');
  });

  it('are on the venue’s clock again right before and right after that hour', () => {
    expect(written(between('2026-10-24T22:00:00Z', '2026-10-24T23:59:59Z'))).toEqual([
      'DTSTART;TZID=Europe/London:20261024T230000',
      'DTEND;TZID=Europe/London:20261025T005959',
    ]);
    const after = between('2026-10-25T02:00:00Z', '2026-10-25T03:00:00Z');
    expect(written(after)[0]).toBe('DTSTART;TZID=Europe/London:20261025T020000');
    expect(read(after)[0]).toBe('2026-10-25T02:00:00.000Z');
  });

  it('never fall in the hour that spring leaves out', () => {
    const entry = between('2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z');
    expect(written(entry)).toEqual([
      'DTSTART;TZID=Europe/London:20260329T005900',
      'DTEND;TZID=Europe/London:20260329T020000',
    ]);
    expect(read(entry)).toEqual(['2026-03-29T00:59:00.000Z', '2026-03-29T01:00:00.000Z']);
  });

  it('end on the next day when it runs past midnight', () => {
    expect(written(between('2026-07-01T21:30:00Z', '2026-07-01T23:30:00Z'))).toEqual([
      'DTSTART;TZID=Europe/London:20260701T223000',
      'DTEND;TZID=Europe/London:20260702T003000',
    ]);
  });

  it('follow the venue to another zone, with one definition', () => {
    const moved = { ...lecture, sequence: 1, timeZone: 'America/New_York' };
    expect(written(moved)[0]).toBe('DTSTART;TZID=America/New_York:20260701T130000');
    expect(invite(moved).match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
    expect(invite(moved)).not.toContain('Europe');
  });

  it.each(['UTC', 'Etc/UTC'])('need no definition in %s', (timeZone) => {
    const entry = { ...lecture, timeZone };
    expect(written(entry)[0]).toBe('DTSTART:20260701T170000Z');
    expect(invite(entry)).not.toContain('TZID');
  });

  it.each([
    ['Pacific/Apia', '2020-01-15T00:00:00.000Z'],
    ['Africa/Casablanca', '2024-03-20T12:00:00.000Z'],
    ['Asia/Jerusalem', '2026-03-28T12:00:00.000Z'],
  ])('are right in %s, which keeps no yearly rule', (timeZone, instant) => {
    const end = new Date(Date.parse(instant) + 3_600_000).toISOString();
    expect(read(between(instant, end, timeZone))).toEqual([instant, end]);
  });

  it.each([
    ['Pacific/Apia', '20260702T060000'],
    ['Asia/Kolkata', '20260701T223000'],
    ['America/St_Johns', '20260701T143000'],
    ['Pacific/Chatham', '20260702T054500'],
  ])('are right far away, in %s', (timeZone, local) => {
    const entry = { ...lecture, timeZone };
    expect(written(entry)[0]).toBe(`DTSTART;TZID=${timeZone}:${local}`);
    expect(read(entry)[0]).toBe('2026-07-01T17:00:00.000Z');
  });
});

import fc from 'fast-check';
import { dayOf, daysLater, instantAt, timeOf, zoned } from '#kernel';

const LONDON = 'Europe/London';

describe('a wall-clock time in a zone', () => {
  it.each([
    ['2027-01-10T10:30', LONDON, '2027-01-10T10:30:00.000Z'],
    ['2027-06-12T10:30', LONDON, '2027-06-12T09:30:00.000Z'],
    ['2027-06-12T10:30', 'Asia/Kathmandu', '2027-06-12T04:45:00.000Z'],
    ['2027-06-12T10:30', 'America/New_York', '2027-06-12T14:30:00.000Z'],
    ['2027-06-12T00:15', 'Pacific/Auckland', '2027-06-11T12:15:00.000Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(instantAt(local, zone).toISOString()).toBe(instant);
  });

  it('is refused in the hour that the spring change leaves out', () => {
    expect(() => instantAt('2027-03-28T01:30', LONDON)).toThrow(
      '2027-03-28T01:30 does not exist in Europe/London: the clocks go forward over it.',
    );
    expect(instantAt('2027-03-28T00:59', LONDON).toISOString()).toBe('2027-03-28T00:59:00.000Z');
    expect(instantAt('2027-03-28T02:00', LONDON).toISOString()).toBe('2027-03-28T01:00:00.000Z');
  });

  it('is the first of the two in the hour that comes twice in autumn', () => {
    expect(instantAt('2027-10-31T01:30', LONDON).toISOString()).toBe('2027-10-31T00:30:00.000Z');
  });

  it('is refused where there is no such day or zone', () => {
    expect(() => instantAt('2027-02-30T10:00', LONDON)).toThrow(RangeError);
    expect(() => instantAt('2027-02-20T10:00', 'Europe/Atlantis')).toThrow(RangeError);
  });

  it('read back on the same clock is the same, except in the hour left out', () => {
    const locals = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    const zones = fc.constantFrom(LONDON, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    fc.assert(
      fc.property(locals, zones, (date, zone) => {
        const local = date.toISOString().slice(0, 16);
        try {
          expect(zoned(instantAt(local, zone), zone).toPlainDateTime().toString().slice(0, 16)).toBe(local);
        } catch (error) {
          expect(String(error)).toContain('does not exist');
        }
      }),
    );
  });
});

describe('a clock time so many days later', () => {
  it.each([
    ['2027-06-12T09:30:00Z', 364, '2028-06-10T09:30:00.000Z'],
    ['2027-03-27T10:00:00Z', 1, '2027-03-28T09:00:00.000Z'],
    ['2027-10-30T09:00:00Z', 1, '2027-10-31T10:00:00.000Z'],
    ['2027-01-01T00:15:30.500Z', -1, '2026-12-31T00:15:30.500Z'],
  ])('%s and %d days is %s', (instant, days, later) => {
    expect(daysLater(new Date(instant), days, LONDON).toISOString()).toBe(later);
  });

  it('is refused in the hour that the spring change leaves out', () => {
    expect(() => daysLater(new Date('2027-03-27T01:30:00Z'), 1, LONDON)).toThrow('does not exist in Europe/London');
  });

  it('is read on the clock as before', () => {
    const dates = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    const zones = fc.constantFrom(LONDON, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    fc.assert(
      fc.property(dates, fc.integer({ min: -800, max: 800 }), zones, (date, days, zone) => {
        try {
          const [before, after] = [zoned(date, zone), zoned(daysLater(date, days, zone), zone)];
          expect(after.toPlainTime().equals(before.toPlainTime())).toBe(true);
          expect(before.toPlainDate().until(after.toPlainDate(), { largestUnit: 'days' }).days).toBe(days);
        } catch (error) {
          expect(String(error)).toContain('does not exist');
        }
      }),
    );
  });
});

describe('an instant, for people', () => {
  it('has the day of the venue, not of Greenwich', () => {
    const late = new Date('2027-06-12T23:30:00Z');
    expect([LONDON, 'UTC', 'America/New_York'].map((zone) => dayOf(late, zone))).toEqual([
      'Sunday 13 June 2027',
      'Saturday 12 June 2027',
      'Saturday 12 June 2027',
    ]);
  });

  it.each([
    ['2027-06-11T23:00:00Z', '00:00'],
    ['2027-06-12T09:05:00Z', '10:05'],
    ['2027-06-12T22:59:00Z', '23:59'],
    ['2027-01-12T12:00:00Z', '12:00'],
  ])('%s is at %s in London', (instant, time) => {
    expect(timeOf(new Date(instant), LONDON)).toBe(time);
  });
});

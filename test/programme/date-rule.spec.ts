import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { DATE_RULE } from '#contracts';
import { newFirstDay } from '#programme';

const day = (text: string) => Temporal.PlainDate.from(text);
const placed = (rule: string, first: string, year: number) => newFirstDay(rule, day(first), year).toString();

describe('an event of another year begins', () => {
  it.each([
    // Saturday 12 June 2027: in 2028 the 10th is a Saturday, two days before the date.
    ['same weekday', '2027-06-12', 2028, '2028-06-10'],
    ['same weekday', '2027-06-12', 2029, '2029-06-09'],
    ['same weekday', '2027-12-31', 2028, '2028-12-29'],
    ['same weekday', '2028-02-29', 2029, '2029-02-27'],
    // Wednesday 7 July 2027; 7 July 2028 is a Friday.
    ['week of 7 July', '2027-07-07', 2028, '2028-07-05'],
    ['week of 7 July', '2027-07-11', 2028, '2028-07-09'],
    // The ISO week of a date may begin in the year before.
    ['week of 1 January', '2026-12-28', 2027, '2026-12-28'],
    ['second weekend of June', '2027-06-12', 2028, '2028-06-10'],
    ['second weekend of June', '2027-06-13', 2028, '2028-06-11'],
    // It opens on the Friday before the weekend.
    ['second weekend of June', '2027-06-11', 2028, '2028-06-09'],
    // The 31st is a Saturday; its Sunday is in June.
    ['last weekend of May', '2027-05-30', 2031, '2031-06-01'],
    ['first Sunday of March', '2027-03-07', 2028, '2028-03-05'],
    ['last Sunday of May', '2027-05-30', 2028, '2028-05-28'],
    ['fifth Saturday of July', '2027-07-31', 2028, '2028-07-29'],
  ])('by “%s”, after %s, in %d on %s', (rule, first, year, expected) => {
    expect(placed(rule, first, year)).toBe(expected);
  });

  it.each([
    ['fifth Saturday of June', 'June 2028 has no fifth Saturday.'],
    ['week of 29 February', '2027 has no 29 February.'],
    ['week of 31 June', '2027 has no 31 June.'],
  ])('on no day by “%s”, if there is none', (rule, detail) => {
    const refused = expect.objectContaining({ errors: [{ pointer: '/dateRule', code: 'no_such_day', detail }] });
    expect(() => newFirstDay(rule, day('2026-06-12'), rule.startsWith('fifth') ? 2028 : 2027)).toThrow(refused);
  });
});

describe('whatever the dates', () => {
  const dates = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => Temporal.PlainDate.from(date.toISOString().slice(0, 10)));
  const years = fc.integer({ min: 2000, max: 2199 });
  const months = fc.constantFrom('January', 'February', 'June', 'July', 'December');
  const nths = fc.constantFrom('first', 'second', 'third', 'fourth', 'last');

  it('the same weekday is kept, at most three days from the date', () => {
    fc.assert(
      fc.property(dates, years, (first, year) => {
        const moved = newFirstDay('same weekday', first, year);
        expect(moved.dayOfWeek).toBe(first.dayOfWeek);
        expect(Math.abs(first.with({ year }).until(moved).days)).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('the week of a day is the week that holds it, and the weekday is kept', () => {
    fc.assert(
      fc.property(dates, years, fc.integer({ min: 1, max: 28 }), months, (first, year, date, month) => {
        const moved = newFirstDay(`week of ${date} ${month}`, first, year);
        const named = Temporal.PlainDate.from({ year, month: new Date(`1 ${month} 2000`).getMonth() + 1, day: date });
        expect(moved.dayOfWeek).toBe(first.dayOfWeek);
        expect([moved.yearOfWeek, moved.weekOfYear]).toEqual([named.yearOfWeek, named.weekOfYear]);
      }),
    );
  });

  it('a weekend of a month is the one with that Saturday, and the weekday is kept', () => {
    fc.assert(
      fc.property(dates, years, nths, months, (first, year, nth, month) => {
        const moved = newFirstDay(`${nth} weekend of ${month}`, first, year);
        const saturday = moved.add({ days: 6 - moved.dayOfWeek });
        expect(moved.dayOfWeek).toBe(first.dayOfWeek);
        const place = nth === 'last' ? saturday.daysInMonth - saturday.day < 7 : Math.ceil(saturday.day / 7);
        expect(place).toBe(nth === 'last' ? true : ['first', 'second', 'third', 'fourth'].indexOf(nth) + 1);
        expect(saturday.year).toBe(year);
      }),
    );
  });

  it('nothing but a rule is taken for one', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(DATE_RULE.test(text)).toBe(false)));
    for (const text of ['week of 32 July', 'week of 07 July', 'sixth Friday of May', 'Same weekday', ' same weekday']) {
      expect(text).not.toMatch(DATE_RULE);
    }
  });
});

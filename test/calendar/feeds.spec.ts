import { calendarFeed, type FeedEntry, strictFaults } from '#calendar';
import fc from 'fast-check';
import { contentLines, lecture, opened } from './entry.js';

const { attendee: _, ...published } = lecture;
const entry = (change: Partial<FeedEntry> = {}): FeedEntry => ({ ...published, cancelled: false, ...change });
const feed = (entries: readonly FeedEntry[], name = 'Open Squares Weekend') =>
  calendarFeed({ name, timeZone: 'Europe/London', entries });
const count = (text: string, line: string) => contentLines(text).filter((one) => one === line).length;

describe('a feed', () => {
  it('names itself, for old clients too, and asks to be looked at each hour at the most', () => {
    const text = feed([entry()]);
    expect(contentLines(text)).toEqual(
      expect.arrayContaining([
        'METHOD:PUBLISH',
        'NAME;VALUE=TEXT:Open Squares Weekend',
        'X-WR-CALNAME;VALUE=TEXT:Open Squares Weekend',
        'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
        'X-PUBLISHED-TTL;VALUE=DURATION:PT1H',
      ]),
    );
    expect(strictFaults(text)).toEqual([]);
  });

  it('holds every entry, and each zone once, whatever the years', () => {
    const text = feed([
      entry({ uid: 'a' }),
      entry({ uid: 'b', startsAt: new Date('2027-01-01T10:00:00Z'), endsAt: new Date('2027-01-01T11:00:00Z') }),
      entry({ uid: 'c', timeZone: 'America/New_York' }),
      entry({ uid: 'd', timeZone: 'UTC' }),
    ]);
    expect(strictFaults(text)).toEqual([]);
    expect([count(text, 'BEGIN:VEVENT'), count(text, 'BEGIN:VTIMEZONE')]).toEqual([4, 2]);
    expect(count(text, 'TZID:Europe/London')).toBe(1);
  });

  it('keeps what is cancelled, and says so', () => {
    const text = feed([entry({ cancelled: true, sequence: 3 })]);
    expect(contentLines(text)).toEqual(
      expect.arrayContaining(['STATUS:CANCELLED', 'TRANSP:TRANSPARENT', 'SEQUENCE:3']),
    );
    expect(strictFaults(text)).toEqual([]);
  });

  it('without entries is a calendar all the same', () => {
    const text = feed([]);
    expect(strictFaults(text)).toEqual([]);
    expect(opened(text).calendar.getAllSubcomponents('vevent')).toEqual([]);
  });

  it('is the same bytes for the same entries', () => {
    expect(feed([entry({ uid: 'a' }), entry({ uid: 'b' })])).toBe(feed([entry({ uid: 'a' }), entry({ uid: 'b' })]));
  });

  it('takes any name, and no line out of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (name) => {
        const faults = strictFaults(feed([entry()], `x${name}`));
        if (faults.length > 0) throw new Error(faults.join('\n'));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the strict check', () => {
  it('finds two entries with one UID', () => {
    expect(strictFaults(feed([entry(), entry()]))).toEqual(['two VEVENTs have one UID']);
  });
});

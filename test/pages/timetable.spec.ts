import { timetable } from '../../apps/server/src/pages/parts/timetable.js';
import {
  daySpan,
  moment,
  placesInWords,
  placeWords,
  timeSpan,
  zoneInWords,
} from '../../apps/server/src/pages/parts/words.js';
import { id, session } from './sample.js';

const at = (startsAt: string, number = 1) => session({ id: id(number), startsAt, endsAt: startsAt });
const shape = (sessions: readonly ReturnType<typeof at>[], zone: string) =>
  timetable(sessions, zone).map(({ day, parts }) => [
    day,
    parts.map((part) => [part.name, part.sessions.map((s) => s.startsAt)]),
  ]);

describe('the timetable', () => {
  it('goes by day and part of the day, in order of time', () => {
    const sessions = [
      at('2027-06-13T09:00:00Z'),
      at('2027-06-12T16:00:00Z'),
      at('2027-06-12T11:00:00Z'),
      at('2027-06-12T10:59:00Z'),
      at('2027-06-12T09:00:00Z'),
    ];
    expect(shape(sessions, 'Europe/London')).toEqual([
      [
        'Saturday 12 June 2027',
        [
          ['Morning', ['2027-06-12T09:00:00Z', '2027-06-12T10:59:00Z']],
          ['Afternoon', ['2027-06-12T11:00:00Z']],
          ['Evening', ['2027-06-12T16:00:00Z']],
        ],
      ],
      ['Sunday 13 June 2027', [['Morning', ['2027-06-13T09:00:00Z']]]],
    ]);
  });

  it('reads the clock of the venue, whose day may be another', () => {
    const sessions = [at('2027-06-12T23:30:00Z')];
    expect(shape(sessions, 'Europe/London')).toEqual([
      ['Sunday 13 June 2027', [['Morning', ['2027-06-12T23:30:00Z']]]],
    ]);
    expect(shape(sessions, 'America/New_York')).toEqual([
      ['Saturday 12 June 2027', [['Evening', ['2027-06-12T23:30:00Z']]]],
    ]);
  });
});

describe('dates in words', () => {
  const span = (startsAt: string, endsAt: string) => ({ startsAt, endsAt });

  it.each([
    [span('2027-06-12T09:30:00Z', '2027-06-12T10:00:00Z'), 'Saturday 12 June 2027, 10:30 to 11:00'],
    [
      span('2027-06-12T21:00:00Z', '2027-06-13T00:30:00Z'),
      'Saturday 12 June 2027, 22:00 to Sunday 13 June 2027, 01:30',
    ],
  ])('says the day in full', (times, words) => {
    expect(timeSpan(times, 'Europe/London')).toBe(words);
  });

  it.each([
    ['2027-06-12T15:00:00Z', 'Saturday 12 June 2027'],
    ['2027-06-13T15:00:00Z', 'Saturday 12 to Sunday 13 June 2027'],
    ['2027-07-03T15:00:00Z', 'Saturday 12 June to Saturday 3 July 2027'],
    ['2028-01-01T15:00:00Z', 'Saturday 12 June 2027 to Saturday 1 January 2028'],
  ])('says several days as shortly as is clear: until %s', (endsAt, words) => {
    expect(daySpan(span('2027-06-12T09:30:00Z', endsAt), 'Europe/London')).toBe(words);
  });

  it('says a moment and its zone', () => {
    expect(moment('2027-05-03T08:00:00Z', 'Europe/London')).toBe('Monday 3 May 2027 at 09:00');
    expect(zoneInWords('America/New_York')).toBe('New York time');
    expect(zoneInWords('UTC')).toBe('UTC');
  });
});

describe('places in words', () => {
  it.each([
    ['garden', 'open', 6, '6 left'],
    ['garden', 'few', 1, '1 left'],
    ['garden', 'full', 0, 'full'],
    ['memorial', 'full', 0, 'All places are taken'],
    ['memorial', 'few', 1, '1 place left'],
    ['garden', 'not_yet_open', 0, 'not yet open'],
    ['garden', 'cancelled', 1, 'cancelled'],
  ] as const)('in a %s, %s with %i', (mood, state, available, words) => {
    expect(placesInWords({ state, available, waiting: 0 }, placeWords(mood))).toBe(words);
  });

  it.each([
    ['garden', 'full', 1, 'full, 1 party waiting'],
    ['garden', 'full', 3, 'full, 3 parties waiting'],
    ['memorial', 'full', 3, 'All places are taken, 3 parties are waiting'],
    ['garden', 'closed', 3, 'closed'],
  ] as const)('in a %s, %s and %i waiting', (mood, state, waiting, words) => {
    expect(placesInWords({ state, available: 0, waiting }, placeWords(mood))).toBe(words);
  });
});

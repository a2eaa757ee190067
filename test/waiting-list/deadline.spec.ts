import { offerDeadline } from '#waiting-list';

const DAY = 24 * 60;
const rule = (startsAt: string, offerMinutes = DAY, timeZone = 'Europe/London') => ({
  startsAt: new Date(startsAt),
  offerMinutes,
  timeZone,
});
const end = (now: string, ...of: Parameters<typeof rule>) => offerDeadline(new Date(now), rule(...of))?.toISOString();

describe('until when places are kept for a party', () => {
  it.each([
    // [what, now, session, minutes of the event, end]
    [
      'a day, while the session is far',
      '2027-06-01T12:00:00Z',
      '2027-06-12T10:00:00Z',
      DAY,
      '2027-06-02T12:00:00.000Z',
    ],
    ['what the event says', '2027-06-01T12:00:00Z', '2027-06-12T10:00:00Z', 90, '2027-06-01T13:30:00.000Z'],
    ['on full five minutes', '2027-06-01T12:01:01Z', '2027-06-12T10:00:00Z', 60, '2027-06-01T13:05:00.000Z'],
    [
      'a quarter of the time that is left',
      '2027-06-10T12:00:00Z',
      '2027-06-12T12:00:00Z',
      DAY,
      '2027-06-11T08:00:00.000Z',
    ],
    ['a quarter by day', '2027-06-12T08:00:00Z', '2027-06-12T16:00:00Z', DAY, '2027-06-12T10:00:00.000Z'],
    ['half an hour at least', '2027-06-12T12:00:00Z', '2027-06-12T13:00:00Z', DAY, '2027-06-12T12:30:00.000Z'],
    [
      'at last until a quarter of an hour before',
      '2027-06-12T12:15:00Z',
      '2027-06-12T13:00:00Z',
      DAY,
      '2027-06-12T12:45:00.000Z',
    ],
    ['nothing once that is too late', '2027-06-12T12:16:00Z', '2027-06-12T13:00:00Z', DAY, undefined],
    ['nothing after the session', '2027-06-12T14:00:00Z', '2027-06-12T13:00:00Z', DAY, undefined],
  ])('%s', (_, now, startsAt, minutes, until) => {
    expect(end(now, startsAt, minutes)).toBe(until);
  });

  it.each([
    ['until nine in the morning', '2027-06-01T19:30:00Z', '2027-06-12T10:00:00Z', 120, '2027-06-02T08:00:00.000Z'],
    ['after midnight too', '2027-06-01T23:30:00Z', '2027-06-12T10:00:00Z', 120, '2027-06-02T08:00:00.000Z'],
    ['not beyond nine in the evening', '2027-06-01T18:00:00Z', '2027-06-12T10:00:00Z', 120, '2027-06-01T20:00:00.000Z'],
    ['from nine in the morning', '2027-06-01T06:00:00Z', '2027-06-12T10:00:00Z', 120, '2027-06-01T08:00:00.000Z'],
    [
      'until that evening, where the morning is too late',
      '2027-06-11T16:00:00Z',
      '2027-06-12T07:30:00Z',
      300,
      '2027-06-11T19:55:00.000Z',
    ],
    ['until that evening, shortened', '2027-06-11T19:00:00Z', '2027-06-12T08:10:00Z', 300, '2027-06-11T20:00:00.000Z'],
    [
      'until the last moment, where neither is left',
      '2027-06-11T22:00:00Z',
      '2027-06-12T07:30:00Z',
      DAY,
      '2027-06-12T07:15:00.000Z',
    ],
  ])('never a time in the night: %s', (_, now, startsAt, minutes, until) => {
    expect(end(now, startsAt, minutes)).toBe(until);
  });

  it('by the clock of the venue, also over the night in which it changes', () => {
    // The clocks go forward on 28 March: nine is at 08:00 UTC from then on.
    expect(end('2027-03-27T20:00:00Z', '2027-04-10T10:00:00Z', 120)).toBe('2027-03-28T08:00:00.000Z');
    expect(end('2027-03-26T20:00:00Z', '2027-04-10T10:00:00Z', 120)).toBe('2027-03-27T09:00:00.000Z');
    expect(end('2027-10-30T20:00:00Z', '2027-11-10T10:00:00Z', 120)).toBe('2027-10-31T09:00:00.000Z');
    expect(end('2027-06-01T19:30:00Z', '2027-06-12T10:00:00Z', 120, 'America/New_York')).toBe(
      '2027-06-01T21:30:00.000Z',
    );
  });

  it('is ahead, before the session and by day wherever the session leaves it, whenever it is asked', () => {
    const startsAt = new Date('2027-06-12T10:00:00Z');
    for (let minutes = 46; minutes < 20_000; minutes += 37) {
      const now = new Date(startsAt.getTime() - minutes * 60_000);
      const until = offerDeadline(now, rule(startsAt.toISOString()))!;
      expect(until.getTime() - now.getTime()).toBeGreaterThanOrEqual(30 * 60_000);
      expect(until.getTime()).toBeLessThanOrEqual(startsAt.getTime() - 15 * 60_000);
      const hour = (until.getUTCHours() + 1) % 24;
      expect(hour >= 9 && (hour < 21 || until.getUTCMinutes() === 0)).toBe(true);
    }
  });
});

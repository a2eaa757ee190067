import { chanceOf, type Outlook } from '#waiting-list';

const FIRST_LINE = 'You are the first in line';
const NONE_LATELY = 'No places have come free in the last two weeks. We cannot say whether some will.';

/** Two people behind two parties of four, a fortnight ahead. */
const outlook = (change: Partial<Outlook> = {}): Outlook => ({
  ...{ partySize: 2, fewerIsFine: false, partiesBefore: 2, peopleBefore: 4, freedLately: 0, daysToGo: 14 },
  ...change,
});

describe('who is first in line', () => {
  const first = (change: Partial<Outlook> = {}) => chanceOf(outlook({ partiesBefore: 0, peopleBefore: 0, ...change }));

  it.each<[Partial<Outlook>, string]>([
    [{}, `${FIRST_LINE}: as soon as 2 places are free together, we write to you.`],
    [{ partySize: 5 }, `${FIRST_LINE}: as soon as 5 places are free together, we write to you.`],
    [{ partySize: 5, fewerIsFine: true }, `${FIRST_LINE}: as soon as a place comes free, we write to you.`],
    [{ partySize: 1 }, `${FIRST_LINE}: as soon as a place comes free, we write to you.`],
    // Whatever came free lately is no reason to say more.
    [{ freedLately: 500 }, `${FIRST_LINE}: as soon as 2 places are free together, we write to you.`],
  ])('%j reads what is enough for it', (change, words) => {
    expect(first(change)).toEqual({ level: 'next', words });
  });
});

describe('who stands behind others', () => {
  const GOOD = (lately: string) =>
    `${lately} come free in the last two weeks. If it goes on like this, your turn comes in time.`;
  const POSSIBLE = (lately: string) =>
    `${lately} come free in the last two weeks. Your turn may come in time; please do not rely on it.`;
  const UNLIKELY = (lately: string) =>
    `${lately} come free in the last two weeks. It is not likely that your turn comes in time.`;

  // Six places are needed for them and all before them; in a fortnight as many come free as did in the last.
  it.each<[Partial<Outlook>, string, string]>([
    [{}, 'unknown', NONE_LATELY],
    [{ daysToGo: 365 }, 'unknown', NONE_LATELY],
    [{ freedLately: 1 }, 'unlikely', UNLIKELY('1 place has')],
    [{ freedLately: 3 }, 'unlikely', UNLIKELY('3 places have')],
    [{ freedLately: 4 }, 'possible', POSSIBLE('4 places have')],
    [{ freedLately: 8 }, 'possible', POSSIBLE('8 places have')],
    [{ freedLately: 9 }, 'good', GOOD('9 places have')],
    // Where fewer would do, five are enough.
    [{ freedLately: 8, fewerIsFine: true }, 'good', GOOD('8 places have')],
    // What came in two weeks does not come in two days, and nothing comes in none.
    [{ freedLately: 9, daysToGo: 2 }, 'unlikely', UNLIKELY('9 places have')],
    [{ freedLately: 900, daysToGo: 0 }, 'unlikely', UNLIKELY('900 places have')],
    [{ freedLately: 9, daysToGo: 7 }, 'possible', POSSIBLE('9 places have')],
    // One or two places are too little to conclude much from, however long it still is.
    [{ freedLately: 2, daysToGo: 365 }, 'possible', POSSIBLE('2 places have')],
    [{ freedLately: 1, daysToGo: 140 }, 'possible', POSSIBLE('1 place has')],
    [{ freedLately: 3, daysToGo: 140 }, 'good', GOOD('3 places have')],
    // However many parties: it is people that count.
    [{ freedLately: 9, partiesBefore: 1, peopleBefore: 40 }, 'unlikely', UNLIKELY('9 places have')],
  ])('%j is %s', (change, level, words) => {
    expect(chanceOf(outlook(change))).toEqual({ level, words });
  });

  it('never gets better with more people before it, and never worse with more time', () => {
    const order = ['unlikely', 'possible', 'good'];
    const rank = (change: Partial<Outlook>) => order.indexOf(chanceOf(outlook({ freedLately: 10, ...change })).level);
    for (let more = 0; more < 40; more++) {
      expect(rank({ peopleBefore: more + 1 })).toBeLessThanOrEqual(rank({ peopleBefore: more }));
      expect(rank({ daysToGo: more + 1 })).toBeGreaterThanOrEqual(rank({ daysToGo: more }));
    }
  });
});

it('promises nothing: it says "if", "may", "not likely" or "cannot say" to everybody who is not first', () => {
  for (const peopleBefore of [1, 10, 100])
    for (const freedLately of [0, 1, 10, 1000])
      for (const daysToGo of [0, 0.1, 1, 30, 300])
        expect(chanceOf(outlook({ peopleBefore, freedLately, daysToGo })).words).toMatch(
          /\bIf it goes on\b|\bmay come\b|\bnot likely\b|\bcannot say\b/,
        );
});

import type { Chance } from '#contracts';

/** For how long back it is counted how many places came free. */
export const LOOKING_BACK_DAYS = 14;

/** From fewer than that nothing better than `possible` is concluded, however much time there is. */
const ENOUGH_TO_GO_BY = 3;

export interface Outlook {
  readonly partySize: number;
  readonly fewerIsFine: boolean;
  readonly partiesBefore: number;
  readonly peopleBefore: number;
  /** Places that parties who waited have got in the last two weeks. */
  readonly freedLately: number;
  readonly daysToGo: number;
}

/** How likely it is that places come free in time, from what happened lately. It promises nothing. */
export function chanceOf({
  partySize,
  fewerIsFine,
  partiesBefore,
  peopleBefore,
  freedLately,
  daysToGo,
}: Outlook): Chance {
  const enough = fewerIsFine || partySize === 1 ? 'a place comes free' : `${partySize} places are free together`;
  if (partiesBefore === 0)
    return { level: 'next', words: `You are the first in line: as soon as ${enough}, we write to you.` };
  if (freedLately === 0) {
    return {
      level: 'unknown',
      words: 'No places have come free in the last two weeks. We cannot say whether some will.',
    };
  }
  const expected = (freedLately / LOOKING_BACK_DAYS) * daysToGo;
  const needed = peopleBefore + (fewerIsFine ? 1 : partySize);
  const lately = `${freedLately === 1 ? '1 place has' : `${freedLately} places have`} come free in the last two weeks`;
  if (expected >= needed * 1.5 && freedLately >= ENOUGH_TO_GO_BY)
    return { level: 'good', words: `${lately}. If it goes on like this, your turn comes in time.` };
  if (expected >= needed * 0.6)
    return { level: 'possible', words: `${lately}. Your turn may come in time; please do not rely on it.` };
  return {
    level: 'unlikely',
    words: `${lately}. It is not likely that your turn comes in time.`,
  };
}

import { Team } from '../../support/team.js';
import type { TestApp } from '../../support/test-app.js';
import type { PageState } from './every-page.js';
import { done, Occasions } from './occasions.js';
import { fillParty, send } from './steps.js';

const ONE_TIME = 'LILAC-26';
const SEVERAL_TIMES = 'ROSE-26';
const USED_UP = 'HEATHER-26';

/** The pages for those who were given a code: where they type it, and what it opens. */
export async function codePages(app: TestApp): Promise<PageState[]> {
  const { event, sessions } = await timesByCode(app, [
    [ONE_TIME, 6],
    [SEVERAL_TIMES, 6],
    [SEVERAL_TIMES, 6],
    [USED_UP, 1],
  ]);
  const formOf = (index: number) => new Occasions(app).formOf(event, sessions[index]!);
  done(await app.register(sessions[3]!.id, { poolCode: USED_UP }));
  const at = (name: string, path: string): PageState => ({ name, open: (page) => page.goto(path) });
  const page = `/events/${event.slug}/code`;
  return [
    at('code', page),
    at('code-unknown', `${page}?%2Fcode=not+this+one`),
    at('code-of-several-times', `${page}?%2Fcode=${SEVERAL_TIMES}`),
    at('code-used-up', `${formOf(3)}?code=${USED_UP}`),
    at('form-by-code', `${formOf(0)}?code=${ONE_TIME}`),
    tooMany(app),
  ];
}

/** Somebody else comes by the code while the form is filled in. */
function tooMany(app: TestApp): PageState {
  return {
    name: 'form-by-code-for-too-many',
    open: async (page) => {
      const { event, sessions } = await timesByCode(app, [[ONE_TIME, 3]]);
      await page.goto(`${new Occasions(app).formOf(event, sessions[0]!)}?code=${ONE_TIME}`);
      await fillParty(page, { size: 3, name: 'Ada Birch', email: 'ada-by-code@example.org' });
      done(await app.register(sessions[0]!.id, { poolCode: ONE_TIME }));
      await send(page);
    },
  };
}

/** One time for each code, with places for so many. */
async function timesByCode(app: TestApp, kept: readonly (readonly [code: string, codeLimit: number])[]) {
  const day = await new Occasions(app).day(
    { title: 'The garden by a code' },
    kept.map(() => ({ capacity: 20, places: 1 })),
  );
  const team = await Team.as(app);
  for (const [index, [code, codeLimit]] of kept.entries()) {
    const pool = { name: `Kept by ${code}`, audience: 'invited', private: true, places: codeLimit, code, codeLimit };
    done(await team.post('pools', { sessionId: day.sessions[index]!.id, ...pool }));
  }
  return day;
}

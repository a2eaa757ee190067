import { expectProblem } from '../../support/problems.js';
import { PASSWORD, Teammate } from '../../support/teammate.js';
import { type Answer, TestApp } from '../../support/test-app.js';

/** Each guess costs a derived key, and there are many. */
const PATIENCE = 120_000;

let app: TestApp;
beforeEach(async () => {
  app = await TestApp.start({ TRUSTED_PROXIES: '127.0.0.1' }, { works: false });
});
afterEach(() => app[Symbol.asyncDispose]());

let places = 0;
const nextAddress = () => `203.0.113.${(places = (places % 250) + 1)}`;

/** A sign-in from a given address. */
const guess = (email: string, password = 'a wrong password, long', from = nextAddress(), at = app) =>
  at.post('/api/v1/auth/sign-in/email', { email, password }, { 'x-forwarded-for': from });

async function guessOften(times: number, one: () => Promise<Answer>): Promise<number[]> {
  const statuses = [];
  for (let turn = 0; turn < times; turn++) statuses.push((await one()).status);
  return statuses;
}

describe('guessing a password', () => {
  it(
    'is slowed by account, from wherever it comes, for accounts that do not exist as well',
    async () => {
      const { email } = await Teammate.joined(app);
      for (const account of [email, 'nobody@example.org']) {
        expect(await guessOften(10, () => guess(account))).toEqual(Array(10).fill(401));
        const refused = await guess(account);
        expectProblem(refused, 429, 'too_many_attempts');
        const wait = Number(refused.headers.get('retry-after'));
        expect(wait).toBeGreaterThan(800);
        expect(wait).toBeLessThanOrEqual(900);
      }
      // Even the right one: else the answer would tell which it is.
      expectProblem(await guess(email, PASSWORD), 429, 'too_many_attempts');
    },
    PATIENCE,
  );

  it(
    'is slowed for many guesses at once',
    async () => {
      const { email } = await Teammate.joined(app);
      const answers = await Promise.all(Array.from({ length: 15 }, () => guess(email)));
      expect(answers.filter(({ status }) => status === 401).length).toBe(10);
      expect(answers.filter(({ status }) => status === 429).length).toBe(5);
    },
    PATIENCE,
  );

  it(
    'is slowed by address, whichever account it is about',
    async () => {
      const from = '198.51.100.7';
      let n = 0;
      const statuses = await guessOften(61, () => guess(`person-${++n}@example.org`, undefined, from));
      expect(statuses).toEqual([...Array<number>(60).fill(401), 429]);
      expect((await guess('person-1@example.org')).status).toBe(401);
    },
    PATIENCE,
  );

  it(
    'is slowed over all processes, and after one has been started again',
    async () => {
      const { email } = await Teammate.joined(app);
      {
        await using other = await app.beside();
        expect(await guessOften(9, () => guess(email, undefined, undefined, other))).toEqual(Array(9).fill(401));
      }
      await using again = await app.beside();
      const statuses = [(await guess(email)).status, (await guess(email, undefined, undefined, again)).status];
      expect(statuses).toEqual([401, 429]);
    },
    PATIENCE,
  );

  it(
    'begins anew after a right one',
    async () => {
      const { email } = await Teammate.joined(app);
      await guessOften(9, () => guess(email));
      expect((await guess(email, PASSWORD)).status).toBe(200);
      expect(await guessOften(10, () => guess(email))).toEqual(Array(10).fill(401));
    },
    PATIENCE,
  );

  it(
    'ends for a month after a hundred wrong ones in a row',
    async () => {
      const { email } = await Teammate.joined(app);
      const lapse = () =>
        app.database.reader.query(
          "UPDATE rate_limits SET expire = 0 WHERE key LIKE 'guess account:%' OR key LIKE 'guess address:%'",
        );
      for (let round = 0; round < 10; round++) {
        await Promise.all(Array.from({ length: 10 }, () => guess(email)));
        await lapse();
      }
      const refused = await guess(email, PASSWORD);
      expectProblem(refused, 429, 'too_many_attempts');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(28 * 24 * 60 * 60);
    },
    PATIENCE,
  );

  it(
    'is slowed for who sits at an open browser, too',
    async () => {
      const mate = await Teammate.signedIn(app);
      const change = { currentPassword: 'a wrong password, long', newPassword: 'lilac by the old gate' };
      const statuses = await guessOften(11, () => mate.auth('change-password', change));
      expect(statuses).toEqual([...Array<number>(10).fill(400), 429]);
    },
    PATIENCE,
  );

  it(
    'leaves no address of mail and none of the net in the table',
    async () => {
      const { email } = await Teammate.joined(app);
      await guess(email);
      const rows = await app.database.reader.query<object[]>('SELECT * FROM rate_limits');
      expect(rows.length).toBeGreaterThan(2);
      expect(JSON.stringify(rows)).not.toMatch(/colleague|example|203\.0/);
    },
    PATIENCE,
  );
});

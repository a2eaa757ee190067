import { oneTimeCode, wrongCode } from '../../support/one-time-code.js';
import { expectProblem } from '../../support/problems.js';
import { PASSWORD, Teammate } from '../../support/teammate.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

interface Made {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

/** A member whose sign-in asks for a code. */
async function withFactor(): Promise<{ readonly mate: Teammate } & Made> {
  const mate = await Teammate.signedIn(app);
  const made = (await mate.auth('two-factor/enable', { password: PASSWORD })).body as unknown as Made;
  const confirmed = await mate.auth('two-factor/verify-totp', { code: oneTimeCode(made.totpURI) });
  expect([confirmed.status, confirmed.body['code']]).toEqual([200, undefined]);
  return { mate: mate.elsewhere(), ...made };
}

describe('a second factor', () => {
  it('is asked for after the password, before there is a session', async () => {
    const { mate, totpURI } = await withFactor();
    const first = await mate.signIn();
    expect(first.body).toMatchObject({ twoFactorRedirect: true });
    expect(mate.jar.has('session_token')).toBe(false);
    expectProblem(await mate.get('me'), 401, 'unauthorized');
    expect((await mate.auth('two-factor/verify-totp', { code: oneTimeCode(totpURI) })).status).toBe(200);
    expect((await mate.get('me')).body).toMatchObject({ member: { secondFactor: true } });
  });

  it('opens once with one code', async () => {
    const { mate, totpURI } = await withFactor();
    const code = oneTimeCode(totpURI);
    const other = mate.elsewhere();
    for (const one of [mate, other]) await one.signIn();
    expect((await mate.auth('two-factor/verify-totp', { code })).status).toBe(200);
    expectProblem(await other.auth('two-factor/verify-totp', { code }), 401, 'invalid_code');
    expectProblem(await other.get('me'), 401, 'unauthorized');
    expect((await mate.get('me/sign-ins')).body['items']).toHaveLength(2);
  });

  it('can be a recovery code, each once', async () => {
    const { mate, backupCodes } = await withFactor();
    expect(backupCodes).toHaveLength(10);
    const [code] = backupCodes;
    await mate.signIn();
    expect((await mate.auth('two-factor/verify-backup-code', { code })).status).toBe(200);
    const again = mate.elsewhere();
    await again.signIn();
    expectProblem(await again.auth('two-factor/verify-backup-code', { code }), 401, 'invalid_backup_code');
  });

  it('is not guessed: a few tries for one sign-in, ten for the account', async () => {
    const { mate, totpURI } = await withFactor();
    const statuses = [];
    for (let round = 0; round < 2; round++) {
      await mate.signIn();
      for (let turn = 0; turn < 6; turn++) {
        statuses.push((await mate.auth('two-factor/verify-totp', { code: wrongCode(totpURI) })).status);
      }
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 400, 401, 401, 401, 401, 401, 429]);
    const late = mate.elsewhere();
    await late.signIn();
    const refused = await late.auth('two-factor/verify-totp', { code: oneTimeCode(totpURI) });
    expectProblem(refused, 429, 'too_many_attempts');
    expect(Number(refused.headers.get('retry-after'))).toBe(900);
  }, 60_000);

  it('is not begun, shown or removed without the password', async () => {
    const mate = await Teammate.signedIn(app);
    const wrong = { password: 'a wrong password, long' };
    for (const path of ['enable', 'disable', 'get-totp-uri', 'generate-backup-codes']) {
      expect((await mate.auth(`two-factor/${path}`, wrong)).status).toBe(400);
      expect([400, 422]).toContain((await mate.auth(`two-factor/${path}`, {})).status);
    }
  });

  it('is kept sealed, and coming and going stands in the audit trail', async () => {
    const { mate, totpURI, backupCodes } = await withFactor();
    const rows = await app.database.reader.query<object[]>('SELECT * FROM staff_second_factors');
    expect(JSON.stringify(rows)).not.toContain(backupCodes[0]);
    expect(JSON.stringify(rows)).not.toContain(new URL(totpURI).searchParams.get('secret'));
    await mate.signIn();
    await mate.auth('two-factor/verify-totp', { code: oneTimeCode(totpURI) });
    expect((await mate.auth('two-factor/disable', { password: PASSWORD })).status).toBe(200);
    expect((await mate.elsewhere().signIn()).body).not.toHaveProperty('twoFactorRedirect');
    const { items } = (await mate.get(`audit?subjectId=${mate.id}`)).body as unknown as { items: { kind: string }[] };
    expect(items.map(({ kind }) => kind)).toEqual([
      'staff.second-factor-removed',
      'staff.second-factor-added',
      'staff.joined',
      'staff.invited',
    ]);
  });
});

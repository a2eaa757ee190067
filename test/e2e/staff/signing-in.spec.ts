import { COMMAND, Invitations, Members, TeamSessions } from '#staff';
import { expectProblem } from '../../support/problems.js';
import { PASSWORD, Teammate } from '../../support/teammate.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const signIn = (email: string, password: string) => app.post('/api/v1/auth/sign-in/email', { email, password });

describe('signing in by password', () => {
  it('gives a cookie with which the admin API knows who asks', async () => {
    const mate = await Teammate.joined(app);
    expectProblem(await mate.get('me'), 401, 'unauthorized');
    const answer = await mate.signIn();
    expect([answer.status, answer.body['code']]).toEqual([200, undefined]);
    const me = await mate.get('me');
    expect(me.body).toMatchObject({ kind: 'person', id: mate.id, name: 'May Linden', member: { email: mate.email } });
    expect((await mate.get('venues')).status).toBe(200);
  });

  it('takes the address in any letters, and the password however its letters are composed', async () => {
    const mate = await Teammate.joined(app);
    expect((await signIn(mate.email.toUpperCase(), PASSWORD)).status).toBe(200);
    await mate.signIn();
    const composed = 'crème brûlée at ten';
    const changed = await mate.auth('change-password', {
      currentPassword: PASSWORD,
      newPassword: composed.normalize('NFD'),
    });
    expect(changed.status).toBe(200);
    expect((await signIn(mate.email, composed.normalize('NFC'))).status).toBe(200);
  });

  it('keeps the cookie from scripts and other sites, and from being sent in the clear', async () => {
    const cookie = (await (await Teammate.joined(app)).signIn()).headers.getSetCookie()[0]!;
    expect(cookie).toMatch(/^gatehouse\.session_token=/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).not.toMatch(/Secure/i);
    await using secure = await TestApp.start({ PUBLIC_URL: 'https://events.example.org' }, { works: false });
    const mate = await Teammate.joined(secure);
    const answer = await secure.post('/api/v1/auth/sign-in/email', { email: mate.email, password: PASSWORD });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-gatehouse\.session_token=.*Secure/i);
  });

  it('says the same of a wrong password, an unknown address, and an account that may not enter', async () => {
    const [known, disabled] = [await Teammate.joined(app), await Teammate.joined(app)];
    await app.database.transaction((tx) => app.service(Members).disable(tx, COMMAND, disabled.id));
    await app.database.transaction((tx) =>
      app.service(Invitations).invite(tx, COMMAND, {
        ...{ name: 'Not yet', email: 'not-yet@example.org' },
        grants: [{ role: 'door', eventIds: null }],
      }),
    );
    const tries: [string, string][] = [
      [known.email, `${PASSWORD}8`],
      [known.email, ''],
      ['nobody@example.org', PASSWORD],
      ['not-yet@example.org', PASSWORD],
      ['nonsense', PASSWORD],
      [disabled.email, PASSWORD],
    ];
    const bodies = [];
    for (const [email, password] of tries) {
      const answer = await signIn(email, password);
      const { requestId: _, ...body } = expectProblem(answer, 401, 'invalid_credentials');
      bodies.push([body, answer.headers.getSetCookie()]);
    }
    for (const body of bodies) expect(body).toEqual(bodies[0]);
  });

  it('takes as long for an unknown address as for a wrong password', async () => {
    const mate = await Teammate.joined(app);
    const time = async (email: string) => {
      const begun = performance.now();
      await signIn(email, 'a wrong password, long');
      return performance.now() - begun;
    };
    const fastest = { known: Infinity, unknown: Infinity };
    // Deriving a key takes tens of milliseconds; looking somebody up takes one or two.
    const areAlike = () => fastest.unknown > fastest.known / 2 && fastest.known > fastest.unknown / 2;
    for (let turn = 0; turn < 4 || (turn < 20 && !areAlike()); turn++) {
      fastest.known = Math.min(fastest.known, await time(mate.email));
      fastest.unknown = Math.min(fastest.unknown, await time('nobody-at-all@example.org'));
    }
    expect(fastest.unknown).toBeGreaterThan(fastest.known / 2);
    expect(fastest.known).toBeGreaterThan(fastest.unknown / 2);
  });

  it('is all there is: nobody signs up, and what else the library has cannot be reached', async () => {
    for (const path of ['sign-up/email', 'request-password-reset', 'reset-password', 'update-user', 'delete-user']) {
      expectProblem(await app.post(`/api/v1/auth/${path}`, { email: 'a@example.org' }), 404, 'not_found');
    }
    expectProblem(await app.get('/api/v1/auth/list-sessions'), 404, 'not_found');
    expectProblem(await app.get('/api/v1/auth/sign-in/email'), 405, 'method_not_allowed');
  });

  it('refuses what it cannot read as everything else here does', async () => {
    const path = '/api/v1/auth/sign-in/email';
    expectProblem(await app.post(path, '{'), 400, 'malformed_json');
    expectProblem(await app.post(path, { email: 1, password: [] }), 422, 'invalid_input');
    expectProblem(await app.post(path, { x: 'x'.repeat(70_000) }), 413, 'body_too_large');
    expectProblem(
      await app.post('/api/v1/auth/two-factor/verify-totp', { code: '123456' }),
      401,
      'invalid_two_factor_cookie',
    );
  });
});

describe('a session', () => {
  it('is not one with another letter in its cookie, or none of it', async () => {
    const mate = await Teammate.signedIn(app);
    const { cookie } = mate.jar.header;
    const [name, value] = cookie!.split('=') as [string, string];
    for (const other of [
      `${name}=${value.replace(/^./, value.startsWith('a') ? 'b' : 'a')}`,
      `${name}=`,
      `${name}=x.y`,
    ]) {
      expectProblem(await app.get('/api/v1/admin/me', { cookie: other }), 401, 'unauthorized');
    }
  });

  it('ends after a day, however much it is used', async () => {
    const mate = await Teammate.signedIn(app);
    app.clock.travel({ minutes: 24 * 60 - 1 });
    expect((await mate.get('me')).status).toBe(200);
    app.clock.travel({ minutes: 2 });
    expectProblem(await mate.get('me'), 401, 'unauthorized');
    app.clock.travel({ minutes: -24 * 60 - 1 });
  });

  it('leaves nothing behind for long', async () => {
    const mate = await Teammate.signedIn(app);
    app.clock.travel({ days: 2 });
    await app.service(TeamSessions).forgetExpired();
    const rows = await app.database.reader.query<object[]>('SELECT 1 FROM staff_sessions WHERE member_id = $1', [
      mate.id,
    ]);
    expect(rows).toEqual([]);
    app.clock.travel({ days: -2 });
  });

  it('ends when its owner signs out', async () => {
    const mate = await Teammate.signedIn(app);
    const { cookie } = mate.jar.header;
    expect((await mate.auth('sign-out', {})).status).toBe(200);
    expectProblem(await app.get('/api/v1/admin/me', { cookie: cookie! }), 401, 'unauthorized');
  });

  it('gives way to a key that is sent with it, good or bad', async () => {
    const mate = await Teammate.signedIn(app);
    const key = await app.key('viewer');
    expect((await app.get('/api/v1/admin/me', { ...mate.headers, ...key })).body).toMatchObject({ kind: 'key' });
    expectProblem(
      await app.get('/api/v1/admin/me', { ...mate.headers, authorization: 'Bearer x' }),
      401,
      'unauthorized',
    );
  });

  it('is listed with those elsewhere, each of which can be ended', async () => {
    const mate = await Teammate.signedIn(app);
    const elsewhere = mate.elsewhere();
    await elsewhere.signIn();
    const { items } = (await mate.get('me/sign-ins')).body as unknown as { items: { id: string; current: boolean }[] };
    expect(items.map(({ current }) => current)).toEqual([false, true]);
    expect(JSON.stringify(items)).not.toMatch(/token/);
    expect((await mate.post(`me/sign-ins/${items[0]!.id}/end`)).status).toBe(204);
    expectProblem(await elsewhere.get('me'), 401, 'unauthorized');
    expectProblem(await mate.post(`me/sign-ins/${items[0]!.id}/end`), 404, 'not_found');
    await elsewhere.signIn();
    expect((await mate.post('me/sign-ins/end-others')).status).toBe(204);
    expectProblem(await elsewhere.get('me'), 401, 'unauthorized');
    expect((await mate.get('me')).status).toBe(200);
  });

  it('of somebody else is none of one’s own', async () => {
    const [mate, other] = [await Teammate.signedIn(app), await Teammate.signedIn(app)];
    const { items } = (await other.get('me/sign-ins')).body as unknown as { items: { id: string }[] };
    expectProblem(await mate.post(`me/sign-ins/${items[0]!.id}/end`), 404, 'not_found');
    expect((await other.get('me')).status).toBe(200);
  });

  it('elsewhere ends when the password is changed', async () => {
    const mate = await Teammate.signedIn(app);
    const elsewhere = mate.elsewhere();
    await elsewhere.signIn();
    const change = { currentPassword: PASSWORD, newPassword: 'lilac by the old gate' };
    expect((await mate.auth('change-password', change)).status).toBe(200);
    expectProblem(await elsewhere.get('me'), 401, 'unauthorized');
    expect((await mate.get('me')).status).toBe(200);
    const audit = await mate.get(`audit?subjectId=${mate.id}`);
    expect(audit.text).toContain('staff.password-set');
    expect(audit.text).not.toContain('lilac');
  });
});

describe('a password', () => {
  it.each([
    ['violets under', 'password_too_short'],
    ['x'.repeat(257), 'password_too_long'],
    ['aaaaaaaaaaaaaaaaaa', 'password_common'],
    ['passwordpassword', 'password_common'],
    ['abcdefghijklmnop', 'password_common'],
    ['qwertyuiopasdfgh', 'password_common'],
    ['1234567890123456', 'password_common'],
    ['...trustno1..........', 'password_common'],
    ['May Linden Gatehouse 1', 'password_guessable'],
  ])('%j is refused: %s', async (newPassword, code) => {
    const mate = await Teammate.signedIn(app);
    const refused = await mate.auth('change-password', { currentPassword: PASSWORD, newPassword });
    const { errors } = expectProblem(refused, 422, 'invalid_input');
    expect(errors).toMatchObject([{ pointer: '/newPassword', code }]);
    expect(refused.text).not.toContain(newPassword);
  });

  it.each([
    'correct horse battery staple',
    'ein Garten voller Fliegenpilze',
    'лилии у старых ворот сада',
    '🌻🌼🌸🌺🌷🪻🌹💐🪷🌱🌿☘️🍀🎍🪴🌵',
  ])('%j is taken: there are no rules about kinds of characters', async (newPassword) => {
    const mate = await Teammate.signedIn(app);
    expect((await mate.auth('change-password', { currentPassword: PASSWORD, newPassword })).status).toBe(200);
    expect((await mate.signIn(newPassword)).status).toBe(200);
  });
});

import { COMMAND, Invitations, Members } from '#staff';
import { type Claims, Provider } from '../../support/provider.js';
import { Jar, ORIGIN, Teammate } from '../../support/teammate.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let provider: Provider;
let app: TestApp;
beforeAll(async () => {
  provider = await Provider.open();
  app = await TestApp.start(provider.settings, { works: false });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

/** At a browser: to the provider and back. */
async function enter(claims: Claims, jar = new Jar()): Promise<{ readonly jar: Jar; readonly answer: Answer }> {
  const ways = { provider: 'oidc', callbackURL: `${ORIGIN}/team`, errorCallbackURL: `${ORIGIN}/team/sign-in` };
  const begun = await app.post('/api/v1/auth/sign-in/social', ways, { origin: ORIGIN });
  expect([begun.status, begun.body['code']]).toEqual([200, undefined]);
  jar.take(begun);
  const back = provider.agree(String(begun.body['url']), claims);
  const answer = await app.get(back.pathname + back.search, jar.header);
  jar.take(answer);
  return { jar, answer };
}

const claims = (email: string, verified = true): Claims => ({
  sub: `sub of ${email}`,
  email,
  email_verified: verified,
});
const me = ({ header }: Jar) => app.get('/api/v1/admin/me', header);
const count = async () =>
  (await app.database.reader.query<{ n: number }[]>('SELECT count(*)::int AS n FROM staff_members'))[0]!.n;

async function invite(email: string): Promise<string> {
  const wished = { name: 'May Linden', email, grants: [{ role: 'viewer' as const, eventIds: null }] };
  return (await app.database.transaction((tx) => app.service(Invitations).invite(tx, COMMAND, wished))).id;
}

describe('signing in by a provider', () => {
  it('lets in a member whose address the provider has verified', async () => {
    const mate = await Teammate.joined(app);
    const { jar, answer } = await enter(claims(mate.email));
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${ORIGIN}/team`]);
    expect((await me(jar)).body).toMatchObject({ id: mate.id });
    expect((await me((await enter(claims(mate.email))).jar)).body).toMatchObject({ id: mate.id });
  });

  it('accepts an invitation', async () => {
    const id = await invite('invited@example.org');
    const { jar } = await enter(claims('invited@example.org'));
    expect((await me(jar)).body).toMatchObject({ id, member: { state: 'active', invitedUntil: null } });
  });

  it('lets in nobody who was not invited, and makes no account', async () => {
    const before = await count();
    const { jar, answer } = await enter(claims('stranger@example.org'));
    expect(answer.headers.get('location')).toMatch(/^http:\/\/events\.example\.org\/team\/sign-in\?error=/);
    expect(jar.has('session_token')).toBe(false);
    expect(await count()).toBe(before);
  });

  it('lets in nobody by an address that the provider has not verified', async () => {
    const mate = await Teammate.joined(app);
    const { jar, answer } = await enter(claims(mate.email, false));
    expect(answer.headers.get('location')).toContain('error=');
    expect(jar.has('session_token')).toBe(false);
  });

  it('lets in nobody who is disabled, or whose invitation is too old or was withdrawn', async () => {
    const mate = await Teammate.joined(app);
    const members = app.service(Members);
    await app.database.transaction((tx) => members.disable(tx, COMMAND, mate.id));
    const withdrawn = await invite('withdrawn@example.org');
    await app.database.transaction((tx) => app.service(Invitations).withdraw(tx, COMMAND, withdrawn, 'any'));
    await invite('late@example.org');
    app.clock.travel({ days: 8 });
    for (const email of [mate.email, 'withdrawn@example.org', 'late@example.org']) {
      const { jar } = await enter(claims(email));
      expect([email, jar.has('session_token')]).toEqual([email, false]);
    }
    app.clock.travel({ days: -8 });
  });

  it('keeps nothing of what the provider has given', async () => {
    const mate = await Teammate.joined(app);
    await enter(claims(mate.email));
    const rows = await app.database.reader.query<Record<string, unknown>[]>(
      "SELECT access_token, refresh_token, id_token FROM staff_credentials WHERE provider_id = 'oidc'",
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Object.values(row)).toEqual([null, null, null]);
  });

  it('takes no answer that nobody at this browser has asked for', async () => {
    const mate = await Teammate.joined(app);
    const begun = await app.post('/api/v1/auth/sign-in/social', { provider: 'oidc' }, { origin: ORIGIN });
    const back = provider.agree(String(begun.body['url']), claims(mate.email));
    const victim = new Jar();
    victim.take(await app.get(back.pathname + back.search));
    expect(victim.has('session_token')).toBe(false);
  });

  it('is offered on the page if the settings name a provider', async () => {
    const button = 'action="/team/sign-in/provider"';
    expect((await app.get('/team/sign-in')).text).toContain(button);
    const sent = await app.call('POST', '/team/sign-in/provider', {
      headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(sent.headers.get('refresh')).toContain(`0; url=${provider.issuer}/authorize?`);
    await using other = await TestApp.start({}, { works: false });
    expect((await other.get('/team/sign-in')).text).not.toContain(button);
  });
});

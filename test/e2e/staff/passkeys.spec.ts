import { Authenticator } from '../../support/authenticator.js';
import { expectProblem } from '../../support/problems.js';
import { ORIGIN, Teammate } from '../../support/teammate.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

type Asked = Parameters<Authenticator['register']>[0];

async function register(mate: Teammate, authenticator: Authenticator): Promise<Answer> {
  const asked = (await mate.auth('passkey/generate-register-options')).body as unknown as Asked;
  return mate.auth('passkey/verify-registration', { response: authenticator.register(asked), name: 'Phone' });
}

async function enter(mate: Teammate, authenticator: Authenticator): Promise<Answer> {
  const asked = (await mate.auth('passkey/generate-authenticate-options')).body as unknown as Asked;
  return mate.auth('passkey/verify-authentication', { response: authenticator.assert(asked) });
}

describe('a passkey', () => {
  it('signs its owner in, without a password', async () => {
    const mate = await Teammate.signedIn(app);
    const authenticator = new Authenticator(ORIGIN);
    const registered = await register(mate, authenticator);
    expect([registered.status, registered.body['code']]).toEqual([200, undefined]);
    const elsewhere = mate.elsewhere();
    const entered = await enter(elsewhere, authenticator);
    expect([entered.status, entered.body['code']]).toEqual([200, undefined]);
    expect((await elsewhere.get('me')).body).toMatchObject({ id: mate.id });
    expect((await mate.auth('passkey/list-user-passkeys')).body).toMatchObject([{ name: 'Phone' }]);
    expect((await mate.get(`audit?subjectId=${mate.id}`)).text).toContain('staff.passkey-added');
  });

  it('opens nothing without a finger, a face or a PIN: it stands for two factors', async () => {
    const mate = await Teammate.signedIn(app);
    const careless = new Authenticator(ORIGIN, false);
    await register(mate, careless);
    expectProblem(await enter(mate.elsewhere(), careless), 401, 'invalid_credentials');
  });

  it('opens nothing at another site, with another key, or for an answer that was heard before', async () => {
    const mate = await Teammate.signedIn(app);
    const [own, stranger, phished] = [
      new Authenticator(ORIGIN),
      new Authenticator(ORIGIN),
      new Authenticator('http://events.example.com'),
    ];
    await register(mate, own);
    expect((await register(mate, phished)).status).toBe(400);
    for (const one of [stranger, phished])
      expect((await enter(mate.elsewhere(), one)).status).toBeGreaterThanOrEqual(400);
    const elsewhere = mate.elsewhere();
    const asked = (await elsewhere.auth('passkey/generate-authenticate-options')).body as unknown as Asked;
    const heard = { response: own.assert(asked) };
    expect((await elsewhere.auth('passkey/verify-authentication', heard)).status).toBe(200);
    expect((await elsewhere.auth('passkey/verify-authentication', heard)).status).toBeGreaterThanOrEqual(400);
  });

  it('opens nothing for who is disabled, or once it was removed', async () => {
    const [owner, mate] = [await Teammate.signedIn(app), await Teammate.signedIn(app)];
    const authenticator = new Authenticator(ORIGIN);
    await register(mate, authenticator);
    expect((await owner.post(`staff/${mate.id}/disable`)).status).toBe(200);
    expectProblem(await enter(mate.elsewhere(), authenticator), 401, 'invalid_credentials');
    await owner.post(`staff/${mate.id}/enable`);
    const again = mate.elsewhere();
    expect((await enter(again, authenticator)).status).toBe(200);
    const [{ id }] = (await again.auth('passkey/list-user-passkeys')).body as unknown as [{ id: string }];
    expect((await again.auth('passkey/delete-passkey', { id })).status).toBe(200);
    expect((await enter(mate.elsewhere(), authenticator)).status).toBeGreaterThanOrEqual(400);
    expectProblem(await again.auth('passkey/delete-passkey', { id: 'x' }), 404, 'not_found');
  });

  it('of somebody else cannot be removed', async () => {
    const [mate, other] = [await Teammate.signedIn(app), await Teammate.signedIn(app)];
    await register(mate, new Authenticator(ORIGIN));
    const [{ id }] = (await mate.auth('passkey/list-user-passkeys')).body as unknown as [{ id: string }];
    expect((await other.auth('passkey/delete-passkey', { id })).status).toBeGreaterThanOrEqual(400);
    expect((await mate.auth('passkey/list-user-passkeys')).body).toHaveLength(1);
  });
});

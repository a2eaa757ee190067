import { expectProblem } from '../../support/problems.js';
import { ORIGIN, PASSWORD, Teammate } from '../../support/teammate.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let mate: Teammate;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  mate = await Teammate.signedIn(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const FOREIGN: readonly Record<string, string>[] = [
  {},
  { origin: 'null' },
  { origin: 'https://evil.example' },
  { origin: `${ORIGIN}.evil.example` },
  { origin: ORIGIN.replace('http:', 'https:') },
  { origin: `${ORIGIN}:8080` },
  { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
  { origin: ORIGIN, 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { referer: `${ORIGIN}/team` },
];
const OWN: readonly Record<string, string>[] = [
  { origin: ORIGIN },
  { 'sec-fetch-site': 'same-origin' },
  { origin: 'null', 'sec-fetch-site': 'same-origin' },
];

describe('a change by cookie', () => {
  const end = (headers: Record<string, string>) =>
    app.post('/api/v1/admin/me/sign-ins/end-others', {}, { ...mate.jar.header, ...headers });

  it.each(FOREIGN)('is not made from elsewhere: %j', async (headers) => {
    expectProblem(await end(headers), 403, 'foreign_origin');
  });

  it.each(OWN)('is made from here: %j', async (headers) => {
    expect((await end(headers)).status).toBe(204);
  });

  it('may be read for from anywhere, since nobody else can read the answer', async () => {
    const headers = { ...mate.jar.header, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await app.get('/api/v1/admin/me', headers);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  it('is another matter than one by key, which no browser adds by itself', async () => {
    const key = await app.key();
    const { name, ...rest } = { name: 'A key', role: 'door' };
    expect((await app.post('/api/v1/admin/api-keys', { name, ...rest }, key)).status).toBe(201);
  });
});

describe('an endpoint for accounts', () => {
  it('takes no write with a cookie, and no sign-in at all, from another site', async () => {
    const signOut = (headers: Record<string, string>) =>
      app.post('/api/v1/auth/sign-out', {}, { ...mate.jar.header, ...headers });
    for (const headers of FOREIGN) expectProblem(await signOut(headers), 403, 'foreign_origin');
    expect((await mate.get('me')).status).toBe(200);
    const credentials = { email: mate.email, password: PASSWORD };
    const foreign = { origin: 'https://evil.example' };
    expectProblem(await app.post('/api/v1/auth/sign-in/email', credentials, foreign), 403, 'foreign_origin');
  });
});

describe('a form of the team’s pages', () => {
  it('is taken from those pages only', async () => {
    for (const headers of FOREIGN) {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await app.call('POST', '/team/sign-in', { body: 'a=b', headers: { ...type, ...headers } });
      expect([headers, answer.status]).toEqual([headers, 403]);
    }
  });
});

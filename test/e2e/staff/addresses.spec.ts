import { expectProblem } from '../../support/problems.js';
import { postHead, type RawAnswer, sendRaw } from '../../support/raw-http.js';
import { Teammate } from '../../support/teammate.js';
import { TestApp } from '../../support/test-app.js';

const BASE = '/api/v1/auth';
/** Each guess costs a derived key. */
const PATIENCE = 60_000;

let app: TestApp;
let mate: Teammate;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  mate = await Teammate.signedIn(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const lines = () => Object.entries(mate.headers).map((pair) => pair.join(': '));

/** The target goes as it is: `fetch` would tidy it. */
function post(target: string, sent: unknown = {}, more = lines()): Promise<RawAnswer> {
  const body = JSON.stringify(sent);
  return sendRaw(app.url, postHead(target, body, 'content-type: application/json', ...more), body);
}

function get(target: string): Promise<RawAnswer> {
  return sendRaw(app.url, [`GET ${target} HTTP/1.1`, 'host: x', 'connection: close', ...lines()]);
}

describe('an endpoint for accounts', () => {
  it.each([
    'sign-in/email#x',
    'sign-in/email#',
    'sign-in/email?a=b#c',
    'two-factor/verify-totp#x',
    'two-factor/disable#',
    'change-password#?x',
    'passkey/verify-authentication#',
    'sign-in\\email',
    'sign-in/email\\',
  ])('is not reached by an address that is none: %s', async (target) => {
    expectProblem(await post(`${BASE}/${target}`, { email: mate.email, password: 'x' }), 400, 'malformed_url');
  });

  it.each(['callback/..\\list-sessions', 'callback/.\\..\\list-sessions', 'callback/oidc#x'])(
    'is not read by an address that is none: %s',
    async (target) => {
      expectProblem(await get(`${BASE}/${target}`), 400, 'malformed_url');
    },
  );

  it.each([
    'list-sessions',
    'callback/list-sessions',
    'callback/..',
    'callback/%2e%2e',
    'callback/../list-sessions',
    'callback/%2e%2e/list-sessions',
    'callback/..%2flist-sessions',
    'callback/%2e%2e%2flist-sessions',
    'callback/..%5clist-sessions',
    'callback/.%09./list-sessions',
    'callback/oidc/../../list-sessions',
    'callback/oidc;x',
    'get-session/../list-sessions',
    'get-session%2f..%2flist-sessions',
    'get-session%23',
    '/get-session',
    'get-session/',
    'Get-Session',
  ])('is the only thing below its address: nothing is at %s', async (target) => {
    expectProblem(await get(`${BASE}/${target}`), 404, 'not_found');
  });

  it.each([
    'sign-in%2Femail',
    'sign-in//email',
    '/sign-in/email',
    './sign-in/email',
    'x/../sign-in/email',
    'sign-in/email/',
    'sign-in/email/.',
    'sign-in/email;x',
    'sign-in;x/email',
    'sign-in/email%23x',
    'sign-in/email%3Fx',
    'sign-in/email%09',
    'sign-in/EMAIL',
  ])('is not signed in at by something like its address: %s', async (target) => {
    expectProblem(await post(`${BASE}/${target}`, { email: mate.email, password: 'x' }), 404, 'not_found');
  });

  it.each([
    ['with letters in percent signs', `${BASE}/%73ign-in/%65mail`],
    ['with a query', `${BASE}/sign-in/email?/../../sign-out`],
    ['with the name of a host', `http://events.example.org${BASE}/sign-in/email`],
    ['with a host that looks like a part of it', `http://${'x'.repeat(BASE.length - 7)}${BASE}/sign-in/email`],
  ])(
    'counts guesses however it is written: %s',
    async (way, target) => {
      const email = `${way.replaceAll(' ', '-')}@example.org`;
      const statuses = [];
      for (let turn = 0; turn < 11; turn++) {
        statuses.push((await post(target, { email, password: 'a wrong password, long' })).status);
      }
      expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    },
    PATIENCE,
  );
});

import { expectProblem } from '../../support/problems.js';
import { sendRaw } from '../../support/raw-http.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

describe('an address that is not there', () => {
  it.each(['/api/v1', '/api/v1/', '/api/v1/nope', '/api/v2/events', '/api/v1/events/a/b', '/api/v1//events', '/api'])(
    '%s is not found',
    async (path) => {
      expectProblem(await app.get(path), 404, 'not_found');
    },
  );

  it.each(['text/plain', 'application/json', 'application/x-www-form-urlencoded'])(
    'is not found, whatever is sent to it: %s',
    async (type) => {
      expectProblem(await app.post('/api/v1/nope', '{', { 'content-type': type }), 404, 'not_found');
    },
  );

  it.each(['/api/v1/events/a%00b', '/%00'])('with a NUL in it is not found: %s', async (path) => {
    expect((await app.get(path)).status).toBe(404);
  });

  it('with a name that is longer than any is not found', async () => {
    expectProblem(await app.get(`/api/v1/events/${'a'.repeat(5000)}`), 404, 'not_found');
  });
});

describe('an address that cannot be read', () => {
  it.each(['%E0%A4%A', '%', '%zz', '%FF', '%ED%A0%80', '?programme=%00', '?programme=a?%00'])(
    'is refused: %s',
    async (slug) => {
      expectProblem(await app.get(`/api/v1/events/${slug}`), 400, 'malformed_url');
    },
  );

  it('is refused to people with a page', async () => {
    const answer = await app.get('/events/%E0%A4%A');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['?programme=%E0%A4%A', '?programme=%FF'])(
    'only in its query finds nothing or is refused: %s',
    async (query) => {
      expect([200, 400, 422]).toContain((await app.get(`/api/v1/events${query}`)).status);
    },
  );

  it.each(['/#', '/events#x', '/api/v1/events?programme=a#b', '/nope#', '/events\\', '/api/v1\\events', '/..\\events'])(
    'since no address has such a mark in it is refused: %s',
    async (target) => {
      const answer = await sendRaw(app.url, [`GET ${target} HTTP/1.1`, 'host: x', 'connection: close']);
      expect(answer.status).toBe(400);
    },
  );

  it('is one without a backslash in its query, which browsers send as it is typed', async () => {
    const head = ['GET /api/v1/events?programme=a\\b HTTP/1.1', 'host: x', 'connection: close'];
    expect([200, 422]).toContain((await sendRaw(app.url, head)).status);
  });

  it.each([
    ['an address of 20 kB', ['GET /' + 'a'.repeat(20_000) + ' HTTP/1.1', 'host: x'], 431, 'headers_too_large'],
    ['a header of 20 kB', ['GET / HTTP/1.1', 'host: x', 'x-a: ' + 'a'.repeat(20_000)], 431, 'headers_too_large'],
    ['no HTTP at all', ['HELO example.org'], 400, 'bad_request'],
    ['bytes beyond ASCII in the address', ['GET /api/v1/events/\xff\xfe HTTP/1.1', 'host: x'], 400, 'bad_request'],
    ['a line break in a header', ['GET / HTTP/1.1', 'host: x', 'x-a: a\rb: c'], 400, 'bad_request'],
  ])('%s is refused', async (_, head, status, code) => {
    expectProblem(await sendRaw(app.url, head), status, code);
  });
});

describe('a method that an address does not have', () => {
  it.each([
    ['POST', '/api/v1/events', 'GET, HEAD'],
    ['DELETE', '/api/v1/events/x', 'GET, HEAD'],
    ['GET', '/api/v1/registrations', 'POST'],
    ['OPTIONS', '/api/v1/registrations', 'POST'],
    ['PROPFIND', '/api/v1/registrations', 'POST'],
    ['PUT', '/api/v1/registrations/x/move', 'POST'],
    ['DELETE', '/api/v1/registrations/x', 'GET, HEAD, PATCH'],
    ['DELETE', '/api/v1/admin/events', 'GET, HEAD, POST'],
    ['PATCH', '/api/v1/openapi.json?x=1', 'GET, HEAD'],
  ])('%s %s is not allowed; Allow says what is', async (method, path, allow) => {
    const answer = await app.call(method, path);
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('is not allowed whatever is sent with it', async () => {
    const answer = await app.call('POST', '/api/v1/events', { body: '{', headers: { 'content-type': 'text/plain' } });
    expectProblem(answer, 405, 'method_not_allowed');
  });
});

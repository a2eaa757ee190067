import { gzipSync } from 'node:zlib';
import type { Session } from '#programme';
import { expectProblem } from '../../support/problems.js';
import { postHead, sendRaw } from '../../support/raw-http.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  session = await app.make.session(await app.make.event(), { capacity: 100 });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const PATH = '/api/v1/registrations';
const JSON_TYPE = { 'content-type': 'application/json' };
const good = (more = {}) => JSON.stringify({ sessionId: session.id, contact: nextPerson(), partySize: 1, ...more });

describe('the media type of a body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'may be %s',
    async (type) => {
      expect((await app.post(PATH, good(), { 'content-type': type })).status).toBe(201);
    },
  );

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/json',
    'application/json; charset=latin1',
    'application/json; charset=utf-16',
    'application/merge-patch+json',
    'application/jsonx',
    'json',
    '',
  ])('cannot be %j', async (type) => {
    const body = good();
    const answer = await sendRaw(app.url, postHead(PATH, body, `content-type: ${type}`), body);
    expectProblem(answer, 415, 'unsupported_media_type');
  });

  it('cannot be left out', async () => {
    const body = good();
    expectProblem(await sendRaw(app.url, postHead(PATH, body), body), 415, 'unsupported_media_type');
  });

  it.each(['gzip', 'br', 'identity, gzip'])('cannot be compressed by %s', async (encoding) => {
    const body = gzipSync(good());
    const head = postHead(PATH, body, 'content-type: application/json', `content-encoding: ${encoding}`);
    expectProblem(await sendRaw(app.url, head, body), 415, 'unsupported_media_type');
  });

  it('is no matter where there is no body', async () => {
    expectProblem(await sendRaw(app.url, postHead(PATH, '')), 422, 'invalid_input');
  });
});

describe('a body', () => {
  it('is taken up to 64 KiB and refused above', async () => {
    const room = 64 * 1024 - good({ pad: '' }).length;
    const fits = await app.post(PATH, good({ pad: 'x'.repeat(room - 10) }), JSON_TYPE);
    expectProblem(fits, 422, 'invalid_input');
    expectProblem(await app.post(PATH, good({ pad: 'x'.repeat(room + 10) }), JSON_TYPE), 413, 'body_too_large');
  });

  it('is refused above 64 KiB in pieces of unsaid length too', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n10000\r\n${'x'.repeat(0x10000)}\r\n0\r\n\r\n`;
    const head = [`POST ${PATH} HTTP/1.1`, 'host: x', 'connection: close', 'transfer-encoding: chunked'];
    expectProblem(await sendRaw(app.url, [...head, 'content-type: application/json'], chunk), 413, 'body_too_large');
  });

  it.each([
    ['nothing', ''],
    ['white space', '  \n'],
    ['half of an object', '{"sessionId":'],
    ['two values', '{}{}'],
    ['a comma too many', '{"partySize":1,}'],
    ['a comment', '{} // x'],
    ['single quotes', "{'partySize':1}"],
    ['a number that is none', '{"partySize":NaN}'],
    ['a bare NUL', '{"partySize":1}\0'],
    ['a NUL within a text', '{"partySize":"\0"}'],
    ['a line break within a text', '{"partySize":"a\nb"}'],
    ['a byte order mark', '\uFEFF{}'],
  ])('that is %s is not JSON', async (_, body) => {
    const head = postHead(PATH, body, 'content-type: application/json');
    expectProblem(await sendRaw(app.url, head, body), 400, 'malformed_json');
  });

  it.each([
    ['a byte that is none', [0xff]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['latin1', [0xe9]],
  ])('that is not UTF-8 is not JSON: %s', async (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);
    const head = postHead(PATH, body, 'content-type: application/json');
    expectProblem(await sendRaw(app.url, head, body), 400, 'malformed_json');
  });

  it.each(['[]', '"x"', '1', 'true', '[{}]'])('that is %s and no object does not fit', async (body) => {
    const problem = expectProblem(await app.post(PATH, body, JSON_TYPE), 422, 'invalid_input');
    expect(problem['errors']).toMatchObject([{ pointer: '' }]);
  });

  it.each(['null', '{}'])('that is %s lacks everything, by name', async (body) => {
    const problem = expectProblem(await app.post(PATH, body, JSON_TYPE), 422, 'invalid_input');
    expect(problem['errors']).toMatchObject([
      { pointer: '/sessionId' },
      { pointer: '/contact' },
      { pointer: '/partySize' },
    ]);
  });

  it.each<Record<string, string>>([{}, { 'idempotency-key': 'deep' }])(
    'of thirty thousand levels does not fit, with %j',
    async (headers) => {
      const deep = `{"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
      expectProblem(await app.post(PATH, deep, { ...JSON_TYPE, ...headers }), 422, 'invalid_input');
      const lookup = await app.post(`${PATH}/lookup`, deep, { ...JSON_TYPE, ...headers });
      expectProblem(lookup, 422, 'invalid_input');
    },
  );

  it('with a number beyond all numbers does not fit', async () => {
    const body = good().replace('"partySize":1', '"partySize":1e400');
    const problem = expectProblem(await app.post(PATH, body, JSON_TYPE), 422, 'invalid_input');
    expect(problem['errors']).toMatchObject([{ pointer: '/partySize' }]);
  });
});

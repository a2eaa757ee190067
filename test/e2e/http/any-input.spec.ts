import fc from 'fast-check';
import type { Event, Session } from '#programme';
import { Holder } from '../../support/holder.js';
import { openApiDocument, type Operation, operationsOf } from '../../support/openapi.js';
import { postHead, sendRaw } from '../../support/raw-http.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

const RUNS = 40;
let app: TestApp;
let event: Event;
let session: Session;
let holder: Holder;
let key: Record<string, string>;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  const question = {
    label: 'Q',
    help: '',
    kind: 'choices',
    options: ['A'],
    required: false,
    askedPer: 'person',
  } as const;
  event = await app.make.event({ questions: [{ ...question, options: [...question.options] }], partyLimit: 100 });
  session = await app.make.session(event, { capacity: 400 });
  holder = await Holder.in(app, session.id);
  key = await app.key();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

/** Text of everything: halves of characters, controls, marks of all scripts, and what others have choked on. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 30 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\u2028',
    '%00',
    '../..',
    "'",
    '"',
    '\\',
    '{}',
    'null',
    'NaN',
    '1e400',
    '\ud83c',
    'x'.repeat(3000),
  ),
);
const junk = fc.oneof(
  fc.json({ maxDepth: 3 }).map((json) => JSON.parse(json) as unknown),
  text,
  fc.double(),
  fc.constantFrom(null, true, [], {}, 0, -1, 1.5, 1e9, 1e308, Number.MAX_SAFE_INTEGER, '2'),
);

/** The good request with some of its properties made into anything, left out or added. */
function spoiled(good: () => Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(good());
  const changes = fc.dictionary(fc.oneof(fc.constantFrom(...names), text), fc.oneof(junk, fc.constant(undefined)), {
    maxKeys: 3,
  });
  return changes.map((change) => ({ ...good(), ...change }));
}

const answers = fc.dictionary(fc.oneof(fc.uuid(), text), junk, { maxKeys: 3 });
const guest = fc.record(
  { name: fc.oneof(text, junk), accessNeeds: fc.oneof(text, junk), answers },
  { requiredKeys: [] },
);
const register = spoiled(() => ({
  ...{ sessionId: session?.id, contact: nextPerson(), partySize: 1, guests: [], accessNeeds: 'x' },
  ...{ answers: {}, consent: true, invitationToken: 'x' },
}));
const registerDeep = fc
  .record({
    contact: fc.record({ name: text, email: text, phone: text }, { requiredKeys: [] }),
    guests: fc.array(guest, { maxLength: 3 }),
    answers,
  })
  .map((parts) => ({ sessionId: session.id, partySize: 2, ...parts, contact: { ...nextPerson(), ...parts.contact } }));

const headers = fc.record(
  {
    'idempotency-key': fc.string({ maxLength: 300 }),
    authorization: fc.string({ maxLength: 100 }).map((rest) => `Manage ${rest}`),
    'if-none-match': fc.string({ maxLength: 50 }),
    accept: fc.string({ maxLength: 50 }),
  },
  { requiredKeys: [] },
);
/** What `fetch` lets through. */
const printable = (all: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && /^[\x20-\x7e]*$/.test(value)),
  ) as Record<string, string>;

async function never5xx(
  arbitrary: fc.Arbitrary<unknown>,
  call: (input: never) => Promise<{ status: number; text: string }>,
) {
  await fc.assert(
    fc.asyncProperty(arbitrary, async (input) => {
      const { status, text: told } = await call(input as never);
      if (status >= 500 || !(status >= 200)) throw new Error(`${status} ${told}`);
    }),
    { numRuns: RUNS },
  );
}

const REGISTRATIONS = '/api/v1/registrations';

const isList = ({ method, path, parameters = [] }: Operation) =>
  method === 'GET' && !path.includes('{') && parameters.some(({ name }) => name === 'cursor');

describe('no input makes the server fail', () => {
  it('when places are taken', async () => {
    await never5xx(fc.tuple(fc.oneof(register, registerDeep), headers), ([body, more]: [object, object]) =>
      app.post(REGISTRATIONS, body, printable(more as Record<string, string>)),
    );
  });

  it('when a registration is changed, moved or given up', async () => {
    const change = spoiled(() => ({ contact: nextPerson(), partySize: 2, guests: [], accessNeeds: null, answers: {} }));
    await never5xx(change, (body) => holder.change(body));
    await never5xx(
      spoiled(() => ({ sessionId: session.id })),
      (body) => app.post(`${holder.path}/move`, body, holder.headers),
    );
    await never5xx(
      spoiled(() => ({ places: 99 })),
      (body) => holder.cancel(body),
    );
    await never5xx(fc.array(guest, { maxLength: 3 }), (guests) => holder.change({ partySize: 3, guests }));
  });

  it('when links are asked for', async () => {
    await never5xx(
      spoiled(() => ({ email: 'a@example.org' })),
      (body) => app.post(`${REGISTRATIONS}/lookup`, body),
    );
    const address = fc.tuple(text, text).map(([local, domain]) => `${local}@${domain}`);
    await never5xx(address, (email) => app.post(`${REGISTRATIONS}/lookup`, { email }));
    await never5xx(fc.emailAddress(), (email) => app.post(`${REGISTRATIONS}/lookup`, { email }));
  });

  it('when the body is no JSON, or JSON of anything', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
    const send = (body: Buffer | string) =>
      sendRaw(app.url, postHead(REGISTRATIONS, body, 'content-type: application/json'), body);
    await never5xx(bytes, send);
    await never5xx(fc.json({ maxDepth: 10 }), send);
    await never5xx(
      fc.json().map((json) => json.slice(0, -1)),
      send,
    );
  });

  it('when lists are asked for with anything', async () => {
    const lists = operationsOf(await openApiDocument()).filter(isList);
    const names = [...new Set(lists.flatMap(({ parameters = [] }) => parameters.map(({ name }) => name)))];
    const query = fc
      .dictionary(fc.oneof(fc.constantFrom(...names), text), fc.oneof(text, fc.uuid(), fc.integer().map(String)), {
        maxKeys: 4,
      })
      .map((given) => new URLSearchParams(given).toString());
    const list = fc.constantFrom(...lists.map(({ path }) => path));
    await never5xx(fc.tuple(list, query), ([path, given]: [string, string]) => app.get(`${path}?${given}`, key));
    await never5xx(text, (q: string) =>
      app.get(`/api/v1/admin/registrations?q=${encodeURIComponent(q.toWellFormed())}`, key),
    );
    const time = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    await never5xx(time, (from: string) => app.get(`/api/v1/events?from=${from}&to=${from}`));
  });

  it('when addresses are anything', async () => {
    const roots = [
      '/',
      '/api/v1/',
      '/api/v1/events/',
      `${REGISTRATIONS}/`,
      '/api/v1/admin/events/',
      '/api/v1/admin/registrations/',
      '/calendar/registrations/',
      '/manage/',
      '/check/',
      '/events/',
      '/assets/',
    ];
    const raw = fc.string({ unit: fc.constantFrom(...'%/.:;?&=+~*()[]@!$,-_0aAfFeEzZ'), maxLength: 40 });
    const tail = fc.oneof(
      raw,
      text.map((any) => encodeURIComponent(any.toWellFormed())),
    );
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(method, fc.constantFrom(...roots), tail, async (verb, root, rest) => {
        const head = [
          `${verb} ${root}${rest} HTTP/1.1`,
          'host: x',
          'connection: close',
          `authorization: ${key['authorization']}`,
        ];
        const { status, text: told } = await sendRaw(app.url, [...head, 'content-length: 0']);
        if (status >= 500 || !(status >= 200)) throw new Error(`${status} ${told}`);
      }),
      { numRuns: 5 * RUNS },
    );
  });

  it('when headers are anything', async () => {
    const value = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
      maxLength: 60,
    });
    const name = fc.constantFrom(
      'authorization',
      'idempotency-key',
      'if-none-match',
      'content-type',
      'content-encoding',
      'content-length',
      'transfer-encoding',
      'expect',
      'host',
      'origin',
      'cookie',
      'x-forwarded-for',
      'accept',
      'range',
      'upgrade',
      'sec-fetch-site',
    );
    await never5xx(fc.array(fc.tuple(name, value), { maxLength: 3 }), async (given: [string, string][]) => {
      const lines = given.map((pair) => pair.join(': '));
      const answer = await sendRaw(
        app.url,
        [...postHead(holder.path, '{}', 'content-type: application/json'), ...lines],
        '{}',
      );
      // A connection that is closed without a word is an answer too: to an upgrade that nobody offers.
      return Number.isNaN(answer.status) ? { ...answer, status: 400 } : answer;
    });
  });
});

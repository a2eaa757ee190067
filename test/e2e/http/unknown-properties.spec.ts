import type { Session } from '#programme';
import { expectProblem } from '../../support/problems.js';
import { nextPerson, TestApp } from '../../support/test-app.js';
import { Holder } from '../../support/holder.js';

let app: TestApp;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  session = await app.make.session(await app.make.event(), { capacity: 100 });
});
afterAll(() => app[Symbol.asyncDispose]());

const NAMES = [
  'id',
  'state',
  'taken',
  'reference',
  '__proto__',
  'constructor',
  'toString',
  'a/b~c',
  '',
  'partysize',
  '\u{1F33F}',
];
const pointerTo = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
/** Written by hand: an object literal takes `__proto__` for something else. */
const withProperty = (object: object, name: string) =>
  JSON.stringify(object).replace('{', `{${JSON.stringify(name)}:"x"${Object.keys(object).length > 0 ? ',' : ''}`);

async function expectUnknown(body: string, path: string, pointer: string, headers = {}, method = 'POST') {
  const json = { 'content-type': 'application/json', ...headers };
  const problem = expectProblem(await app.call(method, path, { body, headers: json }), 422, 'invalid_input');
  expect(problem['errors']).toMatchObject([{ pointer, code: 'unknown_property' }]);
}

describe.each(NAMES)('the unknown property %j', (name) => {
  const good = () => ({ sessionId: session.id, contact: nextPerson(), partySize: 2 });

  it('of a registration is refused by name', async () => {
    await expectUnknown(withProperty(good(), name), '/api/v1/registrations', `/${pointerTo(name)}`);
  });

  it('of a contact or a guest is refused by name', async () => {
    const contact = { ...good(), contact: 1 };
    const inContact = JSON.stringify(contact).replace('"contact":1', `"contact":${withProperty(nextPerson(), name)}`);
    await expectUnknown(inContact, '/api/v1/registrations', `/contact/${pointerTo(name)}`);
    const inGuest = JSON.stringify({ ...good(), guests: 1 }).replace(
      '"guests":1',
      `"guests":[${withProperty({}, name)}]`,
    );
    await expectUnknown(inGuest, '/api/v1/registrations', `/guests/0/${pointerTo(name)}`);
  });

  it('of a change, a move, a cancellation or a lookup is refused by name', async () => {
    const { path, headers } = await Holder.in(app, session.id);
    const pointer = `/${pointerTo(name)}`;
    await expectUnknown(withProperty({}, name), path, pointer, headers, 'PATCH');
    await expectUnknown(withProperty({ sessionId: session.id }, name), `${path}/move`, pointer, headers);
    await expectUnknown(withProperty({}, name), `${path}/cancel`, pointer, headers);
    await expectUnknown(withProperty({ email: 'a@example.org' }, name), '/api/v1/registrations/lookup', pointer);
  });

  it('of a list is refused by name', async () => {
    const key = await app.key();
    const lists = ['events', 'admin/events', 'admin/sessions', 'admin/registrations', 'admin/messages'];
    for (const list of name === 'state' ? lists.slice(0, 3) : lists) {
      const answer = await app.get(`/api/v1/${list}?${encodeURIComponent(name)}=1`, key);
      const problem = expectProblem(answer, 422, 'invalid_input');
      expect(problem['errors']).toMatchObject([{ pointer: `/${pointerTo(name)}`, code: 'unknown_property' }]);
    }
  });
});

it('several unknown properties are all named', async () => {
  const answer = await app.post('/api/v1/registrations/lookup', { email: 'a@example.org', one: 1, two: 2 });
  const problem = expectProblem(answer, 422, 'invalid_input');
  expect(problem['errors']).toMatchObject([{ pointer: '/one' }, { pointer: '/two' }]);
});

import type { Role } from '#contracts';
import { MAY, PERMISSIONS, ROLES } from '#staff';
import { guardedOperations } from '../../contracts/permissions.js';
import { openApiDocument, operationsOf } from '../../support/openapi.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { Teammate } from '../../support/teammate.js';
import { type Answer, TestApp } from '../../support/test-app.js';
import { expectDocumented, Shapes } from './conforms.js';
import { Lot, nameOf } from './lot.js';
import { OF_THE_HOUSE } from './things.js';

type Headers = Readonly<Record<string, string>>;

const document = await openApiDocument();
const shapes = new Shapes(document);
const described = new Map(operationsOf(document).map((operation) => [nameOf(operation), operation]));
const ADMIN = '/api/v1/admin/';
const operations = guardedOperations().map((operation) => {
  const [verb, path] = operation.address.split(' ') as [string, string];
  return { ...operation, path, operation: described.get(`${verb} ${ADMIN}${path}`)! };
});

let app: TestApp;
let lot: Lot;
let elsewhere: string;
/** A key of each role, and somebody who is signed in with it. */
const roles = new Map<Role, readonly Headers[]>();
const scopes = new Map<string, Headers>();
const invalid = new Map<string, Headers>();
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  lot = new Lot(app, await Team.as(app), document);
  elsewhere = (await app.make.event()).id;
  for (const role of ROLES) {
    const mate = await Teammate.signedIn(app, [{ role, eventIds: null }]);
    roles.set(role, [await app.key(role), mate.headers]);
  }
  for (const scope of PERMISSIONS) scopes.set(scope, await app.key({ scopes: [scope] }));
  const soon = new Date(app.clock.now().getTime() + 60_000).toISOString();
  invalid.set('an expired key', await app.key({ role: 'owner', expiresAt: soon }));
  app.clock.travel({ minutes: 2 });
  invalid.set('a revoked key', await revoked());
  invalid.set('a key that never was', { authorization: `Bearer ghk_${'x'.repeat(43)}` });
  invalid.set('nothing', {});
});
afterAll(() => app[Symbol.asyncDispose]());

async function revoked(): Promise<Headers> {
  const headers = await app.key();
  await app.database.reader.query(
    'UPDATE api_keys SET revoked_at = now() WHERE id = (SELECT id FROM api_keys ORDER BY id DESC LIMIT 1)',
  );
  return headers;
}

/** The call that the owner may make, made by somebody else. */
async function ask({ operation }: (typeof operations)[number], as: Headers): Promise<Answer> {
  const { headers, ...call } = await lot.call(operation);
  const { authorization: _, cookie: __, ...rest } = headers as Record<string, string>;
  const answer = await lot.send({ ...call, headers: { ...rest, ...as } });
  expectDocumented(shapes, operation, answer);
  return answer;
}

/** What is refused then is the matter of the thing, not of who asks. */
function expectLetIn({ status, body }: Answer): void {
  expect([status, body['code']]).not.toEqual([403, 'forbidden']);
  expect(status).not.toBe(401);
}

it('every operation of the document says what it needs', () => {
  const admin = [...described.keys()].filter((name) => name.includes(ADMIN));
  expect(admin.sort()).toEqual(operations.map(({ operation }) => nameOf(operation)).sort());
});

describe.each(operations)('$address, which needs $permission,', (operation) => {
  const { permission, everywhere, path } = operation;

  it('is open to the roles that have it, and to nobody else', async () => {
    for (const [role, callers] of roles) {
      for (const headers of callers) {
        const answer = await ask(operation, headers);
        if (permission === 'none' || MAY[role].includes(permission)) expectLetIn(answer);
        else expectProblem(answer, 403, 'forbidden');
      }
    }
  });

  it('is open to a key with that scope, and to one with no other', async () => {
    for (const [scope, headers] of scopes) {
      const answer = await ask(operation, headers);
      if (permission === 'none' || scope === permission) expectLetIn(answer);
      else expectProblem(answer, 403, 'forbidden');
    }
  });

  it('is closed to anybody who is not known', async () => {
    for (const headers of invalid.values()) expectProblem(await ask(operation, headers), 401, 'unauthorized');
  });

  it('has nothing for who may do all in another event only', async () => {
    const answer = await ask(operation, await app.key({ role: 'owner', eventIds: [elsewhere] }));
    if (everywhere) expectProblem(answer, 403, 'forbidden');
    else if (permission === 'none' || OF_THE_HOUSE.has(path.split('/')[0]!)) expectLetIn(answer);
    else if (answer.status === 200 && !path.includes('{')) expectOnly(elsewhere, answer);
    else expectProblem(answer, 404, 'not_found');
  });
});

/** A list that tells of this event at most; a file, in which nobody has places, is its first line alone. */
function expectOnly(eventId: string, { headers, text }: Answer): void {
  if (headers.get('content-type')?.startsWith('text/csv')) return expect(text.trim().split('\n')).toHaveLength(1);
  const { items } = JSON.parse(text) as {
    readonly items: readonly { readonly id: string; readonly eventId?: string }[];
  };
  for (const item of items) expect(item.eventId ?? item.id).toBe(eventId);
}

import type { FastifyInstance } from 'fastify';
import { managing, TestApp } from '../../support/test-app.js';

interface Media {
  readonly schema: { readonly $ref?: string };
}
interface Operation {
  readonly summary?: string;
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: object[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, Media> }>;
}
interface Shape {
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Shape>; readonly securitySchemes: object };
}

/** The API's routes from the router's own drawing, four columns a level. */
function routesOf(tree: string): string[] {
  const above: string[] = [];
  const routes = tree.split('\n').flatMap((drawn) => {
    const [, indent = '', path = '', methods = ''] = /^([\s│]*)[├└]── (\S+) \(([A-Z, ]+)\)/.exec(drawn) ?? [];
    above.splice(indent.length / 4, Infinity, path);
    const whole = above.join('').replace(/:(\w+)/g, '{$1}');
    return methods.split(', ').map((method) => `${method} ${whole}`);
  });
  return routes.filter((route) => /^(?!HEAD)[A-Z]+ \/api\/v1\/(?!openapi)/.test(route));
}

let app: TestApp;
let document: Document;
let operations: { readonly path: string; readonly method: string; readonly operation: Operation }[];
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  document = (await app.get('/api/v1/openapi.json')).body as unknown as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(() => app[Symbol.asyncDispose]());

const shapeOf = (media: Media | undefined) => document.components.schemas[media?.schema.$ref?.split('/').at(-1) ?? ''];
const exampleOf = (shape: Shape | undefined) => shape?.example ?? shape?.examples?.[0];

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and is shown to people', async () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect((await app.get('/api/docs')).status).toBe(200);
  });

  it('holds every route of the public and the admin API, and nothing else', () => {
    const server: FastifyInstance = app.nest.getHttpAdapter().getInstance();
    const tree = server.printRoutes({ commonPrefix: false });
    const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(documented.length).toBeGreaterThan(15);
    expect(documented.sort()).toEqual(routesOf(tree).sort());
  });

  it('says of every operation what it does, in a sentence of its own', () => {
    const summaries = operations.map(({ operation }) => operation.summary);
    for (const summary of summaries) expect(summary).toMatch(/^[A-Z].{10,}[a-z]$/);
    expect(new Set(summaries).size).toBe(summaries.length);
  });

  it('names every parameter in a path', () => {
    for (const { path, operation } of operations) {
      const named = operation.parameters?.filter((one) => one.in === 'path').map(({ name }) => name) ?? [];
      expect([path, named]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
    }
  });

  it('shows an example of every body, in and out', () => {
    for (const { path, operation } of operations) {
      const [, good] = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))!;
      const media = [good.content, operation.requestBody?.content].map((content) => content?.['application/json']);
      for (const one of media.filter((shown) => shown !== undefined)) {
        expect([path, exampleOf(shapeOf(one))]).not.toEqual([path, undefined]);
      }
    }
  });

  it('says that refusals are problem documents', () => {
    for (const { operation } of operations) {
      const refusals = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      for (const [, { content }] of refusals) expect(Object.keys(content!)).toEqual(['application/problem+json']);
    }
  });

  it('says which credentials an operation needs', () => {
    for (const { path, operation } of operations) {
      const own = path.includes('registrations/{id}') && !path.includes('admin');
      const scheme = path.includes('/admin/') ? [{ key: [] }] : own ? [{ manage: [] }] : undefined;
      expect([path, operation.security]).toEqual([path, scheme]);
    }
  });
});

describe('every status and code that was met is in the document', () => {
  it('for every operation', async () => {
    const event = await app.make.event();
    const [session, full] = [await app.make.session(event), await app.make.session(event, { capacity: 1 })];
    const made = await app.register(session.id);
    const id = String(made.body['id']);
    const manage = managing(made.body);
    const [message] = await app.database.reader.query<{ id: string }[]>('SELECT id FROM messages');
    const [owner, door] = [await app.key('owner'), await app.key('door')];
    const ids: Record<string, string> = {
      events: event.id,
      sessions: session.id,
      registrations: id,
      messages: message!.id,
    };
    const bodies: Record<string, unknown> = {
      '/api/v1/registrations': { sessionId: full.id, contact: { name: 'A', email: 'a@example.org' }, partySize: 2 },
      '/api/v1/registrations/lookup': { email: 'a@example.org' },
      '/api/v1/registrations/{id}/move': { sessionId: session.id },
    };
    for (const { path, method, operation } of operations) {
      const own = ids[path.split('/')[4] ?? ''] ?? id;
      const address = path.replace('{slug}', event.slug).replace('{id}', own);
      const good = { ...(path.includes('/admin/') ? owner : path.includes('{id}') ? manage : {}) };
      const call = (to: string, headers: Record<string, string>, body?: unknown) =>
        app.call(method.toUpperCase(), to, { headers, ...(method !== 'get' && { body: body ?? bodies[path] ?? {} }) });
      const answers = [
        await call(address, good),
        await call(address, { ...good, 'if-none-match': '*' }),
        await call(address, {}),
        await call(address, door),
        await call(address.replace(own, session.id.replace(/^./, '1')).replace(event.slug, 'nope'), good),
        await call(`${address}?limit=0&from=x`, good),
        await call(address, { ...good, 'idempotency-key': 'x'.repeat(256) }),
        await call(address, { ...good, 'content-type': 'text/plain' }, '{}'),
        await call(address, good, '{'),
        await call(address, good, { x: 'x'.repeat(70_000) }),
        await call(address, good, { sessionId: 'x', email: 'x', places: 99, partySize: 99 }),
        await call(address, good, { places: 99 }),
        await call(address, good, { partySize: 99 }),
        await call(address, good, { sessionId: full.id }),
      ];
      for (const { status, body } of answers) {
        const told = operation.responses[status]?.description;
        expect([method, path, status, body['code'], told]).not.toEqual([method, path, status, body['code'], undefined]);
        if (status >= 400)
          expect([path, status, told]).toEqual([path, status, expect.stringContaining(String(body['code']))]);
      }
    }
  });
});

import type { FastifyInstance } from 'fastify';
import { type Document, exampleOf, openApiDocument, type Operation, operationsOf } from '../../support/openapi.js';
import { TestApp } from '../../support/test-app.js';

/** The API's routes from the router's own drawing, four columns a level. */
function routesOf(tree: string): string[] {
  const above: string[] = [];
  const routes = tree.split('\n').flatMap((drawn) => {
    const [, indent = '', path = '', methods = ''] = /^([\s│]*)[├└]── (\S+) \(([A-Z, ]+)\)/.exec(drawn) ?? [];
    above.splice(indent.length / 4, Infinity, path);
    const whole = above.join('').replace(/:(\w+)/g, '{$1}');
    return methods.split(', ').map((method) => `${method} ${whole}`);
  });
  return routes.filter((route) => /^(?!HEAD)[A-Z]+ \/api\/v1\/(?!openapi|auth\/)/.test(route));
}

let app: TestApp;
let document: Document;
let operations: Operation[];
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  document = (await app.get('/api/v1/openapi.json')).body as unknown as Document;
  operations = operationsOf(document);
});
afterAll(() => app[Symbol.asyncDispose]());

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and is shown to people', async () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect((await app.get('/api/docs')).status).toBe(200);
  });

  it('is the same without a server and without a database', async () => {
    expect(await openApiDocument()).toEqual(document);
  });

  it('holds every route of the public and the admin API, and nothing else', () => {
    const server: FastifyInstance = app.nest.getHttpAdapter().getInstance();
    const tree = server.printRoutes({ commonPrefix: false });
    const documented = operations.map(({ method, path }) => `${method} ${path}`);
    expect(documented.length).toBeGreaterThan(15);
    expect(documented.sort()).toEqual(routesOf(tree).sort());
  });

  it('says of every operation what it does, in a sentence of its own', () => {
    const summaries = operations.map(({ summary }) => summary);
    for (const summary of summaries) expect(summary).toMatch(/^[A-Z].{10,}[a-z]$/);
    expect(new Set(summaries).size).toBe(summaries.length);
  });

  it('names every operation as a client would, each by a name of its own', () => {
    const names = operations.map(({ operationId }) => operationId);
    for (const name of names) expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)+$/);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says of every group of operations what it is about, and of no other', () => {
    const used = new Set(operations.flatMap(({ tags }) => tags));
    expect(new Set(document.tags.map(({ name }) => name))).toEqual(used);
    for (const { description } of document.tags) expect(description).toMatch(/^[A-Z].+\.$/);
  });

  it('names every parameter in a path', () => {
    for (const { path, parameters = [] } of operations) {
      const named = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect([path, named]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
    }
  });

  it('shows an example of every body, in and out', () => {
    for (const { path, responses, requestBody } of operations) {
      const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2'))!;
      const media = [good.content, requestBody?.content].map((content) => content?.['application/json']);
      for (const one of media.filter((shown) => shown !== undefined)) {
        expect([path, exampleOf(document, one)]).not.toEqual([path, undefined]);
      }
    }
  });

  it('says that refusals are problem documents', () => {
    for (const { responses } of operations) {
      const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      for (const [, { content }] of refusals) expect(Object.keys(content!)).toEqual(['application/problem+json']);
    }
  });

  it('says which credentials an operation needs', () => {
    for (const { path, security } of operations) {
      const held = {
        registrations: 'manage',
        invitations: 'invitation',
        'ballot-entries': 'entry',
        'waiting-list': 'waiting',
      };
      const own = Object.entries(held).find(([kind]) => path.startsWith(`/api/v1/${kind}/{id}`))?.[1];
      const scheme = path.includes('/admin/') ? [{ key: [] }, { session: [] }] : own ? [{ [own]: [] }] : [];
      expect([path, security]).toEqual([path, scheme]);
    }
  });
});

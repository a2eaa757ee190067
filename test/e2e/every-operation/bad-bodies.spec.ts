import { type Operation, resolved } from '../../support/openapi.js';
import { expectProblem } from '../../support/problems.js';
import { Asking, document, expectFault, operations, shapes } from './asking.js';
import type { Call } from './lot.js';
import { hostileBodies, unknownProperties, wrongBodies } from './wrong-values.js';

const JSON_TYPE = 'application/json';
const withBody = operations.filter(([, { requestBody }]) => requestBody?.content[JSON_TYPE]);
const schemaOf = ({ requestBody }: Operation) => requestBody!.content[JSON_TYPE]!.schema;

let asking: Asking;
beforeAll(async () => {
  asking = await Asking.start();
});
afterAll(() => asking[Symbol.asyncDispose]());

type Body = Readonly<Record<string, unknown>>;
const goodBody = async (operation: Operation, lot = asking.lot) => (await lot.call(operation)).body as Body;
/** Text as it is, which is no JSON perhaps. */
const raw =
  (body: string) =>
  ({ headers }: Call) => ({ body, headers: { ...headers, 'content-type': JSON_TYPE } });
const typed =
  (type: string) =>
  ({ headers }: Call) => ({ headers: { ...headers, 'content-type': type } });

describe.each(withBody)('the body of %s', (_, operation) => {
  it('is refused where it does not fit, by its JSON pointer', async () => {
    const wrong = wrongBodies(document, shapes, schemaOf(operation), await goodBody(operation));
    await asking.each(wrong, async ({ pointer, body }) =>
      expectFault(await asking.ask(operation, () => ({ body })), pointer),
    );
    await asking.each(['[]', '"x"', '1', 'true'], async (body) =>
      expectFault(await asking.ask(operation, raw(body)), ''),
    );
  }, 60_000);

  it('is refused where something is missing, by its JSON pointer', async () => {
    const good = await goodBody(operation);
    for (const name of resolved(document, schemaOf(operation)).required ?? []) {
      const { [name]: _, ...rest } = good;
      for (const body of [rest, {}, undefined]) {
        expectFault(await asking.ask(operation, () => ({ body })), `/${name}`);
      }
    }
  });

  it('is refused where nobody knows a property, by its name', async () => {
    const good = await goodBody(operation);
    const spoiled = unknownProperties(document, schemaOf(operation), good);
    expect(spoiled.length).toBeGreaterThan(3);
    await asking.each(spoiled, async ({ pointer, body }) =>
      expectFault(await asking.ask(operation, raw(String(body))), pointer, 'unknown_property'),
    );
    const two = await asking.ask(operation, () => ({ body: { ...good, one: 1, two: 2 } }));
    for (const pointer of ['/one', '/two']) expectFault(two, pointer, 'unknown_property');
  }, 60_000);

  it('is borne if it fits and nobody would send it', async () => {
    const lot = asking.anotherLot();
    for (const { body } of hostileBodies(document, shapes, schemaOf(operation), await goodBody(operation, lot))) {
      await asking.ask(operation, () => ({ body }), lot);
    }
  }, 60_000);

  it('is JSON of at most 64 KiB, and nothing else', async () => {
    expectProblem(await asking.ask(operation, typed('text/plain')), 415, 'unsupported_media_type');
    for (const text of ['{', '{"a":1,}']) {
      expectProblem(await asking.ask(operation, raw(text)), 400, 'malformed_json');
    }
    const large = raw(JSON.stringify({ x: 'x'.repeat(70_000) }));
    expectProblem(await asking.ask(operation, large), 413, 'body_too_large');
  });
});

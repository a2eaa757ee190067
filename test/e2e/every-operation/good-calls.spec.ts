import { openApiDocument, type Operation, operationsOf } from '../../support/openapi.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { expectDocumented, Shapes } from './conforms.js';
import { type Call, Lot, nameOf, takes } from './lot.js';

const document = await openApiDocument();
const shapes = new Shapes(document);
const operations = operationsOf(document).map((operation) => [nameOf(operation), operation] as const);

let app: TestApp;
let team: Team;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const lot = () => new Lot(app, team, document);

/** Of what can be previewed (200), that of the deed itself (201). */
const goodStatus = ({ responses }: Operation) =>
  Number(Object.keys(responses).findLast((status) => status.startsWith('2')));

describe.each(operations)('%s', (_, operation) => {
  it('grants the example of the document, and answers in the shape that it says', async () => {
    const things = lot();
    const answer = await things.send(await things.call(operation));
    expect([answer.status, answer.text.slice(0, 500)]).toEqual([goodStatus(operation), answer.text.slice(0, 500)]);
    expectDocumented(shapes, operation, answer);
  });
});

describe.each(operations.filter(([, operation]) => takes(operation, 'Idempotency-Key')))('%s', (name, operation) => {
  it('is done once if it is sent twice with one key, and is refused with another body', async () => {
    const things = lot();
    const { headers, ...call } = await things.call(operation);
    const keyed: Call = { ...call, headers: { ...headers, 'idempotency-key': name } };
    const [first, second] = [await things.send(keyed), await things.send(keyed)];
    expect([second.status, second.text]).toEqual([goodStatus(operation), first.text]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    // Not a byte may differ: a space more is another body.
    const refused = await things.send({ ...keyed, body: `${JSON.stringify(call.body ?? {})} ` });
    expectProblem(refused, 422, 'idempotency_key_reused');
    expectDocumented(shapes, operation, refused);
  });
});

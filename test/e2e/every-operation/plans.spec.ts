import { addRegistrations, makeSearchable, someWords } from '../../bench/growth.queries.js';
import { openApiDocument, type Operation, operationsOf, resolved } from '../../support/openapi.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { Lot, nameOf } from './lot.js';
import { type Reading, Plans } from './plans.js';
import { MAKERS } from './things.js';

const REGISTRATIONS = 40_000;
const SESSIONS = 40;
/** Registrations noted by one statement: none may take longer than a busy machine has time for. */
const PORTION = 10_000;
/** The tables that grow with every registration, and what their indexes' names begin with. */
const GROW = /^(registration|audit_trail|changes|messages)/;
/** A page is 50 rows; a search looks through the newest ten thousand before it asks its index for older ones. */
const ENOUGH = 12_000;

const document = await openApiDocument();
const operations = operationsOf(document)
  .filter(({ method, path, responses }) => {
    const page = responses[200]?.content?.['application/json'];
    return method === 'GET' && path.startsWith('/api/v1/admin/') && page !== undefined;
  })
  .map((operation) => [nameOf(operation), operation] as const);

let app: TestApp;
let lot: Lot;
let plans: Plans;
let word: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  lot = new Lot(app, await Team.as(app), document);
  const event = await app.make.event({ venue: { safeNumber: 1_000_000 } });
  const sessionIds: string[] = [];
  while (sessionIds.length < SESSIONS) sessionIds.push((await app.make.session(event, { capacity: 5000 })).id);
  await addRegistrations(app, { eventId: event.id, sessionIds }, REGISTRATIONS);
  await makeSearchable(app);
  for (let done = 0; done < REGISTRATIONS; done += PORTION) {
    await app.database.reader.query(NOTE, [done, PORTION]);
  }
  await app.database.reader.query('UPDATE search_progress SET position = (SELECT max(position) FROM changes)');
  for (const kind of ['registrations', 'messages']) await lot.one(kind);
  await app.database.reader.query('VACUUM ANALYZE');
  word = (await someWords(app, 1))[0]!;
  plans = Plans.of(app);
}, 120_000);
afterAll(() => app[Symbol.asyncDispose]());

/** As if each of them had been made by a member of the team. */
const NOTE = `
  WITH noted AS (
    SELECT id, event_id, created_at, $1::int + row_number() OVER (ORDER BY id) AS position
    FROM (SELECT id, event_id, created_at FROM registrations ORDER BY id OFFSET $1 LIMIT $2) AS portion
  ), made AS (
    INSERT INTO audit_trail (id, event_id, at, actor_kind, actor_name, kind, subject_id, changed)
    SELECT uuidv7(), event_id, created_at, 'worker', 'Gatehouse', 'registration.made', id, '{}' FROM noted
  )
  INSERT INTO changes (id, event_id, kind, subject_id, at, position)
  SELECT uuidv7(), event_id, 'registration.made', id, created_at, position FROM noted`;

/** Nothing chosen, and each filter by itself. */
async function queriesOf({ parameters = [] }: Operation): Promise<string[]> {
  const filters = parameters
    .filter((one) => one.in === 'query')
    .map(async ({ name, schema }) => {
      const { enum: options, format } = resolved(document, schema);
      if (options) return options.map((option) => `${name}=${String(option)}`);
      if (name === 'q') return [`q=${word}`, `q=${word.slice(0, 5)}`, 'q=zzzzzz'];
      if (name === 'actorId') return [`actorId=${String((await lot.team.get('me')).body['id'])}`];
      const kind = /^(\w+)Id$/.exec(name)?.[1]?.replace(/^subject$/, 'registration');
      if (format === 'uuid' && `${kind}s` in MAKERS) return [`${name}=${(await lot.one(`${kind}s`)).id}`];
      return [];
    });
  return ['', ...(await Promise.all(filters)).flat()];
}

describe.each(operations)('%s', (_, operation) => {
  it('reads no more of a large table than it shows', async () => {
    const call = await lot.call(operation);
    for (const query of await queriesOf(operation)) {
      const path = `${call.path}?${query}`;
      const readings = await plans.during(() => lot.send({ ...call, path }));
      const tooMuch = readings.filter(({ table, rows }) => GROW.test(table) && rows > ENOUGH);
      expect([path, tooMuch]).toEqual([path, []]);
    }
  });
});

it('sees it if a table is read from end to end', async () => {
  const readings = await plans.during(() => app.database.reader.query('SELECT count(places) FROM registrations'));
  expect(readings).toContainEqual(expect.objectContaining({ table: 'registrations', how: 'Seq Scan' }));
  expect(readings.reduce((sum: number, { rows }: Reading) => sum + rows, 0)).toBeGreaterThan(REGISTRATIONS / 2);
});

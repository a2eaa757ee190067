import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mock } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { get, type IncomingMessage } from 'node:http';
import type { Event, Question, Session } from '#programme';
import { RegistrationListing } from '#registration';
import { decodeText, readTable } from '#tables';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { sheetIn } from '../../tables/open-xlsx.js';

const QUESTION = { help: '', options: [] as string[], required: false } as const;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
let [ada, tom]: Holder[] = [];
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app, 'manager');
  event = await app.make.event({
    title: 'Roses; tulips, and "more"',
    questions: [
      { ...QUESTION, label: 'Tea?', kind: 'yes-no', askedPer: 'party', sensitive: false },
      { ...QUESTION, label: 'Meal?', kind: 'text', askedPer: 'person', sensitive: false },
      { ...QUESTION, label: 'Whom do you mourn?', kind: 'text', askedPer: 'party', sensitive: true },
    ],
  });
  session = await app.make.session(event, { startsAt: new Date('2030-06-12T09:30:00Z'), capacity: 20 });
  const asked = await app.database.reader.query<Question[]>('SELECT id FROM questions ORDER BY position');
  const [tea, meal, loss] = asked.map(({ id }) => id) as [string, string, string];
  ada = await Holder.in(app, session.id, {
    ...{ name: 'Ada Birch', email: 'ada@example.org', partySize: 3, accessNeeds: 'a wheelchair' },
    answers: { [tea]: true, [meal]: 'soup', [loss]: 'my sister' },
    guests: [{ name: '=HYPERLINK("http://x")', answers: { [meal]: '@salad' } }],
  });
  tom = await Holder.in(app, session.id, { name: '-Tom Ålund', email: 'tom@example.org' });
  await tom.cancel();
  const elsewhere = await app.make.session(await app.make.event(), { startsAt: new Date('2030-01-05T09:30:00Z') });
  await Holder.in(app, elsewhere.id, { name: 'Zoë', email: 'zoe@example.org' });
});
afterAll(() => app[Symbol.asyncDispose]());

async function download(query: string, headers = team.headers) {
  const response = await fetch(`${app.url}/api/v1/admin/registrations/export?${query}`, { headers });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function tableOf(query: string, headers = team.headers) {
  const { bytes } = await download(query, headers);
  const { header, rows } = await readTable(decodeText(bytes).text, { rows: 99, columns: 50, cell: 999 });
  return rows.map(({ cells }) => Object.fromEntries(header.map((name, index) => [name, cells[index]])));
}

describe('a CSV file', () => {
  it('is written as Excel reads it, with every cell harmless', async () => {
    const { response, bytes } = await download(`eventId=${event.id}`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="registrations-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect([response.headers.get('etag'), response.headers.get('cache-control')]).toEqual([null, 'no-store']);
    expect(decodeText(bytes).encoding).toBe('utf-8');
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from('\uFEFF'));
    expect(bytes.toString()).toMatch(/^\uFEFFReference,State,.*\r\n.*\r\n.*\r\n$/s);
    expect(bytes.toString()).toContain(`,'-Tom Ålund,`);
    expect(bytes.toString()).toContain(`,"'=HYPERLINK(""http://x"")",`);
  });

  it('has a row for each registration, in words for people', async () => {
    const rows = await tableOf(`eventId=${event.id}`);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ Reference: tom!.reference, State: 'cancelled' });
    expect(rows[1]).toMatchObject({
      ...{ Reference: ada!.reference, State: 'confirmed', Event: 'Roses; tulips, and "more"' },
      ...{ Session: '2030-06-12 10:30', 'Time zone': 'Europe/London' },
      ...{ Name: 'Ada Birch', 'E-mail': 'ada@example.org', 'Party size': '3', 'Tea?': 'yes', 'Meal?': 'soup' },
    });
  });

  it('has a row for each person where that is asked for', async () => {
    const rows = await tableOf(`eventId=${event.id}&rows=people&state=confirmed`);
    expect(rows.map((row) => [row['Person'], row['Name'], row['Contact'], row['Meal?'], row['Tea?']])).toEqual([
      ['1', 'Ada Birch', 'Ada Birch', 'soup', 'yes'],
      ['2', '=HYPERLINK("http://x")', 'Ada Birch', '@salad', 'yes'],
      ['3', '', 'Ada Birch', '', 'yes'],
    ]);
  });

  it.each(['registrations', 'people'])('never tells what is sensitive, not even to an owner: %s', async (rows) => {
    const { bytes } = await download(`eventId=${event.id}&rows=${rows}`, (await Team.as(app, 'owner')).headers);
    expect(bytes.toString()).not.toMatch(/wheelchair|sister|sealed/);
    expect((await tableOf(`eventId=${event.id}&rows=${rows}`))[0]).toMatchObject({
      'Access needs': '(not shown)',
      'Whom do you mourn?': '(not shown)',
    });
  });

  it.each([
    '',
    'q=birch',
    'q=ål',
    'state=cancelled',
    'state=confirmed',
    'eventId',
    'sessionId',
    'eventId&state=confirmed',
  ])('holds exactly what the list holds: %s', async (filter) => {
    const query = filter.replace('eventId', `eventId=${event.id}`).replace('sessionId', `sessionId=${session.id}`);
    const listed = part<{ reference: string }[]>(await team.get(`registrations?${query}`), 'items');
    const rows = await tableOf(query);
    expect(rows.map((row) => row['Reference'])).toEqual(listed.map(({ reference }) => reference));
    expect((await exported())[0]!.changed['registrations']!.to).toBe(rows.length);
  });
});

it('gives an XLSX file that holds the same', async () => {
  const { response, bytes } = await download(`eventId=${event.id}&format=xlsx`);
  expect(response.headers.get('content-type')).toBe(XLSX);
  expect(response.headers.get('content-disposition')).toMatch(/\.xlsx"$/);
  const [header, ...rows] = sheetIn(bytes);
  const csv = await tableOf(`eventId=${event.id}`);
  expect(rows.map((row) => row[header!.indexOf('Reference')])).toEqual(csv.map((row) => row['Reference']));
  expect(rows[1]![header!.indexOf('Guest names')]).toBe(`'=HYPERLINK("http://x")`);
});

interface Noted {
  readonly eventId: string | null;
  readonly changed: Record<string, { readonly to: unknown }>;
}
const exported = async () => part<Noted[]>(await team.get('audit?kind=registrations.exported'), 'items');

describe('whoever takes a list out', () => {
  it('is noted, with what was asked for and how much it was', async () => {
    await download(`eventId=${event.id}&q=birch&format=xlsx&rows=people`);
    const [noted] = await exported();
    expect(noted).toMatchObject({ eventId: event.id, actor: { kind: 'key', name: 'test' } });
    expect(noted!.changed).toEqual({
      format: { from: null, to: 'xlsx' },
      rows: { from: null, to: 'people' },
      filter: { from: null, to: { eventId: event.id, q: 'birch' } },
      registrations: { from: null, to: 1 },
      people: { from: null, to: 3 },
    });
  });

  it('takes nothing out by asking for the head alone', async () => {
    const before = (await exported()).length;
    const address = `${app.url}/api/v1/admin/registrations/export`;
    const head = await fetch(address, { method: 'HEAD', headers: team.headers });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(await exported()).toHaveLength(before);
  });

  it('needs the permission, and finds nothing beyond its reach', async () => {
    expectProblem(await (await Team.as(app, 'viewer')).get('registrations/export'), 403, 'forbidden');
    const { headers } = await Team.as(app, { scopes: ['registrations:export'], eventIds: [event.id] });
    expect((await tableOf('', headers)).map((row) => row['E-mail'])).toEqual(['tom@example.org', 'ada@example.org']);
    const [other] = await app.database.reader.query<{ id: string }[]>('SELECT id FROM events WHERE id <> $1', [
      event.id,
    ]);
    expect(await tableOf(`eventId=${other!.id}`, headers)).toEqual([]);
  });

  it('learns nothing of an event beyond their reach, and leaves no trace in it', async () => {
    const mine = await app.make.event();
    const { headers } = await Team.as(app, { role: 'manager', eventIds: [mine.id] });
    const host = await Team.as(app, { role: 'manager', eventIds: [event.id] });
    const traces = async () => [(await host.get('audit')).text, part(await host.get('changes'), 'items')];
    const headerOf = async (query: string) => (await download(query, headers)).bytes.toString().split('\r\n')[0];
    const [before, own] = [await traces(), await headerOf(`eventId=${mine.id}`)];
    const asked = [`eventId=${event.id}`, `eventId=${event.id.toUpperCase()}`, `sessionId=${session.id}`];
    for (const query of asked) {
      expect(await headerOf(query)).toBe(own);
      expect((await exported())[0]).toMatchObject({ eventId: null, changed: { registrations: { to: 0 } } });
    }
    expect(await traces()).toEqual(before);
    await download(`eventId=${event.id.toUpperCase()}`, host.headers);
    expect((await exported())[0]).toMatchObject({ eventId: event.id });
  });

  it('hears of a parameter that is none', async () => {
    expectProblem(await team.get('registrations/export?limit=5'), 422, 'invalid_input');
    expectProblem(await team.get('registrations/export?format=pdf'), 422, 'invalid_input');
  });
});

describe('a long list', () => {
  const ROWS = 10_000;
  const PAGES = ROWS / 500;
  let long: Event;

  /** Copies of one registration with long texts that do not compress, past all services. */
  beforeAll(async () => {
    long = await app.make.event();
    const its = await app.make.session(long, { capacity: 0 });
    const { reader } = app.database;
    const [pool] = await reader.query<{ id: string }[]>('SELECT id FROM pools WHERE session_id = $1', [its.id]);
    const change = { event_id: long.id, session_id: its.id, unique_within: its.id, pool_id: pool!.id };
    const noise = randomBytes(102_000).toString('hex');
    for (let from = 0; from < ROWS; from += 1000) {
      await reader.query(
        `INSERT INTO registrations
         SELECT copy.* FROM registrations r, generate_series($1::int, $1::int + 999) AS n,
           jsonb_populate_record(r, $2::jsonb || jsonb_build_object('id', gen_random_uuid(), 'email_key', n,
             'reference', n, 'contact_phone', substr($3, 1 + n * 4000 % 200000, 4000))) AS copy
         WHERE r.id = $4`,
        [from, JSON.stringify(change), noise, ada!.id],
      );
    }
    await reader.query('ANALYZE registrations');
  }, 120_000);

  async function open(query: string): Promise<IncomingMessage> {
    const request = get(`${app.url}/api/v1/admin/registrations/export?${query}`, { headers: team.headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  }

  const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** What is kept, in bytes, when everything is gone that can go. */
  async function kept(): Promise<number> {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    // What goes goes in several rounds, and later on a busy machine: until two of them leave the same.
    for (let before = Infinity, round = 0; ; round++) {
      gc();
      await wait(5);
      const { heapUsed, external } = process.memoryUsage();
      const now = heapUsed + external;
      if (Math.abs(before - now) < 100_000 || round === 20) return now;
      before = now;
    }
  }

  // A sheet is packed to half of it.
  it.each([
    ['csv', 380],
    ['xlsx', 170],
  ])(
    'goes in constant memory: %s',
    async (format, step) => {
      const samples: number[] = [];
      let bytes = 0;
      for await (const chunk of await open(`eventId=${long.id}&format=${format}`)) {
        bytes += (chunk as Buffer).length;
        if (bytes > (samples.length + 1) * ROWS * step) samples.push(await kept());
      }
      const [early, late] = [samples.slice(2, 5), samples.slice(-3)].map((some) => Math.max(...some));
      expect(samples.length).toBeGreaterThan(8);
      // All rows are forty million bytes of text, and more as objects.
      expect(late! - early!).toBeLessThan(8_000_000);
    },
    120_000,
  );

  it.each(['csv', 'xlsx'])(
    'is read no further once nobody takes it: %s',
    async (format) => {
      const list = mock.method(app.service(RegistrationListing), 'list').mock;
      const response = await open(`eventId=${long.id}&format=${format}`);
      await once(response, 'data');
      response.destroy();
      await wait(1000);
      const read = list.callCount();
      await wait(1000);
      expect([list.callCount(), read < PAGES]).toEqual([read, true]);
      list.restore();
    },
    60_000,
  );
});

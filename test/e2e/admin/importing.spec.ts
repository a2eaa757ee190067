import { ImportForgetting } from '#bulk';
import { KeyRotation } from '#kernel';
import { Holder, part } from '../../support/holder.js';
import { waiterFor } from '../../support/lock-waiters.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';
import type { Event, Question, Session } from '#programme';

/** As TestApp sets it. */
const OLD_KEY = 'a test key of thirty-two characters';

interface Fault {
  readonly line: number;
  readonly column: number | null;
  readonly code: string;
}
interface Report {
  readonly lines: number;
  readonly good: number;
  readonly people: number;
  readonly faults: readonly Fault[];
}

let app: TestApp;
let team: Team;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app, 'manager');
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

let event: Event;
let session: Session;
beforeEach(async () => {
  event = await app.make.event();
  session = await app.make.session(event, { capacity: 10, startsAt: new Date('2030-06-12T09:30:00Z') });
});

async function send(
  file: string | Buffer,
  query = '',
  headers: Record<string, string> = {},
  of: Team = team,
): Promise<Answer> {
  const response = await fetch(`${app.url}/api/v1/admin/imports?eventId=${event.id}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...of.headers, ...headers },
    body: file,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Answer['body'] };
}

const reportOf = (answer: Answer) => part<Report>(answer, 'report');
const faultsOf = (answer: Answer) => reportOf(answer).faults.map(({ line, column, code }) => [line, column, code]);
const run = (made: Answer, body: object = {}, headers = {}) =>
  team.post(`imports/${part<string>(made, 'id')}/run`, body, headers);

async function registered(): Promise<Record<string, unknown>[]> {
  return app.database.reader.query(
    `SELECT contact_name, contact_email, party_size, source, state FROM registrations
     WHERE event_id = $1 ORDER BY contact_name`,
    [event.id],
  );
}
async function mailed(): Promise<number> {
  const [row] = await app.database.reader.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM messages WHERE event_id = $1',
    [event.id],
  );
  return row!.count;
}

const LIST =
  'Name;E-Mail;Guests;Phone\r\nZoë Köhler;zoe@example.org;2;020 7946 0123\r\nAda Birch;ada@example.org;;\r\n';

describe('a file', () => {
  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${LIST}`), 'utf-8'],
    ['UTF-16', Buffer.from(`\uFEFF${LIST}`, 'utf16le'), 'utf-16le'],
    ['Windows-1252', Buffer.from(LIST, 'latin1'), 'windows-1252'],
  ])('is looked at, and then run: %s', async (_, bytes, encoding) => {
    const made = await send(bytes);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ version: 1, kind: 'registrations', eventId: event.id, sessionId: null, state: 'checked', encoding },
      ...{ separator: ';', report: { lines: 2, good: 2, people: 3, faults: [], moreFaults: 0 }, made: 0 },
      columns: [
        { column: 1, header: 'Name', field: 'name' },
        { column: 2, header: 'E-Mail', field: 'email' },
        { column: 3, header: 'Guests', field: 'partySize' },
        { column: 4, header: 'Phone', field: 'phone' },
      ],
    });
    expect(await registered()).toEqual([]);
    const done = await run(made);
    expect([done.status, done.body]).toMatchObject([200, { state: 'done', made: 2, expiresAt: null }]);
    const common = { source: 'import', state: 'confirmed' };
    expect(await registered()).toEqual([
      { ...common, contact_name: 'Ada Birch', contact_email: 'ada@example.org', party_size: 1 },
      { ...common, contact_name: 'Zoë Köhler', contact_email: 'zoe@example.org', party_size: 2 },
    ]);
    expect(await mailed()).toBe(2);
  });

  it('is told, line by line, what is wrong with it, and nothing of what stands in it', async () => {
    await app.register(session.id, { email: 'known@example.org' });
    const file = [
      'Name,E-mail,Party size,Session',
      'Ada,ada@,1,',
      '"Tom\nand May",tom@example.org,2,',
      'Tim,known@example.org,1,',
      'Una,una@example.org,7,',
      'Eva,eva@example.org,6,2030-06-12 10:30',
      'Eva again,EVA@example.org,1,',
      'Max,max@example.org,5,',
      'Lou,lou@example.org,3,tomorrow',
      'Kim,kim@example.org,3,,,x',
      ',,,',
      'Liz,,3,',
    ].join('\r\n');
    const answer = await send(file);
    expect(faultsOf(answer)).toEqual([
      [2, 2, 'does_not_fit'],
      [3, 1, 'does_not_fit'],
      [5, 2, 'already_registered'],
      [6, 3, 'party_too_large'],
      [8, 2, 'address_twice'],
      [9, 4, 'session_full'],
      [10, 4, 'session_unknown'],
      [11, 5, 'too_many_cells'],
    ]);
    expect(reportOf(answer)).toMatchObject({ lines: 10, good: 2, people: 9 });
    expect(answer.text).not.toMatch(/(?<!name@)example\.org|Ada|tomorrow/);
  });

  it('is taken in as a whole or not at all', async () => {
    const made = await send(`${LIST}Tom;tom@;1;\r\n`);
    expect(expectProblem(await run(made), 409, 'bad_lines')).toMatchObject({ good: 2, bad: 1 });
    expect([await registered(), await mailed()]).toEqual([[], 0]);
    const done = await run(made, { mode: 'good-lines', tell: false });
    expect(done.body).toMatchObject({ made: 2, report: { good: 2, lines: 3 } });
    expect([(await registered()).length, await mailed()]).toEqual([2, 0]);
    expectProblem(await run(made), 409, 'import_done');
  });

  it('is judged again when it is run: what was free then may be taken now', async () => {
    const made = await send('Name;People\nAda;6\nTom;4\n');
    expect(reportOf(made)).toMatchObject({ good: 2 });
    await app.register(session.id, { partySize: 1 });
    expectProblem(await run(made), 409, 'bad_lines');
    expect(faultsOf(await run(made, { mode: 'good-lines' }))).toEqual([[3, null, 'session_full']]);
  });

  it('is judged under the lock of its places', async () => {
    const made = await send('Name;People\nAda;6\nTom;1\n');
    let running: Promise<Answer> | undefined;
    await app.database.transaction(async (tx) => {
      await tx.query('UPDATE pools SET places = 1 WHERE session_id = $1', [session.id]);
      running = run(made, { mode: 'good-lines' });
      await waiterFor(tx);
    });
    expect((await running!).body).toMatchObject({ made: 1, report: { faults: [{ line: 2, code: 'session_full' }] } });
  });

  it('finds again who registers in another session while it is run', async () => {
    event = await app.make.event({ oneRegistrationPer: 'event' });
    session = await app.make.session(event);
    const other = await app.make.session(event, { startsAt: new Date('2030-06-13T09:30:00Z') });
    const made = await send('Name;E-Mail\nAda;ada@example.org\nTom;tom@example.org\n', `&sessionId=${session.id}`);
    const holder = await Holder.in(app, other.id, { email: 'eva@example.org' });
    let running: Promise<Answer> | undefined;
    await app.database.transaction(async (tx) => {
      const key = ['tom@example.org', holder.id];
      await tx.query('UPDATE registrations SET email_key = $1, contact_email = $1 WHERE id = $2', key);
      running = run(made, { mode: 'good-lines' });
      await waiterFor(tx);
    });
    expect((await running!).body).toMatchObject({
      made: 1,
      report: { faults: [{ line: 3, code: 'already_registered' }] },
    });
  });

  it('may be corrected before it is run', async () => {
    const other = await app.make.session(event, { startsAt: new Date('2030-06-13T09:30:00Z') });
    const made = await send('Wer;Post;Tel\nAda;ada@example.org;020 7946 0123\n', `&sessionId=${session.id}`);
    expect(faultsOf(made)).toEqual([[2, null, 'missing']]);
    expectProblem(await run(made), 409, 'columns_unknown');
    const columns = { 1: 'name', 2: 'email', 3: null };
    const path = `imports/${part<string>(made, 'id')}`;
    expectProblem(await team.change(path, { columns: { 4: 'name' } }), 422, 'invalid_input');
    expectProblem(
      await team.change(path, { columns: { 1: 'answers.01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f' } }),
      422,
      'invalid_input',
    );
    const changed = await team.change(path, { columns, sessionId: other.id }, made);
    expect(changed.body).toMatchObject({ version: 2, sessionId: other.id, report: { good: 1, faults: [] } });
    expectProblem(await team.change(path, {}, made), 412, 'stale');
    expect((await run(changed)).status).toBe(200);
    const [row] = await app.database.reader.query<{ contact_phone: null; session_id: string }[]>(
      'SELECT contact_phone, session_id FROM registrations WHERE event_id = $1',
      [event.id],
    );
    expect(row).toEqual({ contact_phone: null, session_id: other.id });
  });

  it('may set rules for parties aside, as the team may for one', async () => {
    const made = await send('Name;People\nAda;8\n');
    expect(faultsOf(made)).toEqual([[2, 2, 'party_too_large']]);
    const changed = await team.change(`imports/${part<string>(made, 'id')}`, { override: ['party_limit'] });
    expect(changed.body).toMatchObject({ override: ['party_limit'], report: { good: 1, people: 8 } });
    expect((await run(changed)).status).toBe(200);
  });

  it('comes in again as it was taken out', async () => {
    event = await app.make.event({
      questions: [
        { label: 'Tea?', help: '', kind: 'yes-no', options: [], required: false, askedPer: 'party', sensitive: false },
      ],
    });
    session = await app.make.session(event, { title: 'Roses' });
    await app.make.session(event, { startsAt: new Date('2030-06-13T09:30:00Z'), title: 'Tulips' });
    const [tea] = await app.database.reader.query<Question[]>('SELECT id FROM questions WHERE event_id = $1', [
      event.id,
    ]);
    const guests = [{ name: '=Tom' }];
    const mine = { partySize: 2, name: '-Ada', guests, accessNeeds: 'a seat', answers: { [tea!.id]: true } };
    const holder = await Holder.in(app, session.id, mine);
    const exported = await team.get(`registrations/export?eventId=${event.id}`);
    await holder.cancel();
    const done = await run(await send(exported.text));
    expect([done.status, done.body]).toMatchObject([200, { made: 1 }]);
    const [row] = await app.database.reader.query<Record<string, unknown>[]>(
      `SELECT contact_name, party_size, access_needs, answers, places->1->>'name' AS guest FROM registrations
       WHERE event_id = $1 AND source = 'import'`,
      [event.id],
    );
    expect(row).toEqual({
      ...{ contact_name: '-Ada', party_size: 2, access_needs: null, guest: '=Tom' },
      answers: { [tea!.id]: true },
    });
  });
});

describe('what is kept of a file', () => {
  const kept = () =>
    app.database.reader.query<{ sealed_file: string | null; row: string }[]>(
      'SELECT sealed_file, imports::text AS row FROM imports WHERE event_id = $1',
      [event.id],
    );

  it('is sealed, and gone when it is run', async () => {
    const made = await send(LIST);
    const [before] = await kept();
    expect(before!.sealed_file).toMatch(/^[\w-]{6}\.[\w-]+$/);
    expect(before!.row).not.toMatch(/Ada Birch|Köhler|example\.org|E-Mail/);
    const done = await run(made);
    expect((await kept())[0]!.sealed_file).toBeNull();
    const read = await team.get(`imports/${part<string>(made, 'id')}`);
    expect(read.body).toEqual(done.body);
    expect(part<{ header: null }[]>(read, 'columns')[0]).toEqual({ column: 1, header: null, field: 'name' });
  });

  it('is sealed anew with a new key', async () => {
    const made = await send(LIST);
    const [before] = await kept();
    await using newer = await app.beside({ SECRET_KEYS: ['another key of thirty-two characters', OLD_KEY] });
    await newer.service(KeyRotation).run();
    expect((await kept())[0]!.sealed_file).not.toBe(before!.sealed_file);
    await using after = await app.beside({ SECRET_KEYS: ['another key of thirty-two characters'] });
    const there = await Team.as(after);
    expect((await there.get(`imports/${part<string>(made, 'id')}`)).text).toContain('E-Mail');
    expect((await there.post(`imports/${part<string>(made, 'id')}/run`)).body).toMatchObject({ made: 2 });
  });

  it('is gone after an hour, or when somebody says so', async () => {
    const [old, unwanted] = [await send(LIST), await send(LIST)];
    expect((await team.remove(`imports/${part<string>(unwanted, 'id')}`, unwanted)).status).toBe(204);
    app.clock.travel({ minutes: 61 });
    expectProblem(await team.get(`imports/${part<string>(old, 'id')}`), 404, 'not_found');
    expectProblem(await run(old), 404, 'not_found');
    expect(part<unknown[]>(await team.get(`imports?eventId=${event.id}`), 'items')).toEqual([]);
    await app.service(ImportForgetting).forgetDue();
    expect(await kept()).toEqual([]);
  });
});

describe('whoever brings a file', () => {
  it('is noted, once for the file and once for each registration', async () => {
    const made = await send(LIST);
    await run(made);
    const noted = (kind: string) => team.get(`audit?eventId=${event.id}&kind=${kind}`);
    expect(part<object[]>(await noted('import.run'), 'items')).toMatchObject([
      {
        subjectId: made.body['id'],
        actor: { kind: 'key' },
        changed: { made: { to: 2 }, mode: { to: 'all-or-nothing' } },
      },
    ]);
    expect(part<object[]>(await noted('registration.made'), 'items')).toHaveLength(2);
  });

  it('gets the same answer to the same file with the same key, and takes nobody in twice', async () => {
    const key = { 'idempotency-key': `import ${event.id}` };
    const [first, again] = [await send(LIST, '', key), await send(LIST, '', key)];
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([first.text, 'true']);
    expectProblem(await send(`${LIST} `, '', key), 422, 'idempotency_key_reused');
    expectProblem(await send(LIST, `&sessionId=${session.id}`, key), 422, 'idempotency_key_reused');
    const runs = [await run(first, {}, key), await run(first, {}, key)];
    expect(runs.map(({ status }) => status)).toEqual([200, 200]);
    expect(await registered()).toHaveLength(2);
  });

  it('needs the permission, for that event', async () => {
    const made = await send(LIST);
    expectProblem(await send(LIST, '', {}, await Team.as(app, 'viewer')), 403, 'forbidden');
    const stranger = await Team.as(app, { role: 'owner', eventIds: [(await app.make.event()).id] });
    expectProblem(await send(LIST, '', {}, stranger), 404, 'not_found');
    expectProblem(await stranger.get(`imports/${part<string>(made, 'id')}`), 404, 'not_found');
    expectProblem(await stranger.post(`imports/${part<string>(made, 'id')}/run`), 404, 'not_found');
    expect(part<unknown[]>(await stranger.get('imports'), 'items')).toEqual([]);
  });
});

describe('what is sent as a file', () => {
  it.each([
    ['nothing', '', 'file_is_empty'],
    ['a workbook', Buffer.from('PK\u0003\u0004…'), 'file_is_a_workbook'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), 'file_is_no_text'],
    ['a quotation without end', 'Name;E-Mail\n"Ada;ada@example.org\n', 'quote_not_closed'],
    ['too many rows', `Name\n${'x\n'.repeat(10_001)}`, 'too_many_rows'],
  ])('cannot be %s', async (_, file, code) => {
    expectProblem(await send(file), 422, code);
  });

  it('may be of 5 MiB, as a type of a file, and nothing else may', async () => {
    const large = Buffer.from(`Name;Notes\n${`Ada;${'x'.repeat(3990)}\n`.repeat(1310)}`);
    expect(large.length).toBeGreaterThan(5_000_000);
    expect((await send(large, '', { 'content-type': 'application/octet-stream' })).status).toBe(201);
    expectProblem(await send(Buffer.alloc(5 * 1024 * 1024 + 1, 'x')), 413, 'body_too_large');
    expectProblem(await send(LIST, '', { 'content-type': 'application/json' }), 415, 'unsupported_media_type');
    expectProblem(
      await send(LIST, '', { 'content-type': 'text/csv', 'content-encoding': 'gzip' }),
      415,
      'unsupported_media_type',
    );
    const elsewhere = await fetch(`${app.url}/api/v1/admin/venues`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', ...team.headers },
      body: LIST,
    });
    expect(elsewhere.status).toBe(415);
  });

  it('goes to an event that is published', async () => {
    event = await app.make.event({ status: 'draft' });
    expectProblem(await send(LIST), 409, 'event_not_published');
    expectProblem(await send(LIST, '&kind=guests'), 422, 'invalid_input');
    event = { ...event, id: session.id };
    expectProblem(await send(LIST), 404, 'not_found');
  });
});

import type { Event } from '#programme';
import { available, part, toldTo } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
let keys = 0;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const PATH = '/api/v1/registrations';
const freshKey = (): Record<string, string> => ({ 'idempotency-key': `key ${keys++}` });

async function request(more = {}, capacity = 10) {
  const session = await app.make.session(event, { capacity });
  const body = { sessionId: session.id, contact: nextPerson(), partySize: 2, ...more };
  return { body, session, left: () => available(app, event.slug, session.id) };
}

describe('the same registration sent again with the same Idempotency-Key', () => {
  it('gets the same answer and takes no second place', async () => {
    const { body, left } = await request();
    const key = freshKey();
    const first = await app.post(PATH, body, key);
    const second = await app.post(PATH, body, key);
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(second.text).toBe(first.text);
    expect(await left()).toBe(8);
    expect(await toldTo(app, part(first, 'id'))).toHaveLength(1);
  });

  it('gets the same refusal, even when places have become free', async () => {
    const { body, session } = await request({}, 1);
    const key = freshKey();
    const first = await app.post(PATH, body, key);
    expectProblem(first, 409, 'session_full');
    await app.database.reader.query('UPDATE sessions SET capacity = 9 WHERE id = $1', [session.id]);
    await app.database.reader.query('UPDATE pools SET places = 9 WHERE session_id = $1', [session.id]);
    const second = await app.post(PATH, body, key);
    expect([second.status, second.text, second.headers.get('idempotency-replayed')]).toEqual([409, first.text, 'true']);
    expect((await app.post(PATH, body, freshKey())).status).toBe(201);
  });

  it('mails nobody a second time', async () => {
    const { body } = await request();
    const id = part<string>(await app.post(PATH, body), 'id');
    const key = freshKey();
    expectProblem(await app.post(PATH, body, key), 409, 'already_registered');
    app.clock.travel({ minutes: 11 });
    expect((await app.post(PATH, body, key)).headers.get('idempotency-replayed')).toBe('true');
    expect(await toldTo(app, id)).toHaveLength(2);
  });

  it('ten times at once takes one place', async () => {
    const { body, left } = await request();
    const key = freshKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.post(PATH, body, key)));
    for (const answer of answers) {
      if (answer.status === 201) continue;
      expectProblem(answer, 409, 'idempotency_key_in_use');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map((answer) => part(answer, 'id'))).size).toBe(1);
    expect(await left()).toBe(8);
    expect((await app.post(PATH, body, key)).text).toBe(made[0]!.text);
  });

  it('at once to two servers takes one place', async () => {
    await using other = await app.beside();
    const { body, left } = await request();
    const key = freshKey();
    const answers = await Promise.all([app, other, app, other].map((server) => server.post(PATH, body, key)));
    expect(answers.filter(({ status }) => ![201, 409].includes(status))).toEqual([]);
    expect(await left()).toBe(8);
    expect((await other.post(PATH, body, key)).headers.get('idempotency-replayed')).toBe('true');
  });

  it('is forgotten a day later', async () => {
    const { IdempotencyKeys } = await import('#database');
    const { body } = await request();
    const key = freshKey();
    await app.post(PATH, body, key);
    app.clock.travel({ minutes: 23 * 60 });
    await app.service(IdempotencyKeys).forgetOld();
    expect((await app.post(PATH, body, key)).headers.get('idempotency-replayed')).toBe('true');
    app.clock.travel({ minutes: 61 });
    await app.service(IdempotencyKeys).forgetOld();
    expectProblem(await app.post(PATH, body, key), 409, 'already_registered');
  });
});

describe('an Idempotency-Key', () => {
  it('with another body is refused and takes nothing', async () => {
    const { body, left } = await request();
    const key = freshKey();
    await app.post(PATH, body, key);
    for (const change of [{ partySize: 1 }, { contact: nextPerson() }, { accessNeeds: 'A seat.' }]) {
      expectProblem(await app.post(PATH, { ...body, ...change }, key), 422, 'idempotency_key_reused');
    }
    expect(await left()).toBe(8);
  });

  it('is free again after a body that did not fit', async () => {
    const { body } = await request();
    const key = freshKey();
    expectProblem(await app.post(PATH, { ...body, partySize: 0 }, key), 422, 'invalid_input');
    expect((await app.post(PATH, body, key)).status).toBe(201);
  });

  it('is another one for another caller', async () => {
    const { body } = await request();
    const key = freshKey();
    await app.post(PATH, body, key);
    const foreign = await app.post(PATH, body, { ...key, authorization: 'Bearer somebody' });
    expectProblem(foreign, 409, 'already_registered');
  });

  it('is not kept with a failure of ours', async () => {
    const { body, left } = await request();
    const key = freshKey();
    await app.database.reader.query('ALTER TABLE messages RENAME TO messages_away');
    const failed = await app.post(PATH, body, key);
    await app.database.reader.query('ALTER TABLE messages_away RENAME TO messages');
    expect(failed.status).toBe(500);
    expect(failed.text).not.toMatch(/messages|relation|SQL|at \//);
    const again = await app.post(PATH, body, key);
    expect([again.status, again.headers.get('idempotency-replayed'), await left()]).toEqual([201, null, 8]);
  });

  it.each(['a', 'x'.repeat(255), ' ~!"#%&/()=?', '0'])('may be %j', async (key) => {
    const { body } = await request();
    expect((await app.post(PATH, body, { 'idempotency-key': key })).status).toBe(201);
  });

  it.each(['', 'x'.repeat(256), 'ä', 'a\tb', 'a\u0080b'])('cannot be %j', async (key) => {
    const { body, left } = await request();
    expectProblem(await app.post(PATH, body, { 'idempotency-key': key }), 400, 'invalid_idempotency_key');
    expect(await left()).toBe(10);
  });

  it('hides its answer from who reads the database', async () => {
    const { body } = await request();
    const answer = await app.post(PATH, body, freshKey());
    const rows = await app.database.reader.query<{ answer: string }[]>('SELECT answer FROM idempotency_keys');
    for (const row of rows) expect(row.answer).not.toContain(part<string>(answer, 'manageUrl').slice(-30));
  });
});

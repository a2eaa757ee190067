import type { Event } from '#programme';
import { available, Holder, toldTo } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
let keys = 0;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ venue: { safeNumber: 2000 } });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const freshKey = (): Record<string, string> => ({ 'idempotency-key': `key-${keys++}` });
const replayed = ({ headers }: { headers: Headers }) => headers.get('idempotency-replayed');

async function party() {
  const [session, other] = [await app.make.session(event), await app.make.session(event, { capacity: 20 })];
  const holder = await Holder.in(app, session.id, { partySize: 4 });
  return { holder, other, left: () => available(app, event.slug, session.id) };
}

describe('sent again with the same Idempotency-Key', () => {
  it('giving up one place gives up one place', async () => {
    const { holder, left } = await party();
    const key = freshKey();
    const [first, second] = [await holder.cancel({ places: 1 }, key), await holder.cancel({ places: 1 }, key)];
    expect([first.status, replayed(first)]).toEqual([200, null]);
    expect([second.status, second.text, replayed(second)]).toEqual([200, first.text, 'true']);
    expect(await left()).toBe(17);
    expect(await holder.told()).toHaveLength(2);
  });

  it('at once, giving up one place gives up one place', async () => {
    const { holder, left } = await party();
    const key = freshKey();
    const answers = await Promise.all(Array.from({ length: 5 }, () => holder.cancel({ places: 1 }, key)));
    for (const answer of answers) {
      if (answer.status !== 200) expectProblem(answer, 409, 'idempotency_key_in_use');
    }
    expect(await left()).toBe(17);
  });

  it('giving up one place gives up one place, though its answer was lost on the way', async () => {
    const { holder, left } = await party();
    const key = freshKey();
    await app.database.reader.query(BREAK_ANSWERS);
    const lost = await holder.cancel({ places: 1 }, key);
    await app.database.reader.query(MEND_ANSWERS);
    expect(lost.status).toBe(500);
    expect((await holder.cancel({ places: 1 }, key)).status).toBe(200);
    expect(await left()).toBe(17);
  });

  it('a move is answered as before, wherever the party is now', async () => {
    const { holder, other } = await party();
    const key = freshKey();
    const first = await holder.move(other.id, key);
    await holder.change({ partySize: 2 });
    const second = await holder.move(other.id, key);
    expect([second.status, second.text, replayed(second)]).toEqual([200, first.text, 'true']);
  });

  it('a refused move is refused as before', async () => {
    const { holder } = await party();
    const full = await app.make.session(event, { capacity: 1 });
    const key = freshKey();
    const first = await holder.move(full.id, key);
    expectProblem(first, 409, 'session_full');
    await holder.cancel({ places: 3 });
    const second = await holder.move(full.id, key);
    expect([second.status, second.text, replayed(second)]).toEqual([409, first.text, 'true']);
  });

  it('a lookup is answered alike and mails once', async () => {
    const { email } = nextPerson();
    const holder = await Holder.in(app, (await app.make.session(event)).id, { email });
    const key = freshKey();
    const lookup = () => app.post('/api/v1/registrations/lookup', { email }, key);
    expect([(await lookup()).status, replayed(await lookup())]).toEqual([202, 'true']);
    app.clock.travel({ minutes: 11 });
    const again = await lookup();
    expect([again.status, again.text, replayed(again)]).toEqual([202, '', 'true']);
    expect(await toldTo(app, holder.id)).toHaveLength(2);
  });
});

describe('an Idempotency-Key of self-service', () => {
  it('with another body is refused', async () => {
    const { holder, other, left } = await party();
    const [one, two] = [freshKey(), freshKey()];
    await holder.cancel({ places: 1 }, one);
    expectProblem(await holder.cancel({ places: 2 }, one), 422, 'idempotency_key_reused');
    await holder.move(other.id, two);
    expectProblem(await holder.move(holder.id, two), 422, 'idempotency_key_reused');
    expect(await left()).toBe(20);
  });

  it('is another one for another operation and another registration', async () => {
    const [{ holder, other }, { holder: stranger }] = [await party(), await party()];
    const key = freshKey();
    const answers = [await holder.cancel({ places: 1 }, key), await stranger.cancel({ places: 1 }, key)];
    answers.push(await holder.move(other.id, key));
    for (const answer of answers) expect([answer.status, replayed(answer)]).toEqual([200, null]);
  });

  it('helps nobody who has no link', async () => {
    const { holder } = await party();
    const key = freshKey();
    await holder.cancel({ places: 1 }, key);
    const stranger = await app.post(`${holder.path}/cancel`, { places: 1 }, key);
    expectProblem(stranger, 401, 'unauthorized');
  });

  it.each(['', 'x'.repeat(256), 'ä'])('cannot be %j', async (key) => {
    const { holder, other, left } = await party();
    const header = { 'idempotency-key': key };
    const answers = [await holder.cancel({}, header), await holder.move(other.id, header)];
    answers.push(await app.post('/api/v1/registrations/lookup', { email: 'a@example.org' }, header));
    for (const answer of answers) expectProblem(answer, 400, 'invalid_idempotency_key');
    expect(await left()).toBe(16);
  });
});

/** Makes keeping an answer fail, as a connection does that breaks at the wrong moment. */
const BREAK_ANSWERS = `ALTER TABLE idempotency_keys ADD CONSTRAINT broken CHECK (answer IS NULL) NOT VALID`;
const MEND_ANSWERS = `ALTER TABLE idempotency_keys DROP CONSTRAINT broken`;

import { expectProblem } from '../../support/problems.js';
import { part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
afterAll(() => app[Symbol.asyncDispose]());

let made = 0;
const venue = () => ({
  slug: `garden-${++made}`,
  name: 'The garden',
  address: 'Tavistock Square\nLondon',
  latitude: 51.5,
  longitude: -0.1,
  timeZone: 'Europe/London',
  safeNumber: 100,
});
const make = () => team.post('venues', venue());
const at = (answer: Answer) => `venues/${part<string>(answer, 'id')}`;

describe('a venue', () => {
  it('is made, read and listed', async () => {
    const answer = await make();
    expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ version: 1, safeNumber: 100 })]);
    expect((await team.get(at(answer))).body).toEqual(answer.body);
    expect(part<object[]>(await team.get('venues'), 'items')[0]).toEqual(answer.body);
  });

  it('is made once by the same request sent twice', async () => {
    const headers = { 'idempotency-key': 'one' };
    const body = venue();
    const [first, second] = [await team.post('venues', body, headers), await team.post('venues', body, headers)];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('is changed by who has seen it as it is, and by nobody else', async () => {
    const before = await make();
    const after = await team.change(at(before), { safeNumber: 80 }, before);
    expect([after.status, after.body]).toEqual([200, expect.objectContaining({ version: 2, safeNumber: 80 })]);
    expectProblem(await team.change(at(before), { safeNumber: 70 }, before), 412, 'stale');
    expect((await team.change(at(before), { safeNumber: 60 }, after)).status).toBe(200);
    expect((await team.change(at(before), { safeNumber: 50 })).status).toBe(200);
  });

  it('is not changed by who does not say what they have seen, nor by a weak or foreign tag', async () => {
    const path = `/api/v1/admin/${at(await make())}`;
    const patch = (more: object) =>
      app.call('PATCH', path, { body: { safeNumber: 70 }, headers: { ...team.headers, ...more } });
    expectProblem(await patch({}), 428, 'precondition_required');
    for (const tag of ['W/"1.x"', '"x"', '1', '']) expectProblem(await patch({ 'if-match': tag }), 412, 'stale');
    expect((await patch({ 'if-match': '"7.x", "1.x"' })).status).toBe(200);
  });

  it('keeps a slug of its own', async () => {
    const first = await make();
    const slug = part<string>(first, 'slug');
    expectProblem(await team.post('venues', { ...venue(), slug }), 409, 'slug_taken');
  });

  it('takes no time zone that does not exist, and no property that is not one', async () => {
    for (const timeZone of ['Europe/Atlantis', '+01:00', '']) {
      expectProblem(await team.post('venues', { ...venue(), timeZone }), 422, 'invalid_input');
    }
    const answer = await team.post('venues', { ...venue(), id: 'x', version: 7 });
    expect(part<{ pointer: string }[]>(answer, 'errors').map(({ pointer }) => pointer)).toEqual(['/id', '/version']);
  });

  it('is not made smaller than the sessions that it must hold at one time', async () => {
    const event = await app.make.event({ venue: { safeNumber: 50 } });
    await app.make.session(event, { capacity: 40 });
    const path = `venues/${event.venueId}`;
    expectProblem(await team.change(path, { safeNumber: 39 }), 409, 'over_safe_number');
    expect((await team.change(path, { safeNumber: 40 })).status).toBe(200);
  });

  it('goes if no event needs it', async () => {
    const event = await app.make.event();
    expectProblem(await team.remove(`venues/${event.venueId}`), 409, 'in_use');
    const free = await make();
    expect((await team.remove(at(free))).status).toBe(204);
    expectProblem(await team.get(at(free)), 404, 'not_found');
  });

  it('has everything that was done to it in the audit trail and in the feed of changes', async () => {
    const before = await make();
    const id = part<string>(before, 'id');
    await team.change(at(before), { name: 'The court' }, before);
    expectProblem(await team.change(at(before), { name: 'The yard' }, before), 412, 'stale');
    const trail = await team.get(`audit?subjectId=${id}`);
    expect(part<object[]>(trail, 'items')).toEqual([
      expect.objectContaining({ kind: 'venue.changed', changed: { name: { from: 'The garden', to: 'The court' } } }),
      expect.objectContaining({ kind: 'venue.made', actor: expect.objectContaining({ kind: 'key', name: 'test' }) }),
    ]);
    const feed = await team.get('changes?limit=200');
    const kinds = part<{ subjectId: string; kind: string }[]>(feed, 'items').filter((one) => one.subjectId === id);
    expect(kinds.map(({ kind }) => kind)).toEqual(['venue.made', 'venue.changed']);
  });
});

describe('the audit trail', () => {
  it.each(['UPDATE audit_trail SET reason = NULL', 'DELETE FROM audit_trail', 'TRUNCATE audit_trail'])(
    'refuses %s',
    async (statement) => {
      await make();
      await expect(app.database.reader.query(statement)).rejects.toThrow('the audit trail only grows');
    },
  );
});

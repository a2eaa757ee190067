import { UnverifiedExpiry } from '#registration';
import type { Event, Session } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';
import { tablesThatSay } from '../../support/whole-database.js';

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  event = await app.make.event();
  session = await app.make.session(event, { capacity: 40, places: 10 });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const CODE = 'Lilac-2026';
const coded = (change: object = {}) => ({
  ...{ sessionId: session.id, name: 'Friends', audience: 'invited', places: 10, code: CODE },
  ...change,
});
const make = (change: object = {}) => team.post('pools', coded(change));
async function opened(change: object = {}): Promise<string> {
  const answer = await make(change);
  expect(answer.status).toBe(201);
  return `pools/${part<string>(answer, 'id')}`;
}
const taken = async (pool: string) => part<number>(await team.get(pool), 'taken');
const come = (poolCode: string, change: object = {}) => app.register(session.id, { poolCode, ...change });
const publicTaken = async () => {
  const pools = part<{ audience: string; taken: number }[]>(await team.get(`pools?sessionId=${session.id}`), 'items');
  return pools.find(({ audience }) => audience === 'public')!.taken;
};

describe('a code of a pool', () => {
  it('is given, shown to the team again, and never in plain text in the database', async () => {
    const answer = await make({ codeLimit: 4 });
    expect(answer.body).toMatchObject({ access: 'code', code: CODE, codeLimit: 4 });
    const path = `pools/${part<string>(answer, 'id')}`;
    expect((await team.get(path)).body).toEqual(answer.body);
    expect((await team.get(`sessions/${session.id}`)).text).toContain(CODE);
    for (const plain of [CODE, '11LAC2026', 'LILAC2026', '11LAC']) {
      expect(await tablesThatSay(app.database, plain)).toEqual([]);
    }
    const planner = await Team.as(app, { scopes: ['programme:read'] } as never);
    expect((await planner.get(path)).body).toMatchObject({ access: 'code', code: null, codeLimit: 4 });
    expect((await planner.get(`sessions/${session.id}`)).text).not.toContain(CODE);
  });

  it('is made if none is chosen', async () => {
    const path = await opened({ code: undefined, generateCode: true });
    const first = part<string>(await team.get(path), 'code');
    expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect((await come(first)).status).toBe(201);
    const second = part<string>(await team.change(path, { generateCode: true }), 'code');
    expect(second).not.toBe(first);
    expectProblem(await come(first), 403, 'code_unknown');
  });

  it.each([
    [{ code: 'ab-12 3' }, '/code'],
    [{ code: 'abcdefg', generateCode: true }, '/generateCode'],
    [{ code: undefined, codeLimit: 3 }, '/codeLimit'],
    [{ codeLimit: 0 }, '/codeLimit'],
    [{ audience: 'wheelchair' }, '/code'],
  ])('%j does not fit', async (change, pointer) => {
    const answer = await make(change);
    expectProblem(answer, 422, 'invalid_input');
    expect(part(answer, 'errors')).toMatchObject([{ pointer }]);
  });

  it('opens no public places, and one pool of a session', async () => {
    const [open] = part<{ id: string }[]>(await team.get(`pools?sessionId=${session.id}`), 'items');
    expectProblem(await team.change(`pools/${open!.id}`, { code: CODE }), 422, 'invalid_input');
    const first = await opened();
    expectProblem(await make({ name: 'Press', code: 'LILAC 2026' }), 409, 'code_in_use');
    expect((await team.change(first, { code: 'lilac2026', codeLimit: 3 })).body).toMatchObject({
      code: CODE,
      codeLimit: 3,
    });
    session = await app.make.session(event, { capacity: 40, places: 10 });
    await opened();
  });

  it('of a private pool is changed by those alone who may know of it', async () => {
    const path = await opened({ private: true });
    const planner = await Team.as(app, { scopes: ['programme:read', 'programme:write'] } as never);
    expect((await planner.change(path, { generateCode: true })).status).toBe(403);
    expect((await planner.change(path, { codeLimit: 1 })).status).toBe(403);
  });

  it('is noted when it changes, without what it says', async () => {
    const path = await opened();
    await team.change(path, { code: 'Heather-77', codeLimit: 2 });
    const trail = await team.get(`audit?subjectId=${path.split('/')[1]}`);
    expect(trail.text).toContain('codeLimit');
    expect(trail.text).not.toMatch(/lilac|heather/i);
  });
});

describe('whoever has the code', () => {
  it.each([CODE, 'lilac2026', ' LILAC 2026 ', 'l-i-l-a-c–2026', '1i1ac2o26'])('comes in by %j', async (typed) => {
    const path = await opened();
    const answer = await come(typed, { partySize: 2 });
    expect([answer.status, answer.body['state']]).toEqual([201, 'confirmed']);
    expect([await taken(path), await publicTaken()]).toEqual([2, 0]);
  });

  it('comes in no other way: wrong codes and sessions without codes answer the same', async () => {
    const without = await come(CODE);
    await opened();
    const wrong = await come('Lilac-2027');
    const told = ({ status, body }: Answer) => [status, body['code'], body['title'], body['detail']];
    expect(told(wrong)).toEqual(told(without));
    expectProblem(wrong, 403, 'code_unknown');
    expectProblem(await come('   –   '), 403, 'code_unknown');
    const draft = await app.register('01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f', { poolCode: CODE });
    expectProblem(draft, 404, 'not_found');
  });

  it('gets no more places than the code allows, and those of who gives theirs up', async () => {
    const path = await opened({ codeLimit: 3 });
    const first = await Holder.in(app, session.id, { poolCode: CODE, partySize: 2 });
    const refused = await come(CODE, { partySize: 2 });
    expectProblem(refused, 409, 'code_used_up');
    expect(part(refused, 'available')).toBe(1);
    expect((await come(CODE)).status).toBe(201);
    expectProblem(await first.change({ partySize: 3 }), 409, 'code_used_up');
    expect((await first.cancel({ places: 1 })).status).toBe(200);
    expect(await taken(path)).toBe(2);
    expect((await first.change({ partySize: 2 })).status).toBe(200);
    expect((await first.cancel()).status).toBe(200);
    expect((await come(CODE, { partySize: 2 })).status).toBe(201);
    expect(await taken(path)).toBe(3);
  });

  it('gets none that the pool has not, whatever the code allows', async () => {
    await opened({ places: 2, codeLimit: 5 });
    const refused = await come(CODE, { partySize: 3 });
    expectProblem(refused, 409, 'session_full');
    expect(refused.body).toMatchObject({ available: 2, waitingList: false });
    expect((await come(CODE, { partySize: 2 })).status).toBe(201);
  });

  it('keeps their places when the code changes or goes, and by the new one all come anew', async () => {
    const path = await opened({ codeLimit: 2 });
    const holder = await Holder.in(app, session.id, { poolCode: CODE, partySize: 2 });
    await team.change(path, { code: 'Heather-77' });
    expectProblem(await come(CODE), 403, 'code_unknown');
    expect((await come('heather 77', { partySize: 2 })).status).toBe(201);
    expect((await team.change(path, { code: null })).body).toMatchObject({
      access: 'invitation',
      code: null,
      codeLimit: null,
    });
    expectProblem(await come('heather 77'), 403, 'code_unknown');
    expect(await taken(path)).toBe(4);
    expect((await holder.view()).body).toMatchObject({ state: 'confirmed', partySize: 2 });
    expect((await holder.change({ partySize: 3 })).status).toBe(200);
  });

  it('finds none left once the pool is released', async () => {
    const path = await opened();
    const holder = await Holder.in(app, session.id, { poolCode: CODE });
    await team.post(`${path}/release`);
    expectProblem(await come(CODE), 409, 'session_full');
    expect((await holder.cancel()).status).toBe(200);
    expect(part(await team.get(path), 'places')).toBe(0);
  });

  it('keeps to the window and the party limit', async () => {
    await opened({ places: 20 });
    expectProblem(await come(CODE, { partySize: 7 }), 422, 'party_too_large');
    await app.database.reader.query("UPDATE events SET registration_closes_at = '2026-01-02' WHERE id = $1", [
      event.id,
    ]);
    expectProblem(await come(CODE), 409, 'registration_closed');
    expectProblem(await come('Lilac-2027'), 403, 'code_unknown');
  });

  it('gets the same answer to the same request, whatever became of the code', async () => {
    const path = await opened();
    const key = { 'idempotency-key': 'once' };
    const body = { poolCode: CODE, email: 'same@example.org', name: 'Same' };
    const first = await app.register(session.id, body, key);
    await team.change(path, { code: null });
    expect((await app.register(session.id, body, key)).body).toEqual(first.body);
  });

  it('does not come by an invitation as well', async () => {
    expectProblem(await come(CODE, { invitationToken: 'guessed' }), 422, 'invalid_input');
  });

  it('is nobody of the code any more in another pool', async () => {
    await opened({ codeLimit: 1 });
    const holder = await Holder.in(app, session.id, { poolCode: CODE });
    const other = await app.make.session(event, { capacity: 5 });
    expect((await holder.move(other.id)).status).toBe(200);
    expect((await come(CODE)).status).toBe(201);
  });
});

describe('where addresses are confirmed by mail', () => {
  it('a code tells nobody who is registered, and what is held counts', async () => {
    event = await app.make.event({ confirmation: 'by-email' });
    session = await app.make.session(event, { capacity: 40, places: 10 });
    const path = await opened({ codeLimit: 2 });
    const ada = { email: 'ada@example.org', name: 'Ada' };
    const first = await come(CODE, ada);
    expect([first.status, first.body['state']]).toEqual([201, 'unverified']);
    expect((await come(CODE, ada)).status).toBe(201);
    expect((await come(CODE)).status).toBe(201);
    expectProblem(await come(CODE, ada), 409, 'code_used_up');
    expectProblem(await come(CODE), 409, 'code_used_up');
    app.clock.travel({ minutes: 31 });
    await app.service(UnverifiedExpiry).expireDue();
    expect(await taken(path)).toBe(0);
    expect((await come(CODE, { partySize: 2 })).status).toBe(201);
  });
});

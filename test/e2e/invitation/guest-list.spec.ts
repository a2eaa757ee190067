import { PoolRelease } from '#admission';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { GuestLists } from './guest-lists.js';

let app: TestApp;
let lists: GuestLists;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  lists = await GuestLists.open(app, { invited: 4, private: true, releasesAt: new Date(Date.now() + 20 * 86_400_000) });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

describe('a guest list', () => {
  it('promises no more than there is, unless somebody says why', async () => {
    await lists.invite({ partySize: 3 });
    const problem = expectProblem(await lists.add({ partySize: 2 }), 409, 'pool_promised');
    expect(problem).toMatchObject({ places: 4, taken: 0, promised: 3, wanted: 2 });
    const answer = await lists.add({ partySize: 2, overPromise: { reason: 'A third declines each year.' } });
    expect(answer.status).toBe(201);
    const { body } = await lists.team.get(`audit?subjectId=${String(answer.body['id'])}`);
    expect(body['items']).toMatchObject([{ kind: 'invitation.made', reason: 'A third declines each year.' }]);
    expect(await lists.pool()).toMatchObject({ promised: 5, places: 4 });
  });

  it('gives what is promised to too many to those who answer first', async () => {
    const guests = [];
    for (let index = 0; index < 3; index++) {
      guests.push(await lists.invite({ partySize: 2, overPromise: { reason: 'Some will decline.' } }));
    }
    const [first, second, third] = guests as [(typeof guests)[0], (typeof guests)[0], (typeof guests)[0]];
    expect((await lists.as(first).accept({ partySize: 2 })).status).toBe(201);
    expect((await lists.as(second).accept({ partySize: 2 })).status).toBe(201);
    expectProblem(await lists.as(third).accept({ partySize: 1 }), 409, 'session_full');
    expect(await lists.pool()).toMatchObject({ taken: 4, promised: 2 });
  });

  it('keeps its pool as large as what was promised', async () => {
    await lists.invite({ partySize: 3 });
    const problem = expectProblem(
      await lists.team.change(`pools/${lists.poolId}`, { places: 2 }),
      409,
      'capacity_below_promised',
    );
    expect(problem).toMatchObject({ by: 1 });
    expect((await lists.team.change(`pools/${lists.poolId}`, { places: 3 })).status).toBe(200);
  });

  it('has nobody twice', async () => {
    const { id } = await lists.invite({ name: 'Ada Birch', email: 'ada@example.org' });
    const problem = expectProblem(
      await lists.add({ name: 'ada birch', email: 'ADA@example.org' }),
      409,
      'already_invited',
    );
    expect(problem).toMatchObject({ invitationId: id });
  });

  it('changes how many are allowed, and promises as many', async () => {
    const { id } = await lists.invite({ partySize: 1 });
    expect((await lists.team.change(`invitations/${id}`, { partySize: 3 })).body).toMatchObject({ partySize: 3 });
    expectProblem(await lists.team.change(`invitations/${id}`, { partySize: 5 }), 409, 'pool_promised');
    await lists.team.change(`invitations/${id}`, { partySize: 2, organisation: 'Fire Brigade' });
    expect(await lists.pool()).toMatchObject({ promised: 2 });
  });

  it('never allows fewer than have come, and lets the others come later', async () => {
    const invited = await lists.invite({ partySize: 2 });
    await lists.as(invited).accept({ partySize: 2 });
    expectProblem(await lists.team.change(`invitations/${invited.id}`, { partySize: 1 }), 409, 'party_holds_more');
    expect((await lists.team.change(`invitations/${invited.id}`, { partySize: 4 })).status).toBe(200);
  });

  it('is sorted by precedence and searched by words', async () => {
    await lists.invite({ name: 'Nobody' });
    await lists.invite({ name: 'Second', precedence: 2, organisation: 'Ärzte ohne Grenzen' });
    await lists.invite({ name: 'First', precedence: 1 });
    const names = async (query: string) => {
      const { body } = await lists.team.get(`invitations?sessionId=${lists.session.id}&${query}`);
      return (body['items'] as unknown as { name: string }[]).map(({ name }) => name);
    };
    expect(await names('sort=precedence')).toEqual(['First', 'Second', 'Nobody']);
    const first = await lists.team.get(`invitations?sessionId=${lists.session.id}&sort=precedence&limit=2`);
    expect(await names(`sort=precedence&limit=2&cursor=${String(first.body['nextCursor'])}`)).toEqual(['Nobody']);
    expect(await names('q=grenzen')).toEqual(['Second']);
    expect(await names('organisation=ohne')).toEqual(['Second']);
  });
});

describe('what only those see who may see what is sensitive', () => {
  it('is the note, the private pool and the link', async () => {
    const { id, url } = await lists.invite({ note: 'Lost her brother; please seat apart from the press.' });
    const viewer = await Team.as(app, 'viewer');
    const { body, text } = await viewer.get(`invitations/${id}`);
    expect(body).toMatchObject({ note: null, poolId: null, url: null, masked: ['note', 'poolId'] });
    expect(text).not.toContain(lists.poolId);
    const found = await viewer.get(`invitations?poolId=${lists.poolId}`);
    expect(found.body['items']).toEqual([]);
    expect((await lists.team.get(`invitations/${id}`)).body).toMatchObject({ masked: [], url });
    const writer = await Team.as(app, { scopes: ['registrations:read', 'registrations:write'] });
    expectProblem(await writer.change(`invitations/${id}`, { note: 'Mine.' }), 403, 'forbidden');
  });

  it('stands nowhere in plain text: not in the database, nor in the audit trail', async () => {
    const { id } = await lists.invite({ note: 'Lost her brother.' });
    const [row] = (await app.database.reader.query('SELECT row_to_json(i) AS row FROM invitations i WHERE id = $1', [
      id,
    ])) as [{ row: object }];
    expect(JSON.stringify(row)).not.toContain('brother');
    const { text } = await lists.team.get(`audit?subjectId=${id}`);
    expect(text).not.toContain('brother');
    expect(text).toContain('(not shown)');
  });
});

describe('after its pool was released', () => {
  it('an invitation promises nothing more, and is good for what is open where the places went', async () => {
    const [one, other] = [await lists.invite({ partySize: 2 }), await lists.invite({ partySize: 2 })];
    expect((await lists.as(one).accept({ partySize: 2 })).status).toBe(201);
    await app.service(PoolRelease).release(lists.poolId);
    expect(await lists.pool()).toMatchObject({ promised: 0, taken: 2, places: 2 });
    const answer = await lists.as(other).accept({ partySize: 2 });
    expect(answer.status).toBe(201);
    const { body } = await lists.team.get(`registrations/${String(answer.body['id'])}`);
    expect(body['poolId']).not.toBe(lists.poolId);
    expectProblem(await lists.add(), 409, 'already_released');
  });

  it('an invitation takes nothing before those who wait', async () => {
    const invited = await lists.invite();
    await app.service(PoolRelease).release(lists.poolId);
    await app.database.reader.query('UPDATE pools SET waited_for = true WHERE session_id = $1', [lists.session.id]);
    expectProblem(await lists.as(invited).accept(), 409, 'session_full');
  });
});

describe('an answer by telephone or letter', () => {
  it('is written down with its source, for somebody without an address too', async () => {
    const { id } = await lists.invite({ email: undefined, partySize: 2, name: 'May Linden' });
    const heard = { partySize: 2, source: 'letter', accessNeeds: 'A seat at the aisle' };
    const answer = await lists.team.post(`invitations/${id}/accept`, heard);
    expect(answer.body).toMatchObject({ state: 'accepted', source: 'letter', coming: 2 });
    const { body } = await lists.team.get(`registrations/${String(answer.body['registrationId'])}`);
    expect(body).toMatchObject({ source: 'letter', contact: { name: 'May Linden', email: null } });
    const declined = await lists.team.post(`invitations/${id}/decline`, { source: 'phone', reason: 'She is ill.' });
    expect(declined.body).toMatchObject({ state: 'declined', source: 'phone', coming: 0 });
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 0 });
  });
});

describe('what invitations stand on', () => {
  it('is not taken away under them, and an event takes its letters and rules with it', async () => {
    await lists.invite();
    expectProblem(await lists.team.remove(`pools/${lists.poolId}`), 409, 'in_use');
    const draft = await app.make.event({ status: 'draft' });
    const words = { eventId: draft.id, kind: 'invitation', subject: 'Hello', body: 'Come, {{name}}.' };
    expect((await lists.team.post('invitation-templates', words)).status).toBe(201);
    expect((await lists.team.post('reminder-rules', { eventId: draft.id, daysBefore: 5 })).status).toBe(201);
    expect((await lists.team.remove(`events/${draft.id}`)).status).toBe(204);
  });

  it('may be a draft, in which nobody is mailed yet and no link opens', async () => {
    const draft = await app.make.event({ status: 'draft' });
    const session = await app.make.session(draft, { capacity: 9, pools: [{ name: 'Guests', places: 4 }] });
    const [{ id: poolId }] = (await app.database.reader.query(
      "SELECT id FROM pools WHERE session_id = $1 AND audience = 'invited'",
      [session.id],
    )) as [{ id: string }];
    const guest = { sessionId: session.id, poolId, name: 'Ada Birch', email: 'ada@example.org' };
    const made = await lists.team.post('invitations', guest);
    expect(made.status).toBe(201);
    const invited = made.body as unknown as Parameters<typeof lists.as>[0];
    expectProblem(await lists.team.post(`invitations/${invited.id}/send`), 409, 'event_not_published');
    expectProblem(await lists.as(invited).see(), 404, 'not_found');
    expectProblem(await lists.as(invited).accept(), 404, 'not_found');
  });
});

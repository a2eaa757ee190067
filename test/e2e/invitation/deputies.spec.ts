import type { Event } from '#programme';
import { expectProblem } from '../../support/problems.js';
import { managing, TestApp } from '../../support/test-app.js';
import { GuestLists, type Invited } from './guest-lists.js';

let app: TestApp;
let lists: GuestLists;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  lists = await GuestLists.open(app);
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

const TOM = { name: 'Tom Alder', email: 'tom@example.org' };

async function deputyOf({ id }: Invited): Promise<Invited> {
  const { body } = await lists.team.get(`invitations/${id}`);
  return (await lists.team.get(`invitations/${String(body['deputyId'])}`)).body as unknown as Invited;
}

describe('a deputy', () => {
  it('has an invitation of their own to what was the guest’s, and is mailed it', async () => {
    const invited = await lists.invite({ partySize: 2, organisation: 'Fire Brigade' });
    const answer = await lists.as(invited).deputise(TOM);
    expect(answer.body).toMatchObject({ state: 'deputised', deputy: { name: 'Tom Alder', state: 'pending' } });
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 2 });
    const deputy = await deputyOf(invited);
    expect(deputy).toMatchObject({
      partySize: 2,
      deputyOf: invited.id,
      organisation: 'Fire Brigade',
      email: TOM.email,
    });
    const { body } = await lists.team.get(`messages?candidateId=${deputy.id}`);
    expect(body['items']).toMatchObject([{ kind: 'invitation', recipient: TOM.email }]);
    expectProblem(await lists.as(invited).accept(), 409, 'invitation_answered');
    expect((await lists.as(deputy).accept({ partySize: 2 })).status).toBe(201);
    expect(await lists.pool()).toMatchObject({ taken: 2, promised: 0 });
  });

  it('sends no deputy', async () => {
    const invited = await lists.invite();
    await lists.as(invited).deputise(TOM);
    expectProblem(await lists.as(await deputyOf(invited)).deputise(TOM), 409, 'no_second_deputy');
  });

  it('is taken back until they have answered, and their link ends', async () => {
    const invited = await lists.invite({ partySize: 2 });
    await lists.as(invited).deputise(TOM);
    const deputy = await deputyOf(invited);
    expect((await lists.as(invited).recall()).body).toMatchObject({ state: 'pending', deputy: null });
    expectProblem(await lists.as(deputy).accept(), 409, 'invitation_withdrawn');
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 2 });
    await lists.as(invited).deputise(TOM);
    await lists.as(await deputyOf(invited)).accept();
    expectProblem(await lists.as(invited).recall(), 409, 'no_deputy_to_recall');
  });

  it('leaves the invitation to the guest again by declining', async () => {
    const invited = await lists.invite({ partySize: 2 });
    await lists.as(invited).deputise(TOM);
    await lists.as(await deputyOf(invited)).decline();
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 0 });
    expect((await lists.as(invited).accept({ partySize: 2 })).status).toBe(201);
    expect(await lists.pool()).toMatchObject({ taken: 2, promised: 0 });
  });

  it('takes over what the guest had taken already', async () => {
    const invited = await lists.invite({ partySize: 3 });
    await lists.as(invited).accept({ partySize: 2 });
    await lists.as(invited).deputise(TOM);
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 2 });
    expect(await deputyOf(invited)).toMatchObject({ partySize: 2 });
  });

  describe('of a guest whose places are not in the pool any more', () => {
    const acceptAndGo = async (invited: Invited, to: 'other session' | 'public pool') => {
      const { body } = await lists.as(invited).accept({ partySize: 2 });
      if (to === 'other session') {
        const other = await app.make.session({ id: lists.session.eventId } as Event, { capacity: 5 });
        const moved = await app.post(
          `/api/v1/registrations/${String(body['id'])}/move`,
          { sessionId: other.id },
          managing(body),
        );
        expect(moved.status).toBe(200);
        return;
      }
      const pools = `SELECT id FROM pools WHERE session_id = $1 AND audience = 'public'`;
      const [{ id: poolId }] = await app.database.reader.query<[{ id: string }]>(pools, [lists.session.id]);
      const moved = await lists.team.post(`registrations/${String(body['id'])}/move`, {
        sessionId: lists.session.id,
        poolId,
      });
      expect(moved.status).toBe(200);
    };

    it.each(['other session', 'public pool'] as const)(
      'is promised nothing that others were promised (%s), and the guest keeps theirs',
      async (to) => {
        lists = await GuestLists.open(app, { invited: 2 });
        const ada = await lists.invite({ partySize: 2 });
        await acceptAndGo(ada, to);
        const bea = await lists.invite({ partySize: 2 });
        expectProblem(await lists.as(ada).deputise(TOM), 409, 'session_full');
        expect(await lists.stateOf(ada)).toBe('accepted');
        expect(await lists.pool()).toMatchObject({ places: 2, taken: 0, promised: 2 });
        expect((await lists.as(bea).accept({ partySize: 2 })).status).toBe(201);
      },
    );

    it.each(['other session', 'public pool'] as const)('may bring as many as are open there (%s)', async (to) => {
      lists = await GuestLists.open(app, { invited: 2 });
      const ada = await lists.invite({ partySize: 2 });
      await acceptAndGo(ada, to);
      const bea = await lists.invite({ partySize: 1 });
      expect((await lists.as(ada).deputise(TOM)).status).toBe(200);
      const tom = await deputyOf(ada);
      expect(tom).toMatchObject({ partySize: 1 });
      expect(await lists.pool()).toMatchObject({ places: 2, taken: 0, promised: 2 });
      expect((await lists.as(tom).accept()).status).toBe(201);
      expect((await lists.as(bea).accept()).status).toBe(201);
    });
  });

  it('is promised no more than the pool has where somebody of the party is in a wheelchair space', async () => {
    const pools = [
      { name: 'Guests', places: 2 },
      { name: 'Wheelchair spaces', places: 1, audience: 'wheelchair' as const },
    ];
    lists = await GuestLists.open(app, { pools });
    const ada = await lists.invite({ partySize: 2 });
    const { body } = await lists.as(ada).accept({ partySize: 2 });
    const spaces = [{ kind: 'wheelchair', person: 0 }];
    const at = `/api/v1/registrations/${String(body['id'])}`;
    expect((await app.call('PATCH', at, { body: { spaces }, headers: managing(body) })).status).toBe(200);
    expect(await lists.pool()).toMatchObject({ places: 2, taken: 1, promised: 0 });
    await lists.invite();
    await lists.as(ada).deputise(TOM);
    expect(await deputyOf(ada)).toMatchObject({ partySize: 1 });
    expect(await lists.pool()).toMatchObject({ places: 2, taken: 0, promised: 2 });
  });

  it('is withdrawn with who has sent them', async () => {
    const invited = await lists.invite();
    await lists.as(invited).deputise(TOM);
    const deputy = await deputyOf(invited);
    await lists.team.post(`invitations/${invited.id}/withdraw`);
    expect([await lists.stateOf(invited), await lists.stateOf(deputy)]).toEqual(['withdrawn', 'withdrawn']);
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 0 });
  });

  it.each(['alone', 'with many'] as const)(
    'leaves the invitation to the guest again when withdrawn %s',
    async (how) => {
      const [coming, not, other] = [await lists.invite({ partySize: 2 }), await lists.invite(), await lists.invite()];
      for (const one of [coming, not, other]) {
        await lists.as(one).deputise(TOM);
        const { id } = await deputyOf(one);
        if (how === 'alone') await lists.team.post(`invitations/${id}/withdraw`);
      }
      const mailing = { action: 'withdraw', filter: { eventId: lists.session.eventId } };
      if (how === 'with many') expect((await lists.team.post('invitation-mailings', mailing)).body['reaches']).toBe(3);
      expect(await lists.pool()).toMatchObject({ taken: 0, promised: 0 });
      expect((await lists.as(coming).see()).body).toMatchObject({ state: 'deputised', deputy: null });
      expectProblem(await lists.as(coming).recall(), 409, 'no_deputy_to_recall');
      expect((await lists.as(coming).accept({ partySize: 2 })).status).toBe(201);
      expect((await lists.as(not).decline()).body).toMatchObject({ state: 'declined', deputy: null });
      expect((await lists.as(other).deputise(TOM)).body).toMatchObject({ deputy: { state: 'pending' } });
      expect(await lists.pool()).toMatchObject({ taken: 2, promised: 1 });
    },
  );

  it('keeps the guest from declining as well, also by having declined', async () => {
    const invited = await lists.invite();
    await lists.as(invited).deputise(TOM);
    expectProblem(await lists.as(invited).decline(), 409, 'invitation_answered');
    await lists.as(await deputyOf(invited)).decline();
    expectProblem(await lists.as(invited).decline(), 409, 'invitation_answered');
  });

  it('may be named by telephone, without an address', async () => {
    const invited = await lists.invite();
    const heard = { deputy: { name: 'Tom Alder' }, source: 'phone' };
    const answer = await lists.team.post(`invitations/${invited.id}/deputise`, heard);
    expect(answer.body).toMatchObject({ state: 'deputised', source: 'phone' });
    expect(await deputyOf(invited)).toMatchObject({ email: null, sentAt: null });
  });
});

it('names so many deputies and no more: each is a mail to an address that a guest has typed', async () => {
  const invited = await lists.invite();
  for (let number = 1; number <= 5; number++) {
    expect((await lists.as(invited).deputise({ name: 'Tom', email: `tom${number}@example.org` })).status).toBe(200);
    expect((await lists.as(invited).recall()).status).toBe(200);
  }
  expectProblem(await lists.as(invited).deputise(TOM), 409, 'too_many_deputies');
  const heard = { source: 'phone', deputy: TOM };
  expect((await lists.team.post(`invitations/${invited.id}/deputise`, heard)).status).toBe(200);
});

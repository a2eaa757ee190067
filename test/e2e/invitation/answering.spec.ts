import { TestApp } from '../../support/test-app.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { GuestLists, type Invited, tokenOf } from './guest-lists.js';

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

describe('an invitation', () => {
  it('promises its places from the moment it is there', async () => {
    await lists.invite({ partySize: 3 });
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 3 });
  });

  it('gives a registration in its pool, confirmed at once, and the rest of the promise back', async () => {
    const invited = await lists.invite({ partySize: 3, name: 'Ada Birch' });
    const answer = await lists.as(invited).accept({ partySize: 2, guests: [{ name: 'Tom' }], accessNeeds: 'A ramp' });
    expect(answer).toMatchObject({ status: 201, body: { state: 'confirmed', partySize: 2 } });
    expect(await lists.pool()).toMatchObject({ taken: 2, promised: 0 });
    const registration = await lists.team.get(`registrations/${String(answer.body['id'])}`);
    expect(registration.body).toMatchObject({
      ...{ poolId: lists.poolId, state: 'confirmed', accessNeeds: 'A ramp', source: 'api' },
      contact: { name: 'Ada Birch', email: invited['email'] },
      places: [{ name: 'Ada Birch' }, { name: 'Tom' }],
    });
    const { body } = await lists.team.get(`messages?registrationId=${String(answer.body['id'])}`);
    expect(body['items']).toMatchObject([{ kind: 'confirmation', recipient: invited['email'] }]);
    expect((await lists.team.get(`invitations/${invited.id}`)).body).toMatchObject({
      ...{ state: 'accepted', coming: 2, source: 'api', registrationId: answer.body['id'] },
    });
  });

  it('takes no more than it allows, whatever the event allows', async () => {
    const guest = lists.as(await lists.invite({ partySize: 3 }));
    expectProblem(await guest.accept({ partySize: 4 }), 422, 'party_too_large');
    expect((await guest.accept({ partySize: 3 })).status).toBe(201);
  });

  it('is answered once', async () => {
    const guest = lists.as(await lists.invite({ partySize: 3 }));
    await guest.accept({ partySize: 1 });
    expectProblem(await guest.accept({ partySize: 2 }), 409, 'invitation_answered');
    expect(await lists.pool()).toMatchObject({ taken: 1, promised: 0 });
  });

  it('gives everything back when it is declined, and is good for what is open when minds change', async () => {
    const invited = await lists.invite({ partySize: 6 });
    const guest = lists.as(invited);
    expect((await guest.decline()).body).toMatchObject({ state: 'declined' });
    expect((await guest.decline()).status).toBe(200);
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 0 });
    await lists.invite({ partySize: 8 });
    expectProblem(await guest.accept({ partySize: 3 }), 409, 'session_full');
    expect((await guest.accept({ partySize: 2 })).status).toBe(201);
    expect(await lists.pool()).toMatchObject({ taken: 2, promised: 8 });
  });

  it('gives up what was taken by it when it is declined later', async () => {
    const invited = await lists.invite({ partySize: 2 });
    const guest = lists.as(invited);
    const { body } = await guest.accept({ partySize: 2 });
    expect((await guest.decline()).body).toMatchObject({ state: 'declined', registration: null });
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 0 });
    const registration = await lists.team.get(`registrations/${String(body['id'])}`);
    expect(registration.body).toMatchObject({ state: 'cancelled', cancelledBy: 'attendee' });
    expect((await guest.accept({ partySize: 1 })).status).toBe(201);
  });

  it('has been declined by who gives the places up by their manage link', async () => {
    const invited = await lists.invite({ partySize: 2 });
    const { body } = await lists.as(invited).accept({ partySize: 2 });
    const manage = { authorization: `Manage ${tokenOf(String(body['manageUrl']))}` };
    await app.post(`/api/v1/registrations/${String(body['id'])}/cancel`, {}, manage);
    expect(await lists.stateOf(invited)).toBe('declined');
    expect(await lists.pool()).toMatchObject({ taken: 0, promised: 0 });
    const { body: list } = await lists.team.get(`invitations?state=declined&poolId=${lists.poolId}`);
    expect(list['items']).toHaveLength(1);
  });

  it('bounds the party by its manage link too', async () => {
    const { body } = await lists.as(await lists.invite({ partySize: 3 })).accept({ partySize: 1 });
    const manage = { authorization: `Manage ${tokenOf(String(body['manageUrl']))}` };
    const at = `/api/v1/registrations/${String(body['id'])}`;
    const change = (partySize: number) => app.call('PATCH', at, { body: { partySize }, headers: manage });
    expectProblem(await change(4), 422, 'party_too_large');
    expect((await change(3)).body).toMatchObject({ partySize: 3, partyLimit: 3, invited: true });
  });
});

it('is accepted so often and no more: each is a mail to an address that a guest has typed', async () => {
  const invited = await lists.invite();
  const accept = (email: string) => lists.as(invited).accept({ partySize: 1, contact: { email } });
  for (let number = 1; number <= 5; number++) {
    expect((await accept(`stranger${number}@example.org`)).status).toBe(201);
    expect((await lists.as(invited).decline()).status).toBe(200);
  }
  expectProblem(await accept('stranger6@example.org'), 409, 'too_many_acceptances');
  const body = { partySize: 1, invitationToken: tokenOf(invited.url) };
  expectProblem(await app.register(lists.session.id, body), 409, 'too_many_acceptances');
  expect(await lists.pool()).toMatchObject({ taken: 0, promised: 0 });
  const heard = { source: 'phone', partySize: 1 };
  expect((await lists.team.post(`invitations/${invited.id}/accept`, heard)).status).toBe(200);
});

describe('the link of an invitation', () => {
  it('opens its invitation and no other', async () => {
    const [one, other] = [await lists.invite(), await lists.invite()];
    const answer = await lists.as({ ...one, url: other.url }).see();
    expectProblem(answer, 401, 'invalid_invitation_token');
    expect((await lists.as(one).see()).body).toMatchObject({ id: one.id, state: 'pending', partySize: 1 });
    expect((await lists.as(one).see()).text).not.toContain(lists.poolId);
  });

  it('opens nothing any more once its address is corrected, and the new one does', async () => {
    const wrong = await lists.invite({ email: 'Somebody.Else@example.org' });
    await lists.team.change(`invitations/${wrong.id}`, { email: 'somebody.else@example.org' });
    expect((await lists.as(wrong).see()).status).toBe(200);
    await lists.team.change(`invitations/${wrong.id}`, { email: 'guest@example.org' });
    expectProblem(await lists.as(wrong).see(), 401, 'invalid_invitation_token');
    const { url } = (await lists.team.get(`invitations/${wrong.id}`)).body as unknown as Invited;
    expect((await lists.as({ ...wrong, url }).see()).body).toMatchObject({ id: wrong.id });
  });

  it('goes to another address, once it opens a registration, only by those who may see what that says', async () => {
    const [email, other] = ['guest@example.org', 'somebody.else@example.org'];
    const invited = await lists.invite({ email });
    const path = `invitations/${invited.id}`;
    const blind = await Team.as(app, { scopes: ['registrations:read', 'registrations:write'] });
    // As long as nobody has said anything, whoever keeps the list corrects it.
    for (const address of [other, email]) expect((await blind.change(path, { email: address })).status).toBe(200);
    const { body } = await lists.as(invited).accept({ partySize: 1, accessNeeds: 'A ramp' });
    expectProblem(await blind.change(path, { email: other }), 403, 'forbidden');
    // Places that were given up may be given again, with what was said about them.
    await blind.post(`registrations/${String(body['id'])}/cancel`);
    expect(await lists.stateOf(invited)).toBe('declined');
    expectProblem(await blind.change(path, { email: other }), 403, 'forbidden');
    expect((await blind.change(path, { email, organisation: 'The house' })).status).toBe(200);
    expect((await lists.team.change(path, { email: other })).body).toMatchObject({ email: other });
  });

  it('is no manage link, nor the other way round', async () => {
    const invited = await lists.invite();
    const { body } = await lists.as(invited).accept();
    const asManage = { authorization: `Manage ${tokenOf(invited.url)}` };
    expectProblem(await app.get(`/api/v1/registrations/${String(body['id'])}`, asManage), 401, 'invalid_manage_token');
  });

  it('works until registration for the session ends, before it has opened too', async () => {
    const now = app.clock.now().getTime();
    const [opens, closes] = [new Date(now + 3_600_000), new Date(now + 7_200_000)];
    const timed = await GuestLists.open(app, {}, { registrationOpensAt: opens, registrationClosesAt: closes });
    const [early, late] = [await timed.invite(), await timed.invite()];
    expect((await timed.as(early).accept()).status).toBe(201);
    app.clock.travel({ minutes: 120 });
    expectProblem(await timed.as(late).accept(), 409, 'registration_closed');
    expect((await timed.as(late).decline()).status).toBe(200);
    app.clock.travel({ minutes: -120 });
  });
});

describe('places asked for with the token of an invitation', () => {
  const register = (token: string, more: object = {}) =>
    app.register(lists.session.id, { partySize: 2, invitationToken: token, ...more });

  it('are those of the invitation', async () => {
    const invited = await lists.invite({ partySize: 2 });
    expect(await register(tokenOf(invited.url))).toMatchObject({ status: 201, body: { state: 'confirmed' } });
    expect(await lists.pool()).toMatchObject({ taken: 2, promised: 0 });
    expectProblem(await register(tokenOf(invited.url)), 409, 'already_registered');
  });

  it('are taken once by the same request with the same key', async () => {
    const invited = await lists.invite({ partySize: 2 });
    const body = {
      ...{ sessionId: lists.session.id, partySize: 2, invitationToken: tokenOf(invited.url) },
      contact: { name: 'Ada', email: 'ada@example.org' },
    };
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const [first, second] = [
      await app.post('/api/v1/registrations', body, headers),
      await app.post('/api/v1/registrations', body, headers),
    ];
    expect(first.status).toBe(201);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('are refused to a token of nothing, of another session, or of what was withdrawn', async () => {
    const other = await (await GuestLists.open(app)).invite({ partySize: 2 });
    const gone = await lists.invite({ partySize: 2 });
    await lists.team.post(`invitations/${gone.id}/withdraw`);
    for (const token of ['guessed', tokenOf(other.url), tokenOf(gone.url)]) {
      expectProblem(await register(token), 403, 'invitation_required');
    }
  });
});

describe('an address that is known', () => {
  it('keeps nobody from what their own invitation gives, and is told to nobody', async () => {
    const email = 'the-birches@example.org';
    const [ada, tom] = [await lists.invite({ name: 'Ada', email }), await lists.invite({ name: 'Tom', email })];
    expect((await lists.as(ada).accept()).status).toBe(201);
    expect((await lists.as(tom).accept()).status).toBe(201);
    expect(await lists.pool()).toMatchObject({ taken: 2, promised: 0 });
  });
});

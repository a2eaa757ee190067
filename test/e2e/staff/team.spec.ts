import { COMMAND, Members } from '#staff';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { Teammate } from '../../support/teammate.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let owner: Teammate;
beforeEach(async () => {
  app = await TestApp.start({}, { works: false });
  owner = await Teammate.signedIn(app);
});
afterEach(() => app[Symbol.asyncDispose]());

const EVERYWHERE = { eventIds: null };
const colleague = (email = 'tom@example.org') => ({
  ...{ name: 'Tom Rowan', email },
  grants: [{ role: 'manager', ...EVERYWHERE }],
});
const kinds = async (subjectId: string) => {
  const { items } = (await owner.get(`audit?subjectId=${subjectId}`)).body as unknown as { items: { kind: string }[] };
  return items.map(({ kind }) => kind);
};

describe('the team', () => {
  it('is listed, with what each may do', async () => {
    const made = await owner.post('staff', colleague('Tom@Example.ORG'));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ email: 'tom@example.org', state: 'invited', grants: colleague().grants });
    const list = await owner.get('staff');
    expect((list.body['items'] as unknown as { id: string }[]).map(({ id }) => id)).toEqual([
      made.body['id'],
      owner.id,
    ]);
    expect((await owner.get(`staff/${made.body['id']}`)).body).toEqual(made.body);
  });

  it('has one account for an address', async () => {
    await owner.post('staff', colleague());
    expectProblem(await owner.post('staff', colleague('TOM@example.org')), 409, 'already_member');
  });

  it('is told nowhere what a link is', async () => {
    const made = await owner.post('staff', colleague());
    const all = [made, await owner.get('staff'), await owner.get('audit'), await owner.get('changes?limit=200')];
    for (const { text } of all) expect(text).not.toMatch(/team\/password|token/);
  });

  it('changes what a colleague may do from one request to the next', async () => {
    const tom = await Teammate.signedIn(app, [{ role: 'manager', eventIds: null }]);
    const seen = await owner.get(`staff/${tom.id}`);
    expect((await tom.get('audit')).status).toBe(200);
    const change = { grants: [{ role: 'viewer', ...EVERYWHERE }] };
    const etag = seen.headers.get('etag')!;
    expect((await owner.change(`staff/${tom.id}`, change, etag)).body).toMatchObject({ grants: change.grants });
    expectProblem(await tom.get('audit'), 403, 'forbidden');
    expectProblem(await owner.change(`staff/${tom.id}`, change, etag), 412, 'stale');
    expect((await kinds(tom.id))[0]).toBe('staff.changed');
  });

  it('has no use for a role twice', async () => {
    const event = await app.make.event();
    const grants = [
      { role: 'door', eventIds: [event.id, event.id] },
      { role: 'viewer', eventIds: [event.id] },
      { role: 'viewer', eventIds: null },
    ];
    const made = await owner.post('staff', { ...colleague(), grants });
    expect(made.body['grants']).toEqual([
      { role: 'door', eventIds: [event.id] },
      { role: 'viewer', eventIds: null },
    ]);
  });
});

describe('a role for one event', () => {
  it('reaches that event, and all others do not exist', async () => {
    const [own, other] = [await app.make.event(), await app.make.event()];
    const tom = await Teammate.signedIn(app, [{ role: 'manager', eventIds: [own.id] }]);
    expect((await tom.get(`events/${own.id}`)).status).toBe(200);
    expectProblem(await tom.get(`events/${other.id}`), 404, 'not_found');
    const { items } = (await tom.get('events')).body as unknown as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual([own.id]);
    expectProblem(await tom.post('venues', {}), 403, 'forbidden');
    const { permissions } = (await tom.get('me')).body as unknown as { permissions: { eventIds: unknown }[] };
    for (const { eventIds } of permissions) expect(eventIds).toEqual([own.id]);
  });

  it('does not let its owner see or change the team', async () => {
    const event = await app.make.event();
    const tom = await Teammate.signedIn(app, [{ role: 'owner', eventIds: [event.id] }]);
    expectProblem(await tom.get('staff'), 403, 'forbidden');
    expectProblem(await tom.post('staff', colleague()), 403, 'forbidden');
  });
});

describe('nobody gives more than they have', () => {
  it('by a key that may invite and nothing else', async () => {
    const key = await Team.as(app, { scopes: ['staff:write', 'programme:read'] });
    expectProblem(await key.post('staff', colleague()), 403, 'beyond_own_permissions');
    expectProblem(await key.change(`staff/${owner.id}`, { grants: colleague().grants }), 403, 'beyond_own_permissions');
    for (const deed of ['disable', 'end-sessions']) {
      expectProblem(await key.post(`staff/${owner.id}/${deed}`), 403, 'beyond_own_permissions');
    }
    expect((await owner.get('me')).status).toBe(200);
  });
});

describe('an account that is disabled', () => {
  it('is signed out at once, and stays out until it is enabled', async () => {
    const tom = await Teammate.signedIn(app, [{ role: 'door', eventIds: null }]);
    expect((await tom.get('me')).status).toBe(200);
    const disabled = await owner.post(`staff/${tom.id}/disable`, { reason: 'Has left.' });
    expect(disabled.body).toMatchObject({ state: 'disabled' });
    expectProblem(await tom.get('me'), 401, 'unauthorized');
    expectProblem(await tom.signIn(), 401, 'invalid_credentials');
    expect((await owner.post(`staff/${tom.id}/enable`)).body).toMatchObject({ state: 'active' });
    expect((await tom.signIn()).status).toBe(200);
    expect(await kinds(tom.id)).toEqual(['staff.enabled', 'staff.disabled', 'staff.joined', 'staff.invited']);
    expect((await owner.get(`audit?kind=staff.disabled`)).text).toContain('Has left.');
  });

  it('has no session left even where its row was', async () => {
    const tom = await Teammate.signedIn(app, [{ role: 'door', eventIds: null }]);
    await app.database.reader.query('UPDATE staff_members SET disabled_at = now() WHERE id = $1', [tom.id]);
    expectProblem(await tom.get('me'), 401, 'unauthorized');
  });
});

describe('the last owner', () => {
  it('can be neither disabled nor made less', async () => {
    const less = { grants: [{ role: 'manager', ...EVERYWHERE }] };
    await owner.post('staff', { ...colleague(), grants: [{ role: 'owner', ...EVERYWHERE }] });
    expectProblem(await owner.post(`staff/${owner.id}/disable`), 409, 'last_owner');
    expectProblem(await owner.change(`staff/${owner.id}`, less), 409, 'last_owner');
    await Teammate.joined(app);
    expect((await owner.change(`staff/${owner.id}`, less)).status).toBe(200);
  });

  it('stays when two owners take leave of each other at once', async () => {
    const members = app.service(Members);
    const disable = (id: string) => app.database.transaction((tx) => members.disable(tx, COMMAND, id));
    for (let round = 0; round < 5; round++) {
      const second = await Teammate.joined(app);
      const outcomes = await Promise.allSettled([disable(owner.id), disable(second.id)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await app.database.transaction((tx) => members.enable(tx, COMMAND, owner.id));
      await app.database.transaction((tx) => members.enable(tx, COMMAND, second.id));
      await disable(second.id);
    }
  });
});

describe('a colleague’s sessions', () => {
  it('can be ended by an owner', async () => {
    const tom = await Teammate.signedIn(app, [{ role: 'door', eventIds: null }]);
    expect((await owner.post(`staff/${tom.id}/end-sessions`)).status).toBe(204);
    expectProblem(await tom.get('me'), 401, 'unauthorized');
    expect((await kinds(tom.id))[0]).toBe('staff.sessions-ended');
    expectProblem(await tom.post(`staff/${owner.id}/end-sessions`), 401, 'unauthorized');
  });
});

import { part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const wish = { url: 'https://hooks.example.org/gatehouse', kinds: ['registration.*'] };
const make = () => team.post('webhooks', wish);
const at = (answer: Answer) => `webhooks/${part<string>(answer, 'id')}`;

describe('a webhook', () => {
  it('is made, read, changed and taken away, and its secret is shown once', async () => {
    const made = await make();
    expect([made.status, part<string>(made, 'secret')]).toEqual([201, expect.stringMatching(/^whsec_[\w+/]{43}=$/)]);
    const seen = await team.get(at(made));
    expect(seen.text).not.toContain('whsec_');
    expect((await team.get('webhooks')).text).not.toContain('whsec_');
    const changed = await team.change(at(made), { kinds: ['*'], eventIds: null, description: 'The hall' }, seen);
    expect([changed.status, changed.body]).toEqual([200, expect.objectContaining({ version: 2, kinds: ['*'] })]);
    expectProblem(await team.change(at(made), { active: false }, seen), 412, 'stale');
    expect((await team.remove(at(made))).status).toBe(204);
    expectProblem(await team.get(at(made)), 404, 'not_found');
  });

  it('keeps its secret sealed', async () => {
    const secret = part<string>(await make(), 'secret');
    const rows = await app.database.reader.query<object[]>('SELECT * FROM webhooks');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6, 20));
  });

  it('stands in the audit trail without its secret', async () => {
    const made = await make();
    await team.post(`${at(made)}/rotate-secret`);
    await team.remove(at(made));
    const trail = await team.get(`audit?subjectId=${part<string>(made, 'id')}`);
    const kinds = part<{ kind: string }[]>(trail, 'items').map(({ kind }) => kind);
    expect(kinds).toEqual(['webhook.removed', 'webhook.secret-rotated', 'webhook.made']);
    expect(trail.text).not.toContain('ecret"');
  });

  it.each([
    { url: 'https://127.0.0.1/' },
    { url: 'https://localhost/' },
    { url: 'http://hooks.example.org/' },
    { url: 'https://me:secret@hooks.example.org/' },
    { url: 'https://hooks.example.org/#here' },
    { url: 'ftp://hooks.example.org/' },
    { url: 'https://' },
    { kinds: [] },
    { kinds: ['registration'] },
    { kinds: ['registration.made; DROP'] },
    { eventIds: ['x'] },
    { secret: 'whsec_mine' },
    { position: 0 },
  ])('is not made with %j', async (change) => {
    expectProblem(await team.post('webhooks', { ...wish, ...change }), 422, 'invalid_input');
  });

  it('is not led to a private address later', async () => {
    const made = await make();
    expectProblem(await team.change(at(made), { url: 'https://[::1]/' }), 422, 'invalid_input');
  });

  it('is a matter of who may decide that for everything', async () => {
    const { id } = await app.make.event();
    for (const key of ['manager', 'viewer'] as const) {
      expectProblem(await (await Team.as(app, key)).get('webhooks'), 403, 'forbidden');
    }
    const within = await Team.as(app, { scopes: ['webhooks:write'], eventIds: [id] });
    expectProblem(await within.post('webhooks', wish), 403, 'forbidden');
    expect((await (await Team.as(app, { scopes: ['webhooks:write'] })).get('webhooks')).status).toBe(200);
  });

  it('sends nothing for a test or again while it is off', async () => {
    const made = await make();
    await team.change(at(made), { active: false });
    expectProblem(await team.post(`${at(made)}/test`), 409, 'webhook_inactive');
    expectProblem(await team.post(`${at(made)}/replay`, { since: '2026-01-01T00:00:00Z' }), 409, 'webhook_inactive');
    expectProblem(await team.post(`webhooks/${app.url}/test`), 404, 'not_found');
  });

  it('is one of fifty at most', async () => {
    const answers = [];
    for (let one = 0; one < 51; one++) answers.push(await make());
    expectProblem(answers.at(-1)!, 409, 'too_many_webhooks');
  });
});

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
const programme = () => ({ slug: `lecture-${++made}`, name: 'The lecture', mood: 'memorial' });
const make = () => team.post('programmes', programme());
const at = (answer: Answer) => `programmes/${part<string>(answer, 'id')}`;

describe('a programme', () => {
  it('is made, read and listed', async () => {
    const answer = await make();
    expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ version: 1, summary: '' })]);
    expect((await team.get(at(answer))).body).toEqual(answer.body);
    expect(part<object[]>(await team.get('programmes?limit=1'), 'items')).toEqual([answer.body]);
  });

  it('is changed by who has seen it as it is', async () => {
    const before = await make();
    const after = await team.change(at(before), { summary: 'In July.', mood: 'garden' }, before);
    expect([after.status, after.body]).toEqual([
      200,
      expect.objectContaining({ version: 2, summary: 'In July.', mood: 'garden', name: 'The lecture' }),
    ]);
    expectProblem(await team.change(at(before), { name: 'Another' }, before), 412, 'stale');
  });

  it('keeps a slug of its own', async () => {
    const [first, second] = [await make(), await make()];
    const slug = part<string>(first, 'slug');
    expectProblem(await team.post('programmes', { ...programme(), slug }), 409, 'slug_taken');
    expectProblem(await team.change(at(second), { slug }, second), 409, 'slug_taken');
  });

  it('takes nothing that it does not have', async () => {
    const wrong = { mood: 'merry', name: 'Two\nlines', id: 'x', createdAt: '2027-01-01T00:00:00Z' };
    const answer = await team.post('programmes', { ...programme(), ...wrong });
    expectProblem(answer, 422, 'invalid_input');
    const pointers = part<{ pointer: string }[]>(answer, 'errors').map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(['/createdAt', '/id', '/mood', '/name']);
  });

  it('goes if it has no events', async () => {
    const event = await app.make.event();
    expectProblem(await team.remove(`programmes/${event.programmeId}`), 409, 'in_use');
    const free = await make();
    expect((await team.remove(at(free))).status).toBe(204);
    expectProblem(await team.get(at(free)), 404, 'not_found');
  });

  it('is planned by who may plan everything', async () => {
    const event = await app.make.event();
    const one = await Team.as(app, { scopes: ['programme:read', 'programme:write'], eventIds: [event.id] });
    expectProblem(await one.post('programmes', programme()), 403, 'forbidden');
    expectProblem(await one.change(`programmes/${event.programmeId}`, { name: 'Mine' }), 403, 'forbidden');
    expect((await one.get('programmes')).status).toBe(200);
  });

  it('has everything that was done to it in the audit trail', async () => {
    const before = await make();
    const id = part<string>(before, 'id');
    await team.change(at(before), { name: 'The talk' }, before);
    await team.remove(at(before));
    expect(part<object[]>(await team.get(`audit?subjectId=${id}`), 'items')).toEqual([
      expect.objectContaining({ kind: 'programme.removed' }),
      expect.objectContaining({
        kind: 'programme.changed',
        changed: { name: { from: 'The lecture', to: 'The talk' } },
      }),
      expect.objectContaining({ kind: 'programme.made' }),
    ]);
  });
});

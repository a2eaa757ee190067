import type { NoteView } from '#contracts';
import { Secrets } from '#kernel';
import { Notes } from '#registration';
import { AuditTrail } from '#staff';
import { trailOf } from '../../support/desk.js';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

const SECRET = 'Her brother died on the 30 bus.';

let app: TestApp;
let team: Team;
let holder: Holder;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app, 'manager');
});
beforeEach(async () => {
  holder = await Holder.in(app, (await app.make.session(await app.make.event())).id);
});
afterAll(() => app[Symbol.asyncDispose]());

const add = (kind: string, text: string) => team.post(`registrations/${holder.id}/notes`, { kind, text });
const list = async (query = '') => {
  const answer = await team.get(`registrations/${holder.id}/notes?${query}`);
  return { items: part<NoteView[]>(answer, 'items'), next: part<string | null>(answer, 'nextCursor') };
};

describe('the notes about a party', () => {
  it('are kept with who wrote them and when, newest first', async () => {
    const [first, second] = [await add('team', 'Rang twice.'), await add('door', 'Comes with a dog.')];
    expect([first.status, first.body]).toEqual([
      201,
      expect.objectContaining({ kind: 'team', text: 'Rang twice.', author: expect.objectContaining({ name: 'test' }) }),
    ]);
    expect((await list()).items).toEqual([second.body, first.body]);
    const page = await list('limit=1');
    expect(page.items).toEqual([second.body]);
    expect((await list(`limit=1&cursor=${page.next}`)).items).toEqual([first.body]);
    expect((await team.get(`registrations/${holder.id}`)).body).toMatchObject({ noteCount: 2, version: 1 });
  });

  it('are one note if the request is sent twice', async () => {
    const headers = { 'idempotency-key': 'note' };
    const body = { kind: 'team', text: 'Rang.' };
    const path = `registrations/${holder.id}/notes`;
    const [first, second] = [await team.post(path, body, headers), await team.post(path, body, headers)];
    expect([second.text, (await list()).items.length]).toEqual([first.text, 1]);
  });

  it('stand nowhere in clear: not in the database, the audit trail or the feed', async () => {
    await add('team', SECRET);
    const rows = await app.database.reader.query<{ row: string }[]>('SELECT n::text AS row FROM registration_notes n');
    expect(rows.map(({ row }) => row).join()).not.toContain('brother');
    const [entry] = await trailOf(team, holder.id);
    expect(entry).toMatchObject({ kind: 'registration.noted', changed: { noteFor: { from: null, to: 'team' } } });
    expect(JSON.stringify(entry)).not.toContain('brother');
    expect((await holder.view()).text).not.toContain('brother');
  });

  it('do not open in the place of another', async () => {
    await add('team', SECRET);
    await add('team', 'Another.');
    const [other, secret] = (await list()).items;
    const move = `UPDATE registration_notes SET sealed_text = (SELECT sealed_text FROM registration_notes WHERE id = $1) WHERE id = $2`;
    await app.database.reader.query(move, [secret!.id, other!.id]);
    expect((await team.get(`registrations/${holder.id}/notes`)).status).toBe(500);
    await app.database.reader.query('DELETE FROM registration_notes WHERE id = $1', [other!.id]);
  });

  it('are sealed anew when the key is changed', async () => {
    const id = part<string>(await add('team', SECRET), 'id');
    const sealed = new Secrets(['an older key of thirty-two characters']).seal(SECRET, `registration-notes/${id}`);
    await app.database.reader.query('UPDATE registration_notes SET sealed_text = $1 WHERE id = $2', [sealed, id]);
    const secrets = new Secrets(['a test key of thirty-two characters', 'an older key of thirty-two characters']);
    const notes = new Notes(app.database, secrets, app.service(AuditTrail), app.clock);
    expect([await notes.sealAnew(), await notes.sealAnew()]).toEqual([1, 0]);
    expect((await list()).items).toMatchObject([{ text: SECRET }]);
  });

  it('are for the door if they say so', async () => {
    await add('team', SECRET);
    await add('door', 'Comes with a dog.');
    await add('door', 'Needs the lift.');
    const told = await app.service(Notes).forDoor(app.database.reader, [holder.id]);
    expect([...told]).toEqual([[holder.id, ['Comes with a dog.', 'Needs the lift.']]]);
  });

  it('are read by those who may see what is sensitive, and written by those who may change', async () => {
    const [viewer, writer] = [await Team.as(app, 'viewer'), await Team.as(app, { scopes: ['registrations:write'] })];
    const path = `registrations/${holder.id}/notes`;
    expectProblem(await viewer.get(path), 403, 'forbidden');
    expectProblem(await viewer.post(path, { kind: 'team', text: 'x' }), 403, 'forbidden');
    expect((await writer.post(path, { kind: 'team', text: 'x' })).status).toBe(201);
    expectProblem(await writer.get(path), 403, 'forbidden');
  });

  it.each([
    {},
    { kind: 'team' },
    { kind: 'public', text: 'x' },
    { kind: 'door', text: ' ' },
    { kind: 'door', text: 'x', author: 'y' },
  ])('are not %j', async (body) => {
    expectProblem(await team.post(`registrations/${holder.id}/notes`, body), 422, 'invalid_input');
  });
});

import type { AuditEntryView } from '#contracts';
import { NOWHERE } from '#kernel';
import { part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import type { Answer } from '../../support/test-app.js';
import { TestApp } from '../../support/test-app.js';
import { expectProblem } from '../../support/problems.js';
import { GuestLists } from './guest-lists.js';

let app: TestApp;
let lists: GuestLists;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  lists = await GuestLists.open(app, { invited: 6 });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

async function bring(file: string, query = ''): Promise<Answer> {
  const at = `/api/v1/admin/invitations/import?sessionId=${lists.session.id}&poolId=${lists.poolId}${query}`;
  return raw(at, file);
}

async function raw(path: string, file: string): Promise<Answer> {
  return app.call('POST', path, { body: file, headers: { ...lists.team.headers, 'content-type': 'text/csv' } });
}

const GOOD = `Order of precedence;Title;Name;Organisation;E-mail;Party size;Language;Private note;Pool
1;The Rt Hon;Ada Birch;City;ada@example.org;2;English;Knows the house;
2;;Jeanne Aulne;Mairie;jeanne@example.org;1;French;;guests
`;
const BAD = `${GOOD}3;;;Nobody;nobody@example.org;1;;;
4;;Tom Alder;;tom at home;1;;;
5;;May Linden;;may@example.org;1;;;Friends
6;;Ada Birch;;ada@example.org;1;;;
7;;Too Many;;many@example.org;4;;;
`;

describe('a guest list in a file', () => {
  it('is looked at without bringing anybody in', async () => {
    const { status, body } = await bring(BAD, '&preview=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({ lines: 7, good: 2, people: 3, made: 0 });
    const told = (body['faults'] as unknown as { line: number; code: string }[]).map(({ line, code }) => [line, code]);
    expect(told).toEqual([
      [4, 'no_name'],
      [5, 'does_not_fit'],
      [6, 'no_pool'],
      [7, 'already_invited'],
      [8, 'pool_promised'],
    ]);
    expect(await lists.pool()).toMatchObject({ promised: 0 });
  });

  it('is brought in whole', async () => {
    expect((await bring(GOOD)).body).toMatchObject({ lines: 2, good: 2, made: 2, faults: [] });
    expect(await lists.pool()).toMatchObject({ promised: 3 });
    const { body } = await lists.team.get(`invitations?sessionId=${lists.session.id}&sort=precedence`);
    expect(body['items']).toMatchObject([
      { name: 'Ada Birch', title: 'The Rt Hon', precedence: 1, partySize: 2, note: 'Knows the house', sentAt: null },
      { name: 'Jeanne Aulne', language: 'fr', organisation: 'Mairie' },
    ]);
  });

  it('brings in nobody if one line is bad, unless the good lines were asked for', async () => {
    expectProblem(await bring(BAD), 409, 'bad_lines');
    expect(await lists.pool()).toMatchObject({ promised: 0 });
    expect((await bring(BAD, '&mode=good-lines')).body).toMatchObject({ good: 2, made: 2 });
    expect(await lists.pool()).toMatchObject({ promised: 3 });
  });

  it('names nobody without a column of names', async () => {
    const { body } = await bring('Place;Size\nHall;2\n', '&preview=true');
    expect(body['faults']).toMatchObject([{ code: 'no_names' }, { line: 2, code: 'no_name' }]);
  });

  it('goes out with its answers, and without what is sensitive', async () => {
    await bring(GOOD);
    const { text, headers } = await lists.team.get(`invitations/export?sessionId=${lists.session.id}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="invitations-.*\.csv"$/);
    const [header, first] = text.split('\r\n');
    expect(header).toContain('Precedence,Salutation,Title,Name');
    expect(first).toContain('Ada Birch');
    expect(text).not.toContain('Knows the house');
  });

  it('is noted where it was taken out of, and nowhere out of reach', async () => {
    const other = await GuestLists.open(app);
    const [own, another] = [lists.session.eventId, other.session.eventId];
    const planner = await Team.as(app, { role: 'manager', eventIds: [own] });
    const noted = async () => {
      const [entry] = part<AuditEntryView[]>(await lists.team.get('audit?kind=invitations.exported'), 'items');
      return [entry!.eventId, entry!.subjectId];
    };
    expect((await planner.get(`invitations/export?eventId=${own}`)).status).toBe(200);
    expect(await noted()).toEqual([own, own]);
    const { text } = await planner.get(`invitations/export?eventId=${another}`);
    expect(text.trimEnd().split('\r\n')).toHaveLength(1);
    expect(await noted()).toEqual([null, NOWHERE]);
  });
});

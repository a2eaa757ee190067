import type { Event, Question, Session } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

interface Item {
  readonly id: string;
  readonly name: string;
}

let app: TestApp;
let event: Event;
let session: Session;
let door: Team;
let question: string;
let people: Record<string, Holder>;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({
    questions: [
      { label: 'Ill?', help: '', kind: 'text', options: [], required: false, askedPer: 'person', sensitive: true },
    ],
  });
  session = await app.make.session(event, { capacity: 100 });
  const [row] = await app.database.reader.query<Question[]>('SELECT id FROM questions');
  question = row!.id;
  door = await Team.as(app, 'door');
  people = {};
  const details = {
    ...{
      email: 'private@example.org',
      partySize: 3,
      accessNeeds: 'a wheelchair',
      answers: { [question]: 'my illness' },
    },
    guests: [{ name: 'Ümit', accessNeeds: 'a dog', answers: { [question]: 'their illness' } }, { name: null }],
  };
  for (const name of ['Özil', 'zula', "O'Bruin", 'Adam', 'Obruin', 'Gone'])
    people[name] = await Holder.in(app, session.id, { name, ...(name === 'zula' && details) });
  await people['zula']!.change({ contact: { phone: '020 7946 0123' } });
  await people['Gone']!.cancel();
  const owner = await Team.as(app);
  for (const [kind, text] of [
    ['door', 'Comes by the side gate.'],
    ['team', 'Rang twice.'],
    ['door', 'Has a dog.'],
  ])
    await owner.post(`registrations/${people['zula']!.id}/notes`, { kind, text });
});
afterAll(() => app[Symbol.asyncDispose]());

const arrivals = (query = '', team = door) => team.get(`sessions/${session.id}/arrivals?${query}`);
const names = async (query = '') => part<Item[]>(await arrivals(query), 'items').map(({ name }) => name);

it('are listed by name, without those who have cancelled', async () => {
  expect(await names()).toEqual(['Adam', "O'Bruin", 'Obruin', 'Özil', 'zula']);
});

it('are the same in pages of any size', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await arrivals(`limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...part<Item[]>(page, 'items').map(({ name }) => name));
    cursor = part<string | null>(page, 'nextCursor');
  }
  expect(seen).toEqual(await names());
});

it('tell what helps at the door, and nothing that does not', async () => {
  const answer = await arrivals('q=zula');
  expect(part<Item[]>(answer, 'items')).toEqual([
    {
      ...{
        id: people['zula']!.id,
        reference: people['zula']!.reference,
        state: 'confirmed',
        name: 'zula',
        partySize: 3,
      },
      ...{ accessNeeds: 'a wheelchair', notes: ['Comes by the side gate.', 'Has a dog.'] },
      people: [
        { name: 'zula', accessNeeds: null, space: null },
        { name: 'Ümit', accessNeeds: 'a dog', space: null },
        { name: null, accessNeeds: null, space: null },
      ],
    },
  ]);
  expect(answer.text).not.toMatch(/illness|private@|020 7946|ticket|answers|email|twice/);
});

it('are found by a name of the party or the reference, and not by an address', async () => {
  expect(await names('q=umit')).toEqual(['zula']);
  expect(await names("q=o'bru")).toEqual(["O'Bruin", 'Obruin']);
  expect(await names(`q=${people['Adam']!.reference.slice(3, 7)}`)).toContain('Adam');
  expect(await names('q=private')).toEqual([]);
  expect(await names('q=-')).toEqual([]);
});

it('are complete in a moment in which nothing has been made ready for searching', async () => {
  const { id } = await Holder.in(app, session.id, { name: 'Newcomer' });
  expect(part<Item[]>(await arrivals('q=newcomer'), 'items').map((one) => one.id)).toEqual([id]);
});

it('are for those who work at the door, in their events alone', async () => {
  const other = await app.make.event();
  const elsewhere = await Team.as(app, { role: 'door', eventIds: [other.id] });
  expectProblem(await arrivals('', elsewhere), 404, 'not_found');
  expectProblem(await arrivals('', await Team.as(app, 'viewer')), 403, 'forbidden');
  expectProblem(await door.get('registrations'), 403, 'forbidden');
  expect((await arrivals('', await Team.as(app, { role: 'door', eventIds: [event.id] }))).status).toBe(200);
});

it.each(['x', '00000000-0000-0000-0000-000000000000'])('do not exist for a session %s', async (id) => {
  expectProblem(await door.get(`sessions/${id}/arrivals`), 404, 'not_found');
});

it.each(['cursor=x', 'limit=0', 'sort=name', 'q='])('are refused with %s', async (query) => {
  expectProblem(await arrivals(query), 422, 'invalid_input');
});

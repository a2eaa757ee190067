import { newId } from '#kernel';
import type { Event } from '#programme';
import { expectProblem } from '../../support/problems.js';
import { Holder, part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
let sessionId: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  event = await app.make.event();
  ({ id: sessionId } = await app.make.session(event));
});
afterAll(() => app[Symbol.asyncDispose]());

const LUNCH = { label: 'Lunch?', kind: 'choice', options: ['Soup', 'Salad', 'Cake'] };
const make = async (more: object = LUNCH) => {
  const answer = await team.post('questions', { eventId: event.id, ...more });
  expect([answer.status, answer.body['errors']]).toEqual([201, undefined]);
  return answer;
};
const text = (label: string, position?: number) => make({ label, kind: 'text', position });
const at = (answer: Answer) => `questions/${part<string>(answer, 'id')}`;
const listed = async () => part<{ label: string; position: number }[]>(await list(), 'items');
const list = (query = '') => team.get(`questions?eventId=${event.id}${query}`);
const labels = async () => (await listed()).map(({ label }) => label);
const codesOf = (answer: Answer) =>
  part<{ pointer: string; code: string }[]>(answer, 'errors').map(({ pointer, code }) => `${pointer} ${code}`);
const answering = (question: Answer, answer: unknown) =>
  Holder.in(app, sessionId, { answers: { [part<string>(question, 'id')]: answer } });

describe('a question', () => {
  it('is made, read, listed, and asked of people', async () => {
    const made = await make({ ...LUNCH, help: 'Something for everybody.', sensitive: true });
    const whole = { ...LUNCH, help: 'Something for everybody.', required: false, askedPer: 'party' };
    expect(made.body).toMatchObject({ ...whole, sensitive: true, position: 0, version: 1, eventId: event.id });
    expect((await team.get(at(made))).body).toEqual(made.body);
    expect(await listed()).toEqual([made.body]);
    const { body } = await app.get(`/api/v1/events/${event.slug}`);
    expect(body['questions']).toEqual([{ id: made.body['id'], ...whole }]);
    expect((await app.get(`/events/${event.slug}`)).status).toBe(200);
    await answering(made, 'Soup');
  });

  it('is changed by who has seen it as it is', async () => {
    const before = await make();
    const after = await team.change(at(before), { label: 'Supper?', required: true, options: ['Soup'] }, before);
    expect([after.status, after.body]).toEqual([
      200,
      { ...before.body, label: 'Supper?', required: true, options: ['Soup'], version: 2 },
    ]);
    expectProblem(await team.change(at(before), { label: 'Tea?' }, before), 412, 'stale');
    expectProblem(await team.remove(at(before), before), 412, 'stale');
  });

  it('has options if it is a choice, and none otherwise', async () => {
    const post = (more: object) => team.post('questions', { eventId: event.id, label: 'Well?', ...more });
    expect(codesOf(await post({ kind: 'choice' }))).toEqual(['/options options_missing']);
    expect(codesOf(await post({ kind: 'text', options: ['A'] }))).toEqual(['/options options_without_choice']);
    expect(codesOf(await post({ kind: 'choice', options: ['A', 'A'] }))).toEqual(['/options custom']);
    const made = await make();
    expect(codesOf(await team.change(at(made), { kind: 'yes-no' }))).toEqual(['/options options_without_choice']);
    expect((await team.change(at(made), { kind: 'yes-no', options: [] })).body).toMatchObject({ kind: 'yes-no' });
  });

  it('takes nothing that it does not have', async () => {
    const made = await make();
    expect(codesOf(await team.change(at(made), { eventId: newId(), version: 3, answers: {} }))).toEqual([
      '/eventId unknown_property',
      '/version unknown_property',
      '/answers unknown_property',
    ]);
    expectProblem(await team.post('questions', { eventId: event.id, ...LUNCH, id: newId() }), 422, 'invalid_input');
  });

  it('is one of an event that there is', async () => {
    expectProblem(await team.post('questions', { eventId: newId(), ...LUNCH }), 404, 'not_found');
    expect(part<object[]>(await team.get(`questions?eventId=${newId()}`), 'items')).toEqual([]);
    for (const id of ['x', newId()]) expectProblem(await team.get(`questions/${id}`), 404, 'not_found');
  });

  it('is out of reach for who may only work on another event', async () => {
    const made = await make();
    const other = await app.make.event();
    const one = await Team.as(app, { scopes: ['programme:read', 'programme:write'], eventIds: [other.id] });
    for (const answer of [
      await one.post('questions', { eventId: event.id, ...LUNCH }),
      await one.get(at(made)),
      await one.change(at(made), { label: 'Mine' }),
      await one.remove(at(made)),
    ]) {
      expectProblem(answer, 404, 'not_found');
    }
    expect(part<object[]>(await one.get(`questions?eventId=${event.id}`), 'items')).toEqual([]);
    expect(part<object[]>(await one.get('questions'), 'items')).toEqual([]);
    const uppercase = { eventId: other.id.toUpperCase(), ...LUNCH };
    expect((await one.post('questions', uppercase)).body).toMatchObject({ eventId: other.id });
  });

  it('has everything that was done to it in the audit trail', async () => {
    const made = await make();
    await team.change(at(made), { sensitive: true });
    await team.remove(at(made));
    expect(part<object[]>(await team.get(`audit?subjectId=${String(made.body['id'])}`), 'items')).toMatchObject([
      { kind: 'question.removed', eventId: event.id },
      { kind: 'question.changed', changed: { sensitive: { from: false, to: true } } },
      { kind: 'question.made', changed: { label: { from: null, to: 'Lunch?' } } },
    ]);
  });
});

describe('the questions of an event', () => {
  it('are asked in an order that can be changed', async () => {
    const [a, , c] = [await text('A'), await text('B'), await text('C')];
    await text('First', 0);
    expect(await labels()).toEqual(['First', 'A', 'B', 'C']);
    expect((await team.change(at(c), { position: 1 })).body).toMatchObject({ position: 1, version: 2 });
    expect(await labels()).toEqual(['First', 'C', 'A', 'B']);
    await team.change(at(a), { position: 999 });
    expect(await labels()).toEqual(['First', 'C', 'B', 'A']);
    await team.remove(at(c));
    expect((await listed()).map(({ label, position }) => `${position} ${label}`)).toEqual(['0 First', '1 B', '2 A']);
    const seen = await app.get(`/api/v1/events/${event.slug}`);
    expect(part<{ label: string }[]>(seen, 'questions').map(({ label }) => label)).toEqual(['First', 'B', 'A']);
  });

  it('are the same in pages of any size', async () => {
    for (const label of ['A', 'B', 'C', 'D', 'E']) await text(label, 0);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list(`&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...part<{ label: string }[]>(page, 'items').map(({ label }) => label));
      cursor = part<string | null>(page, 'nextCursor');
    }
    expect(seen).toEqual(['E', 'D', 'C', 'B', 'A']);
    expectProblem(await list('&cursor=x'), 422, 'invalid_input');
  });

  it('keep one order when several are moved at one time', async () => {
    const made = [await text('A'), await text('B'), await text('C'), await text('D')];
    for (let round = 0; round < 6; round++) {
      const moves = [...made, ...made].map((one, index) => team.change(at(one), { position: (index + round) % 4 }));
      const answers = await Promise.all([...moves, text('More', 0)]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
    }
    expect((await listed()).map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('a question that was answered', () => {
  it('is not taken away, even if the registration was given up', async () => {
    const made = await make();
    const holder = await answering(made, 'Soup');
    expectProblem(await team.remove(at(made)), 409, 'question_answered');
    await holder.cancel();
    expectProblem(await team.remove(at(made)), 409, 'question_answered');
  });

  it('keeps its kind, and the options that were chosen', async () => {
    const made = await make();
    await answering(made, 'Soup');
    const change = (more: object) => team.change(at(made), more);
    expectProblem(await change({ kind: 'choices' }), 409, 'question_answered');
    expectProblem(await change({ kind: 'text', options: [] }), 409, 'question_answered');
    expectProblem(await change({ askedPer: 'person' }), 409, 'question_answered');
    expectProblem(await change({ options: ['Salad', 'Cake'] }), 409, 'question_answered');
    const fine = { label: 'Lunch on Sunday?', kind: 'choice', askedPer: 'party', options: ['Soup', 'Pie'] };
    expect((await change(fine)).body).toMatchObject({ options: ['Soup', 'Pie'] });
  });

  it('keeps what one person of a party chose among several things', async () => {
    const made = await make({ ...LUNCH, kind: 'choices', askedPer: 'person' });
    const id = part<string>(made, 'id');
    const guests = [{ name: 'Tom', answers: { [id]: ['Salad', 'Cake'] } }];
    await Holder.in(app, sessionId, { partySize: 2, guests });
    expectProblem(await team.change(at(made), { options: ['Soup', 'Salad'] }), 409, 'question_answered');
    expect((await team.change(at(made), { options: ['Salad', 'Cake'] })).status).toBe(200);
    expectProblem(await team.remove(at(made)), 409, 'question_answered');
  });

  it('keeps all its options where nobody can tell what was chosen', async () => {
    const made = await make({ ...LUNCH, sensitive: true });
    await answering(made, 'Soup');
    expectProblem(await team.change(at(made), { options: ['Soup', 'Salad'] }), 409, 'question_answered');
    expect((await team.change(at(made), { options: [...LUNCH.options, 'Pie'] })).status).toBe(200);
  });

  it('may become sensitive, and stays so', async () => {
    const made = await make();
    await answering(made, 'Soup');
    expect((await team.change(at(made), { sensitive: true })).status).toBe(200);
    expectProblem(await team.change(at(made), { sensitive: false }), 409, 'question_answered');
  });

  it('is not answered meanwhile, however close the answer comes', async () => {
    for (let round = 0; round < 8; round++) {
      const made = await make();
      const answers = { [part<string>(made, 'id')]: 'Soup' };
      const [taken, removed] = await Promise.all([app.register(sessionId, { answers }), team.remove(at(made))]);
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([taken.status, removed.status]);
    }
  });
});

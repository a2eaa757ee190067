import type { NewQuestion } from '#programme';
import { newId } from '#kernel';
import { Holder, part } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const OPTIONS = ['Soup', 'Salad'];

async function asked(question: Partial<NewQuestion>) {
  const base = { label: 'Lunch?', help: '', kind: 'text', options: [], required: true, askedPer: 'party' } as const;
  const event = await app.make.event({ questions: [{ ...base, ...question } as NewQuestion] });
  const session = await app.make.session(event, { capacity: 50 });
  const [{ id }] = part<[{ id: string }]>(await app.get(`/api/v1/events/${event.slug}`), 'questions');
  return { session, id };
}

const KINDS = [
  { kind: 'text', options: [], good: ['Yes, please.', 'Line\nline'], bad: [true, ['Soup'], 7, null] },
  { kind: 'choice', options: OPTIONS, good: ['Soup'], bad: ['Cake', true, ['Soup'], 'soup'] },
  { kind: 'choices', options: OPTIONS, good: [['Soup'], ['Soup', 'Salad']], bad: ['Soup', ['Cake'], true] },
  { kind: 'yes-no', options: [], good: [true, false], bad: ['yes', 'true', 1, ['true']] },
] as const;

describe.each(KINDS)('a question answered by $kind', ({ kind, options, good, bad }) => {
  const question = { kind, options: [...options] } as Partial<NewQuestion>;

  it('takes what fits and gives it back', async () => {
    const { session, id } = await asked(question);
    for (const answer of good) {
      const holder = await Holder.in(app, session.id, { answers: { [id]: answer } });
      expect((await holder.view()).body['answers']).toEqual({ [id]: answer });
    }
  });

  it('refuses what does not fit, at its place', async () => {
    const { session, id } = await asked(question);
    for (const answer of bad) {
      const refused = await app.register(session.id, { answers: { [id]: answer } });
      expect([refused.status, refused.body['code']]).toEqual([422, 'invalid_input']);
      expect(refused.body).toMatchObject({ errors: [{ pointer: `/answers/${id}` }] });
    }
  });

  it('may stay open only where it is not required', async () => {
    const required = await asked(question);
    const refused = await app.register(required.session.id);
    expect([refused.status, refused.body['code']]).toEqual([422, 'question_unanswered']);
    expect(refused.body).toMatchObject({
      errors: [{ pointer: `/answers/${required.id}`, code: 'question_unanswered' }],
    });
    const free = await asked({ ...question, required: false });
    expect((await app.register(free.session.id)).status).toBe(201);
  });

  it('is asked of each person, where the event says so', async () => {
    const { session, id } = await asked({ ...question, askedPer: 'person' });
    const answers = { [id]: good[0] };
    const half = await app.register(session.id, { partySize: 2, answers });
    expect(half.body).toMatchObject({ code: 'question_unanswered', errors: [{ pointer: `/guests/0/answers/${id}` }] });
    const guests = [{ name: 'Tom', answers }];
    expect((await app.register(session.id, { partySize: 2, answers, guests })).status).toBe(201);
    const proxy = await Holder.in(app, session.id, { partySize: 1, guests });
    expect((await proxy.view()).body).toMatchObject({ places: [{ name: 'Tom', answers }], answers: {} });
  });
});

describe('answers', () => {
  it('to empty texts and empty choices are none', async () => {
    const text = await asked({ kind: 'text' });
    const blank = await app.register(text.session.id, { answers: { [text.id]: '  ' } });
    expect(blank.body['code']).toBe('question_unanswered');
    const choices = await asked({ kind: 'choices', options: OPTIONS });
    const none = await app.register(choices.session.id, { answers: { [choices.id]: [] } });
    expect(none.body['code']).toBe('question_unanswered');
  });

  it('to questions that nobody asked are refused by name', async () => {
    const { session } = await asked({ required: false });
    const id = newId();
    const answer = await app.register(session.id, { answers: { [id]: 'x' } });
    expect(answer.body).toMatchObject({ errors: [{ pointer: `/answers/${id}`, code: 'unknown_question' }] });
  });

  it('under names that are no ids are refused', async () => {
    const { session } = await asked({ required: false });
    for (const key of ['lunch', '', '__proto__', 'constructor']) {
      const answers = JSON.parse(`{${JSON.stringify(key)}: "x"}`) as Record<string, string>;
      const answer = await app.register(session.id, { answers });
      expect([key, answer.status]).toEqual([key, 422]);
      expect(answer.body).toMatchObject({ errors: [{ pointer: `/answers/${key}` }] });
    }
  });

  it('tell everything that is wrong at once', async () => {
    const { session, id } = await asked({ kind: 'yes-no', askedPer: 'person' });
    const guests = [{ answers: { [id]: 'no' } }, {}];
    const answer = await app.register(session.id, { partySize: 3, guests });
    expect(answer.body['errors']).toMatchObject([
      { pointer: `/answers/${id}`, code: 'question_unanswered' },
      { pointer: `/guests/0/answers/${id}`, code: 'answer_does_not_fit' },
      { pointer: `/guests/1/answers/${id}`, code: 'question_unanswered' },
    ]);
  });
});

import { Holder } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

async function twoSessions(oneRegistrationPer: 'event' | 'session') {
  const event = await app.make.event({ oneRegistrationPer });
  return [await app.make.session(event), await app.make.session(event)] as const;
}

describe('an address that has places already', () => {
  it('is refused, and its holder is mailed the link', async () => {
    const [session] = await twoSessions('session');
    const { email } = nextPerson();
    const holder = await Holder.in(app, session.id, { email });
    const answer = await app.register(session.id, { email });
    expect([answer.status, answer.body['code']]).toEqual([409, 'already_registered']);
    expect(answer.text).not.toContain(holder.id);
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'lost-link', recipient: email }]);
  });

  it('is mailed the link at most every ten minutes', async () => {
    const [session] = await twoSessions('session');
    const { email } = nextPerson();
    const holder = await Holder.in(app, session.id, { email });
    for (let again = 0; again < 3; again++) await app.register(session.id, { email });
    expect(await holder.told()).toHaveLength(2);
    app.clock.travel({ minutes: 9 });
    await app.register(session.id, { email });
    expect(await holder.told()).toHaveLength(2);
    app.clock.travel({ minutes: 1.1 });
    await app.register(session.id, { email });
    expect(await holder.told()).toHaveLength(3);
  });

  it.each([
    ['in capitals', 'ADA.one@EXAMPLE.org', 'ada.ONE@example.ORG'],
    ['with its domain in letters or in ASCII', 'ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ])('is known %s', async (_, first, second) => {
    const [session] = await twoSessions('session');
    await Holder.in(app, session.id, { email: first });
    expect((await app.register(session.id, { email: second })).body['code']).toBe('already_registered');
  });

  it('is another address with another plus', async () => {
    const [session] = await twoSessions('session');
    await Holder.in(app, session.id, { email: 'ada+one@example.org' });
    expect((await app.register(session.id, { email: 'ada+two@example.org' })).status).toBe(201);
  });

  it('may register for each session, where the event counts by session', async () => {
    const [morning, noon] = await twoSessions('session');
    const { email } = nextPerson();
    await Holder.in(app, morning.id, { email });
    expect((await app.register(noon.id, { email })).status).toBe(201);
  });

  it('may register once, where the event counts by event', async () => {
    const [morning, noon] = await twoSessions('event');
    const { email } = nextPerson();
    await Holder.in(app, morning.id, { email });
    expect((await app.register(noon.id, { email })).body['code']).toBe('already_registered');
  });

  it('may register again after it gave its places up', async () => {
    const [session] = await twoSessions('event');
    const { email } = nextPerson();
    const holder = await Holder.in(app, session.id, { email });
    await holder.cancel();
    expect((await app.register(session.id, { email })).status).toBe(201);
  });

  it('gets one registration when it comes to two sessions of an event at once', async () => {
    const [morning, noon] = await twoSessions('event');
    for (let round = 0; round < 5; round++) {
      const { email } = nextPerson();
      const answers = await Promise.all([app.register(morning.id, { email }), app.register(noon.id, { email })]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    }
  });

  it('gets one registration when it comes ten times at once', async () => {
    const [session] = await twoSessions('session');
    const { email } = nextPerson();
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.register(session.id, { email })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['code'] === 'already_registered')).toHaveLength(9);
  });
});

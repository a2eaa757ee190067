import { Holder, part, toldTo } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const lookup = (email: unknown, headers = {}) => app.post('/api/v1/registrations/lookup', { email }, headers);

async function holder(email: string, wishes = {}) {
  const session = await app.make.session(await app.make.event(wishes));
  return Holder.in(app, session.id, { email });
}

describe('asking for lost links', () => {
  it('is answered alike for every address', async () => {
    const { email } = nextPerson();
    await holder(email);
    for (const address of [email, 'nobody@example.org', email.toUpperCase(), 'ü+x@bücher.example']) {
      const answer = await lookup(address);
      expect([answer.status, answer.text]).toEqual([202, '']);
    }
  });

  it('mails the links of all live registrations to the address', async () => {
    const { email } = nextPerson();
    const [one, two, other] = [await holder(email), await holder(email), await holder(nextPerson().email)];
    await lookup(email.toUpperCase());
    for (const mine of [one, two]) {
      expect(await mine.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'lost-link', recipient: email }]);
    }
    expect(await other.told()).toHaveLength(1);
  });

  it('mails nothing about places that were given up or are over', async () => {
    const { email } = nextPerson();
    const [given, over] = [await holder(email), await holder(email)];
    await given.cancel();
    await app.database.reader.query(
      `UPDATE sessions SET starts_at = '2020-01-01T10:00Z', ends_at = '2020-01-01T11:00Z', admission_opens_at = '2020-01-01T10:00Z'
       WHERE id = (SELECT session_id FROM registrations WHERE id = $1)`,
      [over.id],
    );
    await lookup(email);
    expect((await given.told()).map(({ kind }) => kind)).toEqual(['confirmation', 'cancellation']);
    expect(await over.told()).toHaveLength(1);
  });

  it('mails at most every ten minutes', async () => {
    const { email } = nextPerson();
    const mine = await holder(email);
    for (let again = 0; again < 3; again++) await lookup(email);
    expect(await mine.told()).toHaveLength(2);
    app.clock.travel({ minutes: 10.1 });
    await lookup(email);
    expect(await mine.told()).toHaveLength(3);
  });

  it('mails the check again to who has not confirmed yet', async () => {
    const { email } = nextPerson();
    const session = await app.make.session(await app.make.event({ confirmation: 'by-email' }));
    const { body } = await app.register(session.id, { email });
    app.clock.travel({ minutes: 11 });
    await lookup(email);
    expect(await toldTo(app, String(body['id']))).toMatchObject([{ kind: 'email-check' }, { kind: 'email-check' }]);
  });

  it.each(['', 'x', 'a@b', null, 7, ['ada@example.org']])('refuses %j', async (email) => {
    const answer = await lookup(email);
    expect(answer.status).toBe(422);
    expect(part<object[]>(answer, 'errors')[0]).toMatchObject({ pointer: '/email' });
  });
});

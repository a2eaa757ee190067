import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

async function consenting(consentRequired: boolean) {
  const event = await app.make.event({ consentText: 'We may take photographs.', consentRequired });
  return app.make.session(event);
}

async function consentedAt(id: unknown): Promise<Date | null> {
  const rows = await app.database.reader.query<{ consented_at: Date | null }[]>(
    'SELECT consented_at FROM registrations WHERE id = $1',
    [id],
  );
  return rows[0]!.consented_at;
}

describe('consent', () => {
  it.each([undefined, false])('that is required and answered %s is asked for', async (consent) => {
    const session = await consenting(true);
    const answer = await app.register(session.id, consent === undefined ? {} : { consent });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ pointer: '/consent', code: 'consent_required' }] });
  });

  it('is written down with its time', async () => {
    const session = await consenting(true);
    const { body } = await app.register(session.id, { consent: true });
    expect((await consentedAt(body['id']))!.toISOString()).toBe(body['createdAt']);
  });

  it('may be withheld where it is free', async () => {
    const session = await consenting(false);
    const { body } = await app.register(session.id, { consent: false });
    expect(await consentedAt(body['id'])).toBeNull();
  });

  it.each(['true', 1, null])('is yes or no, not %j', async (consent) => {
    const session = await consenting(false);
    expect((await app.register(session.id, { consent })).body).toMatchObject({ errors: [{ pointer: '/consent' }] });
  });
});

describe('an invitation token', () => {
  it('that is not ours opens nothing', async () => {
    const session = await consenting(false);
    const answer = await app.register(session.id, { invitationToken: 'guessed' });
    expect([answer.status, answer.body['code']]).toEqual([403, 'invitation_required']);
  });
});

import { managing, TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app[Symbol.asyncDispose]());

describe('registering in an event that confirms at once', () => {
  it('gives places, a reference and a link, and mails a confirmation with an invite', async () => {
    const event = await app.make.event();
    const session = await app.make.session(event, { capacity: 5 });
    const answer = await app.register(session.id, {
      email: 'ada@example.org',
      partySize: 2,
      guests: [{ name: 'Tom' }],
    });
    expect(answer.text).toContain('"state":"confirmed"');
    expect(answer.status).toBe(201);
    expect(answer.body['reference']).toMatch(/^GH-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const [mail] = await app.mail.to('ada@example.org');
    expect(mail!.parsed.text).toContain(String(answer.body['manageUrl']));
    expect(mail!.raw).toContain('method=REQUEST');
    const seen = await app.get(`/api/v1/registrations/${String(answer.body['id'])}`, managing(answer.body));
    expect(seen.body).toMatchObject({ state: 'confirmed', partySize: 2, places: [{}, { name: 'Tom' }] });
    expect((await app.get(`/api/v1/events/${event.slug}`)).body).toMatchObject({ sessions: [{ available: 3 }] });
    expect(await app.faults()).toEqual([]);
  });
});

import type { Event } from '#programme';
import { EmailCheck, UnverifiedExpiry } from '#registration';
import { heldFor, toldTo } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ confirmation: 'by-email' });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const SECRETS = /[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const shapeOf = (text: string) => text.replace(SECRETS, '…');

async function registered(capacity = 10) {
  const session = await app.make.session(event, { capacity });
  const { email } = nextPerson();
  const answer = await app.register(session.id, { email });
  const id = String(answer.body['id']);
  await app.service(EmailCheck).confirm(id);
  return { session, email, id };
}

describe('registering an address in an event that confirms by mail', () => {
  it('answers a known and an unknown address alike, to the letter', async () => {
    const { session, email } = await registered();
    const known = await app.register(session.id, { email });
    const unknown = await app.register(session.id);
    expect(known.status).toBe(201);
    expect(shapeOf(known.text)).toBe(shapeOf(unknown.text));
    expect([...known.headers.keys()]).toEqual([...unknown.headers.keys()]);
  });

  it('holds a known address as long as an unknown one', async () => {
    const { session, email } = await registered();
    expect(heldFor(await app.register(session.id, { email }))).toBe(30 * 60_000);
  });

  it('names nothing by the id it gives for a known address', async () => {
    const { session, email, id } = await registered();
    const { body } = await app.register(session.id, { email });
    expect(body['id']).not.toBe(id);
    await expect(app.service(EmailCheck).confirm(String(body['id']))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('knows an address however it is written', async () => {
    const { session, email, id } = await registered();
    await app.register(session.id, { email: email.toUpperCase() });
    expect(await toldTo(app, id)).toHaveLength(2); // the check and the confirmation of before
    app.clock.travel({ minutes: 11 });
    await app.register(session.id, { email: email.toUpperCase() });
    expect(await toldTo(app, id)).toMatchObject([{}, {}, { kind: 'lost-link', recipient: email }]);
  });

  it('refuses known and unknown addresses in the same order of reasons', async () => {
    const { session, email } = await registered(3);
    const asks = [{ partySize: 7 }, { partySize: 3 }, { partySize: 2, guests: [{}, {}, {}] }, { invitationToken: 'x' }];
    for (const ask of asks) {
      const known = await app.register(session.id, { email, ...ask });
      const unknown = await app.register(session.id, ask);
      expect([known.status, shapeOf(known.text)]).toEqual([unknown.status, shapeOf(unknown.text)]);
      expect(known.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('mails the holder nothing when a stranger is told that it is full', async () => {
    const { session, email, id } = await registered(2);
    await app.register(session.id);
    app.clock.travel({ minutes: 11 });
    const full = await app.register(session.id, { email });
    expect(full.body).toMatchObject({ code: 'session_full', available: 0 });
    expect(await toldTo(app, id)).toHaveLength(2);
  });

  it('mails the check again, not the manage link, while the address is unconfirmed', async () => {
    const session = await app.make.session(event);
    const { email } = nextPerson();
    const id = String((await app.register(session.id, { email })).body['id']);
    app.clock.travel({ minutes: 11 });
    const again = await app.register(session.id, { email });
    expect([again.status, again.body['state']]).toEqual([201, 'unverified']);
    expect(await toldTo(app, id)).toMatchObject([{ kind: 'email-check' }, { kind: 'email-check' }]);
  });
});

describe('what is left', () => {
  const left = async (id: string) => {
    const { body } = await app.get(`/api/v1/events/${event.slug}`);
    const sessions = body['sessions'] as unknown as { id: string; available: number }[];
    return sessions.find((session) => session.id === id)!.available;
  };

  it('falls for a known address as for an unknown one, once for each', async () => {
    const { session, email } = await registered();
    const unknown = nextPerson();
    const seen: number[][] = [];
    for (const address of [email, unknown.email]) {
      const before = await left(session.id);
      await app.register(session.id, { email: address, partySize: 2 });
      const after = await left(session.id);
      await app.register(session.id, { email: address, partySize: 3 });
      seen.push([before - after, after - (await left(session.id))]);
    }
    expect(seen).toEqual([
      [2, 0],
      [2, 0],
    ]);
  });

  it('comes back when the time to confirm has passed, and nobody was told twice or listed', async () => {
    const { session, email, id } = await registered();
    await app.register(session.id, { email, partySize: 2 });
    const listed = await app.get(`/api/v1/admin/registrations?sessionId=${session.id}`, await app.key());
    expect(listed.body['items']).toMatchObject([{ id }]);
    app.clock.travel({ minutes: 31 });
    await app.service(UnverifiedExpiry).expireDue();
    expect(await left(session.id)).toBe(9);
  });
});
